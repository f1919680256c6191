// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.spark.testing.FakeAgent;
import io.github.sparkindexeddb.spark.testing.Orders;
import io.github.sparkindexeddb.wire.value.Malformed;
import java.io.IOException;
import java.util.Map;
import org.apache.spark.sql.util.ArrowUtils;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IndexedDbPartitionReaderIT {
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

  @Test
  void refusesFewerRowsThanWereSealed() {
    agent.rowsTooMany = 1;

    assertThatThrownBy(() -> Orders.read(agent).load().collectAsList())
        .hasMessageContaining("[SPLIT_TRUNCATED]")
        .hasMessageContaining("the agent sealed 11 rows and 10 were decoded");
  }
}
