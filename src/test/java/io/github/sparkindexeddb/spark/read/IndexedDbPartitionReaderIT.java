// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.spark.arrow.BatchLayout;
import io.github.sparkindexeddb.spark.testing.FakeAgent;
import io.github.sparkindexeddb.spark.testing.Orders;
import io.github.sparkindexeddb.spark.testing.SplitBodies;
import io.github.sparkindexeddb.testing.FakeHttp;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.Malformed;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IndexedDbPartitionReaderIT {
  private static final StructType SCHEMA = StructType.fromDDL(Orders.DDL);

  private FakeAgent agent;

  @BeforeEach
  void start() throws IOException {
    agent =
        new FakeAgent(
            Orders.store(10).reporting(new Malformed(2, Map.of("total", "Cannot read it."))));
  }

  @AfterEach
  void freesAllMemory() throws IOException {
    agent.close();
    Awaitility.await()
        .untilAsserted(() -> assertThat(ArrowUtils.rootAllocator().getAllocatedMemory()).isZero());
  }

  @Test
  void readsAWholeSplit() {
    assertThat(Orders.read(agent).load().collectAsList()).hasSize(10);
  }

  @Test
  void leavesASplitEarly() {
    assertThat(Orders.read(agent).load().limit(1).collectAsList()).hasSize(1);
    assertThat(Orders.read(agent).load().isEmpty()).isFalse();
  }

  /** As Spark does that closes the reader of a batch in which a task still is. */
  @Test
  void aBatchOutlivesItsReader() throws IOException {
    try (FakeHttp first = body(0);
        FakeHttp second = body(10);
        IndexedDbPartitionReader other = reader(second)) {
      IndexedDbPartitionReader reader = reader(first);
      reader.next();
      ColumnarBatch batch = reader.get();
      reader.close();

      other.next();

      assertThat(batch.column(0).getLong(2)).isEqualTo(2);
      assertThat(batch.column(1).getChild(0).getUTF8String(2)).hasToString("Ann 2");
      assertThat(batch.column(2).getArray(2).numElements()).isEqualTo(2);
    }
  }

  /** A task that reads many splits has all of their readers until it completes. */
  @Test
  void aReaderKeepsNoBatchAfterItsEnd() throws IOException {
    try (FakeHttp http = body(0);
        IndexedDbPartitionReader reader = reader(http)) {
      reader.next();
      WeakReference<ColumnarBatch> batch = new WeakReference<>(reader.get());
      assertThat(reader.next()).isTrue();
      assertThat(reader.next()).isFalse();

      Awaitility.await()
          .untilAsserted(
              () -> {
                System.gc();
                assertThat(batch.get()).isNull();
              });
      assertThat(reader.next()).isFalse();
    }
  }

  private static FakeHttp body(int from) throws IOException {
    byte[] body = SplitBodies.encode(Orders.expected(SCHEMA, from, from + 6), 3).bytes();
    return new FakeHttp(request -> FakeHttp.Answer.split(body, 6, Malformed.NONE));
  }

  private static IndexedDbPartitionReader reader(FakeHttp http) {
    SplitAddress address =
        new SplitAddress(
            Endpoint.parse(http.address(), Optional.empty()).get(0),
            "s",
            new ScanResponse.Split(0, new ClientName("c", "http://localhost"), 6, ""));
    List<BatchLayout.Slot> slots =
        Arrays.stream(SCHEMA.fields()).<BatchLayout.Slot>map(f -> new BatchLayout.Read()).toList();
    return new IndexedDbPartitionReader(address, new BatchLayout(SCHEMA, slots));
  }

  @Test
  void refusesFewerRowsThanWereSealed() {
    agent.rowsTooMany = 1;

    assertThatThrownBy(() -> Orders.read(agent).load().collectAsList())
        .hasMessageContaining("[SPLIT_TRUNCATED]")
        .hasMessageContaining("the agent sealed 11 rows and 10 were decoded");
  }
}
