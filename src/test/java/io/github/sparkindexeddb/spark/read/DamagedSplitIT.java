// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.spark.arrow.BatchLayout;
import io.github.sparkindexeddb.spark.testing.Orders;
import io.github.sparkindexeddb.spark.testing.SplitBodies;
import io.github.sparkindexeddb.testing.FakeHttp;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.Malformed;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A browser may send anything at all, sealed and with the right checksum. */
class DamagedSplitIT {
  private static final int ROWS = 10;
  private static final StructType SCHEMA = StructType.fromDDL(Orders.DDL);

  private byte[] body;
  private FakeHttp http;

  @BeforeEach
  void start() throws IOException {
    body = SplitBodies.encode(Orders.expected(SCHEMA, 0, ROWS), 4).bytes();
    http = new FakeHttp(request -> FakeHttp.Answer.split(body, ROWS, Malformed.NONE));
  }

  @AfterEach
  void stop() throws IOException {
    http.close();
    assertThat(ArrowUtils.rootAllocator().getAllocatedMemory()).isZero();
  }

  @Test
  void isReadWholeIfWhole() throws IOException {
    assertThat(rows()).isEqualTo(ROWS);
  }

  @Test
  void isReadOrRefusedWhateverByteIsWrong() throws IOException {
    byte[] whole = body;
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < whole.length; i += 1 + random.nextInt(16)) {
      body = whole.clone();
      body[i] ^= (byte) (1 << random.nextInt(8));
      refused += rowsOrRefusal().isPresent() ? 0 : 1;
    }
    assertThat(refused).isPositive();
  }

  @Test
  void isRefusedIfItHoldsOtherColumns() {
    body = SplitBodies.encode(Orders.expected(StructType.fromDDL("id double"), 0, ROWS), 3).bytes();

    assertDamaged("it holds 'struct<id:double>' where 'struct<id:bigint,");
  }

  @Test
  void isRefusedIfItIsNotArrow() {
    body = new byte[100];

    assertDamaged("its bytes are not the Arrow stream they should be");
  }

  @Test
  void isRefusedIfItGoesOnAfterItsEnd() {
    body = Arrays.copyOf(body, body.length + 8);
    Arrays.fill(body, body.length - 8, body.length - 4, (byte) -1);

    assertDamaged("bytes follow the end of the stream");
  }

  private void assertDamaged(String why) {
    assertThatThrownBy(this::rows)
        .isInstanceOf(IndexedDbException.class)
        .hasMessageStartingWith("[SPLIT_DAMAGED] Cannot read split 0 of client 'c'")
        .hasMessageContaining(why)
        .hasMessageContaining("Compare the versions");
  }

  private Optional<Integer> rowsOrRefusal() throws IOException {
    try {
      return Optional.of(rows());
    } catch (IndexedDbException e) {
      assertThat(e.code()).isIn(ErrorCode.SPLIT_DAMAGED, ErrorCode.SPLIT_TRUNCATED);
      return Optional.empty();
    }
  }

  /** Reads every value as Spark does. */
  private int rows() throws IOException {
    SplitAddress address =
        new SplitAddress(
            Endpoint.parse(http.address(), Optional.empty()).get(0),
            "s",
            new ScanResponse.Split(0, new ClientName("c", "http://localhost"), ROWS, ""));
    UnsafeProjection values = UnsafeProjection.create(SCHEMA);
    List<BatchLayout.Slot> slots =
        Arrays.stream(SCHEMA.fields()).<BatchLayout.Slot>map(f -> new BatchLayout.Read()).toList();
    int rows = 0;
    try (IndexedDbPartitionReader reader =
        new IndexedDbPartitionReader(address, new BatchLayout(SCHEMA, slots))) {
      while (reader.next()) {
        for (Iterator<InternalRow> row = reader.get().rowIterator(); row.hasNext(); rows++) {
          values.apply(row.next());
        }
      }
    }
    return rows;
  }
}
