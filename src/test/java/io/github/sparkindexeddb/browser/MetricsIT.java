// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.TestSpark;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.ui.SQLAppStatusStore;
import org.apache.spark.sql.execution.ui.SQLExecutionUIData;
import org.apache.spark.sql.execution.ui.SQLPlanMetric;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/** What the SQL page of Spark's UI shows of a read. */
@EverySpark
class MetricsIT {
  private static final int ORDERS = 5000;
  private static final String BYTES = "bytes over the wire";

  @Test
  void showsWhatAReadTook() {
    BrowserDatabase shop =
        BrowserDatabase.named("shop")
            .store("orders", "{ keyPath: 'id' }")
            .records(
                "Array.from({ length: %d }, (_, id) => ({ id, note: 'x'.repeat(id %% 99) }))"
                    .formatted(ORDERS))
            .record("{ id: %d, note: 1 }".formatted(ORDERS));
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
        LinkedApp app = LinkedApp.start(agent.uri().toString(), shop)) {
      Dataset<Row> frame =
          TestSpark.spark()
              .read()
              .format("indexeddb")
              .option("endpoint", agent.uri().toString())
              .option("mode", "DROPMALFORMED")
              .schema("id bigint, note bigint")
              .load("shop/orders");

      Map<String, String> metrics = metrics(frame);

      assertThat(metrics)
          .containsEntry("records read", "1")
          .containsEntry("records skipped by the browser", "5,000")
          .containsEntry("transfers resumed", "0")
          .containsEntry("corrupt records", "5,000");
      assertThat(metrics.get(BYTES)).matches("[0-9.]+ KiB").isNotEqualTo("0.0 KiB");
      assertThat(metrics.get("time waiting for the browser")).matches("[0-9.]+ s");
      assertThat(metrics.get("batches read")).matches("[1-9][0-9]*");
      assertThat(app.origin()).isNotEmpty();
    }
  }

  /** Runs a query and waits until its metrics are whole. */
  private static Map<String, String> metrics(Dataset<Row> frame) {
    SQLAppStatusStore store = TestSpark.spark().sharedState().statusStore();
    Set<Long> before = executions(store).keySet();
    frame.collectAsList();
    return Awaitility.await("the metrics of the query")
        .atMost(30, TimeUnit.SECONDS)
        .until(
            () -> {
              Map<Long, SQLExecutionUIData> after = executions(store);
              after.keySet().removeAll(before);
              return after.values().stream()
                  .filter(execution -> execution.completionTime().isDefined())
                  .findFirst()
                  .map(execution -> metrics(store, execution))
                  .orElse(Map.of());
            },
            metrics -> metrics.containsKey(BYTES));
  }

  private static Map<Long, SQLExecutionUIData> executions(SQLAppStatusStore store) {
    Map<Long, SQLExecutionUIData> executions = new TreeMap<>();
    MetricsIT.<SQLExecutionUIData>list(store, "executionsList")
        .forEach(execution -> executions.put(execution.executionId(), execution));
    return executions;
  }

  private static Map<String, String> metrics(
      SQLAppStatusStore store, SQLExecutionUIData execution) {
    Map<Object, String> values =
        JavaConverters.mapAsJavaMap(store.executionMetrics(execution.executionId()));
    Map<String, String> metrics = new TreeMap<>();
    for (SQLPlanMetric metric : MetricsIT.<SQLPlanMetric>list(execution, "metrics")) {
      if (values.containsKey(metric.accumulatorId())) {
        metrics.put(metric.name(), values.get(metric.accumulatorId()));
      }
    }
    return metrics;
  }

  /** What a method returns as a {@code Seq}, which is another class for every version of Scala. */
  @SuppressWarnings("unchecked")
  private static <T> List<T> list(Object of, String method) {
    try {
      return JavaConverters.seqAsJavaList((Seq<T>) of.getClass().getMethod(method).invoke(of));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError("no " + method + " of " + of.getClass(), e);
    }
  }
}
