// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.message.ScanRequest.Projection;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.PushedAggregation;
import io.github.sparkindexeddb.wire.query.PushedAggregation.Aggregate;
import io.github.sparkindexeddb.wire.query.PushedAggregation.Function;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SplitHeaderTest {
  private static final Column ADDRESS =
      Column.field("address", new Type.Struct(List.of(new Type.Field("city", Type.Scalar.STRING))));
  private static final Column ITEMS = Column.field("items", Type.Scalar.SMALLINT);
  private static final Column CORRUPT =
      new Column("bad", Type.Scalar.STRING, Column.Source.CORRUPT);
  private static final List<Column> COLUMNS = List.of(ADDRESS, ITEMS, CORRUPT);

  @Test
  void anArrowStreamBeginsWithTheColumnsThatAreRequested() {
    assertThat(SplitHeader.of(spec(Format.ARROW, COLUMNS, Optional.empty())))
        .isEqualTo(ArrowSchema.message(COLUMNS));
  }

  @Test
  void linesOfJsonBeginAtOnce() {
    assertThat(SplitHeader.of(spec(Format.NDJSON, COLUMNS, Optional.empty()))).isEmpty();
    assertThat(SplitHeader.of(spec(Format.NDJSON, List.of(), Optional.empty()))).isEmpty();
  }

  @Test
  void groupsHaveTheirKeysBeforeTheirAggregates() {
    PushedAggregation aggregation =
        new PushedAggregation(
            List.of(FieldReference.of("address", "city"), FieldReference.of("items")),
            List.of(
                new Aggregate(Function.COUNT, Optional.empty()),
                of(Function.COUNT, "address"),
                of(Function.SUM, "items"),
                of(Function.MIN, "items"),
                of(Function.MAX, "address", "city")));
    assertThat(SplitHeader.of(spec(Format.ARROW, COLUMNS, Optional.of(aggregation))))
        .isEqualTo(
            ArrowSchema.message(
                List.of(
                    Column.field("g0", Type.Scalar.STRING),
                    Column.field("g1", Type.Scalar.SMALLINT),
                    Column.field("a0", Type.Scalar.BIGINT),
                    Column.field("a1", Type.Scalar.BIGINT),
                    Column.field("a2", Type.Scalar.BIGINT),
                    Column.field("a3", Type.Scalar.SMALLINT),
                    Column.field("a4", Type.Scalar.STRING))));
  }

  /** An export worker looks for none in the corrupt column either. */
  @Test
  void anAggregateOfAFieldThatIsNotThereIsRefused() {
    for (FieldReference field :
        List.of(
            FieldReference.of("bad"),
            FieldReference.of("other"),
            FieldReference.of("address", "street"),
            FieldReference.of("items", "city"))) {
      PushedAggregation aggregation = new PushedAggregation(List.of(field), List.of());
      assertThatThrownBy(
              () -> SplitHeader.of(spec(Format.ARROW, COLUMNS, Optional.of(aggregation))))
          .hasMessage(
              "[BAD_REQUEST] Cannot aggregate '"
                  + field
                  + "': it is in no column of the scan. Name its column among 'columns'.");
    }
  }

  /** By RFC 4180, and as {@code columns/csv.js} does with values. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '~',
      value = {
        "plain|plain",
        "with a space|with a space",
        "\u00e4\ud83d\ude00|\u00e4\ud83d\ude00",
        "~~|\"\"",
        "a,b|\"a,b\"",
        "say \"hi\"|\"say \"\"hi\"\"\"",
        "~two\nlines~|~\"two\nlines\"~",
        "~end\n~|~\"end\n\"~",
        "~a\rb~|~\"a\rb\"~",
        " first|\" first\"",
        "last |\"last \"",
        "\u00a0first|\"\u00a0first\"",
        "last\u3000|\"last\u3000\"",
        "last\u2028|\"last\u2028\"",
        "\ufeffmark|\"\ufeffmark\"",
        "half\ud800|half\ufffd"
      })
  void aNameInALineOfNamesIsQuotedWhereItHasToBe(String name, String cell) {
    List<Column> columns = List.of(Column.field(name, Type.Scalar.INT), ITEMS);
    byte[] head = SplitHeader.of(spec(Format.CSV, columns, Optional.empty()));
    assertThat(new String(head, StandardCharsets.UTF_8)).isEqualTo(cell + ",items\n");
  }

  private static Aggregate of(Function function, String... field) {
    return new Aggregate(function, Optional.of(FieldReference.of(field)));
  }

  private static WorkerRequest.ReadSpec spec(
      Format format, List<Column> columns, Optional<PushedAggregation> aggregation) {
    return new WorkerRequest.ReadSpec(
        new Projection(columns, Optional.empty(), Mode.PERMISSIVE, format),
        new Query(
            Optional.empty(), List.of(), aggregation, Optional.empty(), OptionalLong.empty()));
  }
}
