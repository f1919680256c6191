// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No row of a soak that is not as it was sent passes for one that is. */
class RowCheckTest {
  private static final List<FakeStore> STORES =
      List.of(RowCheck.store(0, 3, 120), RowCheck.store(1, 4, 150), RowCheck.store(2, 5, 130));
  private static final List<Column> COLUMNS =
      List.of(Column.field("a", Type.Scalar.BIGINT), Column.field("b", Type.Scalar.BIGINT));
  private static final Set<Integer> ALL = Set.of(0, 1, 2);

  private final RowCheck check = new RowCheck(STORES);

  @ParameterizedTest
  @EnumSource
  void takesWhatWasSent(Format format) {
    assertThat(check(format, rows(format, 0, 1, 2)))
        .isEqualTo(new RowCheck.Finding(12, 0, 0))
        .matches(RowCheck.Finding::isRight);
    assertThat(check.check(body(format, rows(format, 0, 2)), Set.of(2)))
        .as("with one that may have left")
        .isEqualTo(new RowCheck.Finding(8, 0, 0));
  }

  @ParameterizedTest
  @EnumSource
  void noticesAClientThatIsNotThere(Format format) {
    assertThat(check(format, rows(format, 0, 2))).isEqualTo(new RowCheck.Finding(8, 0, 4));
    assertThat(check(format, new byte[0])).isEqualTo(new RowCheck.Finding(0, 0, 12));
  }

  @ParameterizedTest
  @EnumSource
  void noticesAClientThatComesTwice(Format format) {
    assertThat(check(format, rows(format, 0, 1, 2, 1)).wrong()).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void noticesARecordThatIsNotThere(Format format) {
    byte[] rows = rows(format, 0, 1, 2);
    int size = rows(format, 0).length / 3;
    assertThat(check(format, Arrays.copyOf(rows, rows.length - size)).isRight()).isFalse();
    assertThat(check(format, Arrays.copyOfRange(rows, size, rows.length)).isRight()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void noticesAnyByteThatIsAnother(Format format) {
    byte[] whole = body(format, rows(format, 0, 1, 2)).bytes();
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 1;
      RowCheck.Finding finding = check.check(new RowCheck.Body(format, COLUMNS, changed), ALL);
      assertThat(finding.isRight()).as("byte %s", i).isFalse();
    }
  }

  private RowCheck.Finding check(Format format, byte[] rows) {
    return check.check(body(format, rows), ALL);
  }

  private static RowCheck.Body body(Format format, byte[] rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(new RowCheck.Body(format, COLUMNS, rows).head());
    bytes.writeBytes(rows);
    bytes.writeBytes(format.tail());
    return new RowCheck.Body(format, COLUMNS, bytes.toByteArray());
  }

  private static byte[] rows(Format format, int... clients) {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    for (int client : clients) {
      FakeStore store = STORES.get(client);
      rows.writeBytes(store.encoded(0, store.records(), format, COLUMNS));
    }
    return rows.toByteArray();
  }
}
