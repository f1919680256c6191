// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.spark.testing.FakeAgent;
import io.github.sparkindexeddb.spark.testing.Orders;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScanHandleIT {
  private static final String EXECUTION = "spark.sql.execution.id";

  private FakeAgent agent;

  @BeforeEach
  void start() throws IOException {
    agent =
        new FakeAgent(
            Orders.store(0).withClients(List.of(Orders.records(0, 4), Orders.records(4, 9))));
  }

  @AfterEach
  void stop() throws IOException {
    context().setLocalProperty(EXECUTION, null);
    agent.close();
  }

  @Test
  void anExecutionCreatesALostScanAgainWithItsSplits() {
    Dataset<Row> orders = Orders.read(agent).load();
    assertThat(orders.collectAsList()).hasSize(9);
    agent.forget();

    assertThat(orders.collectAsList()).hasSize(9);

    List<ScanRequest> scans = new ArrayList<>(agent.scans);
    assertThat(scans).hasSize(2);
    assertThat(scans.get(0).splitting().planned()).isEmpty();
    assertThat(scans.get(1).splitting().planned()).hasSize(2);
    assertThat(scans.get(1).query()).isEqualTo(scans.get(0).query());
    assertThat(scans.get(1).projection()).isEqualTo(scans.get(0).projection());
  }

  @Test
  void anExecutionReadsAScanThatIsThereAsItIs() {
    Dataset<Row> orders = Orders.read(agent).load();
    assertThat(orders.collectAsList()).hasSize(9);
    assertThat(orders.collectAsList()).hasSize(9);
    assertThat(agent.scans).hasSize(1);
    assertThat(agent.kept).containsExactly("s1");
  }

  @Test
  void tasksOfAnExecutionBeforeGetNothingOfTheNewScan() {
    Dataset<Row> orders = Orders.read(agent).load();
    RDD<InternalRow> rows = orders.queryExecution().toRdd();
    orders.collectAsList();
    agent.forget();
    orders.collectAsList();
    context().setLocalProperty(EXECUTION, "0");

    Refusal.assertRefused(ErrorCode.SCAN_LOST, rows::count)
        .contains(
            "Cannot read split ",
            " of client 'client-",
            "its scan was lost while the query ran, and another query on the same DataFrame has created it again."
                + " Run the query again.");
  }

  @Test
  void tasksOfAnExecutionBesideTheOneThatCreatedItAgainGetNothingOfIt() {
    Dataset<Row> orders = Orders.read(agent).load();
    RDD<InternalRow> rows = orders.queryExecution().toRdd();
    orders.collectAsList();
    explainIn(orders, "2000000001"); // It may have read a part of the scan that is lost then.
    agent.forget();
    explainIn(orders, "2000000000");

    context().setLocalProperty(EXECUTION, "2000000001");
    Refusal.assertRefused(ErrorCode.SCAN_LOST, rows::count).contains("has created it again");
    context().setLocalProperty(EXECUTION, "2000000000");
    assertThat(rows.count()).isEqualTo(9);
    context().setLocalProperty(EXECUTION, "2000000002");
    assertThat(rows.count()).isEqualTo(9);
  }

  /** Has Spark ask for the text of the plan, as at the beginning of an execution. */
  private static void explainIn(Dataset<Row> orders, String execution) {
    context().setLocalProperty(EXECUTION, execution);
    assertThat(orders.queryExecution().executedPlan().toString()).contains("indexeddb");
  }

  private static SparkContext context() {
    return TestSpark.spark().sparkContext();
  }
}
