// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One DataFrame, several actions, and between them its scan is gone. */
@EverySpark
class RepeatedActionsIT {
  private static final int COUNT = 300;

  private static final BrowserDatabase IDS =
      BrowserDatabase.named("again")
          .store("ids", "{ keyPath: 'id' }")
          .records("Array.from({ length: %d }, (_, id) => ({ id, n: id %% 7 }))".formatted(COUNT));

  private static final String WRITE =
      """
      await new Promise((resolve, reject) => {
        const request = indexedDB.open('again');
        request.onerror = reject;
        request.onsuccess = () => {
          const transaction = request.result.transaction('ids', 'readwrite');
          const ids = transaction.objectStore('ids');
          %s;
          transaction.onabort = reject;
          transaction.oncomplete = () => {
            request.result.close();
            resolve();
          };
        };
      })
      """;

  private static final AtomicReference<FaultScenario> SCENARIO = new AtomicReference<>();
  private static final AtomicInteger READ = new AtomicInteger();
  private static final AtomicBoolean RESTARTED = new AtomicBoolean();

  private FaultScenario faultScenario;

  @AfterEach
  void close() {
    TestSpark.spark().conf().unset("spark.sql.adaptive.enabled");
    faultScenario.close();
  }

  @Test
  void readsAsTheStoreIsAfterTheAgentWasRestarted() {
    begin(AgentOptions.DEFAULT);
    Dataset<Row> ids = read();
    assertThat(ids(ids)).isEqualTo(LongStream.range(0, COUNT).boxed().toList());
    restartAgent();
    write("ids.delete(0); for (const id of [-1, 150.5 | 0, 299, 300]) ids.put({ id, n: 0 })");

    assertThat(ids(ids))
        .isEqualTo(LongStream.rangeClosed(-1, COUNT).filter(id -> id != 0).boxed().toList());
  }

  @Test
  void readsAsTheStoreIsAfterTheScanHasExpired() {
    begin(AgentOptions.DEFAULT.withScanTtl(Duration.ofMillis(500)));
    Dataset<Row> ids = read();
    assertThat(ids(ids)).hasSize(COUNT);
    awaitNoScans();
    write("ids.put({ id: 1000, n: 0 })");

    assertThat(ids(ids)).hasSize(COUNT + 1).contains(1000L);
  }

  @Test
  void readsWhatIsReducedInTheBrowserAgain() {
    begin(AgentOptions.DEFAULT);
    Dataset<Row> groups = read().groupBy("n").count();
    Dataset<Row> last = read().orderBy(functions.col("id").desc()).limit(3);
    Dataset<Row> few = read().where("n = 3").limit(100);
    assertThat(groups.collectAsList()).hasSize(7);
    assertThat(ids(last)).containsExactly(297L, 298L, 299L);
    assertThat(few.collectAsList()).hasSize(43);
    restartAgent();
    write("ids.put({ id: 1000, n: 3 })");

    assertThat(ids(last)).containsExactly(298L, 299L, 1000L);
    assertThat(few.collectAsList()).hasSize(44);
  }

  @Test
  void readsAnotherStoreOfItsNameAfterOneWasReplacedMidRead() {
    begin(AgentOptions.DEFAULT);
    Dataset<Row> ids = read();
    assertThat(ids(ids)).hasSize(COUNT);
    restartAgent();
    faultScenario
        .tab()
        .evaluate(
            """
            await new Promise((resolve, reject) => {
              const request = indexedDB.deleteDatabase('again');
              request.onsuccess = resolve;
              request.onerror = request.onblocked = reject;
            })
            """);
    IDS.createIn(faultScenario.tab());

    assertThat(ids(ids)).hasSize(COUNT);
  }

  @Test
  void readsAgainAfterASplitFailed() {
    begin(AgentOptions.DEFAULT);
    write("ids.put({ id: 299, n: 'seven' })");
    Dataset<Row> ids = faultScenario.read().schema("id bigint, n bigint").load("again/ids");
    assertThat(Refusal.of(ids::collectAsList).code()).isEqualTo(ErrorCode.VALUE_DOES_NOT_FIT);
    write("ids.put({ id: 299, n: 7 })");

    assertThat(ids(ids)).hasSize(COUNT);
  }

  @Test
  void runsAgainWithoutItsFormerResultsAfterTheAgentWasRestartedMidQuery() {
    for (boolean adaptive : new boolean[] {true, false}) {
      begin(AgentOptions.DEFAULT);
      TestSpark.spark().conf().set("spark.sql.adaptive.enabled", adaptive);
      Dataset<Row> shuffled = restarting().repartition(3, functions.col("n"));
      assertThat(Refusal.of(shuffled::collectAsList).code()).isEqualTo(ErrorCode.SCAN_LOST);
      awaitAgent();

      // Spark has failed for good (adaptive), or keeps what it has shuffled.
      Refusal.assertRefused(ErrorCode.SCAN_LOST, shuffled::collectAsList)
          .contains("'df.select(\"*\")'");
      assertThat(ids(shuffled.select("*"))).hasSize(COUNT).doesNotHaveDuplicates();
      close();
    }
    begin(AgentOptions.DEFAULT);
  }

  @Test
  void runsAgainWithoutCachedResultsAfterTheAgentWasRestartedMidQuery() {
    begin(AgentOptions.DEFAULT);
    Dataset<Row> cached = restarting().cache();
    assertThat(Refusal.of(cached::collectAsList).code()).isEqualTo(ErrorCode.SCAN_LOST);
    awaitAgent();

    Refusal.assertRefused(ErrorCode.SCAN_LOST, () -> cached.select("*").collectAsList())
        .contains("'df.select(\"*\")'", "'unpersist'");
    cached.unpersist(true);
    assertThat(ids(cached.select("*"))).hasSize(COUNT).doesNotHaveDuplicates();
  }

  @Test
  void readsPartOfAScanThatIsGone() {
    begin(AgentOptions.DEFAULT);
    Dataset<Row> ids = read();
    assertThat(ids.takeAsList(100)).hasSize(100);
    restartAgent();
    assertThat(ids.takeAsList(100)).hasSize(100);
    assertThat(ids.takeAsList(COUNT)).hasSize(COUNT);
  }

  @Test
  void readsByANewRddOfTheSameDataFrame() {
    begin(AgentOptions.DEFAULT);
    Dataset<Row> ids = read();
    JavaRDD<Row> rows = ids.javaRDD();
    assertThat(rows.count()).isEqualTo(COUNT);
    restartAgent();
    Refusal.assertRefused(ErrorCode.SCAN_LOST, rows::count).contains("'df.select(\"*\")'");
    assertThat(ids.select("*").javaRDD().count()).isEqualTo(COUNT);
  }

  /**
   * Returns all records, before one of which the agent is restarted, once. By then tasks have ended
   * whose results Spark keeps: were there none, it would read all of another scan.
   */
  private Dataset<Row> restarting() {
    SCENARIO.set(faultScenario);
    READ.set(0);
    RESTARTED.set(false);
    TestSpark.spark()
        .udf()
        .register(
            "restarting", (UDF1<Long, Long>) RepeatedActionsIT::restarting, DataTypes.LongType);
    return faultScenario
        .read()
        .option("recordsPerPartition", "10")
        .load("again/ids")
        .selectExpr("id", "restarting(n) AS n");
  }

  private static Long restarting(Long n) {
    if (READ.incrementAndGet() == 2 * COUNT / 3) {
      SCENARIO.get().stopAgent();
      SCENARIO.get().startAgent();
      RESTARTED.set(true);
    }
    return n;
  }

  /** A query may have failed by other tasks while the one that restarts the agent still does. */
  private static void awaitAgent() {
    Awaitility.await("the agent's restart").untilTrue(RESTARTED);
  }

  private void begin(AgentOptions options) {
    faultScenario = FaultScenario.of(options, IDS);
  }

  private Dataset<Row> read() {
    return faultScenario.read().option("recordsPerPartition", "70").load("again/ids");
  }

  private static List<Long> ids(Dataset<Row> frame) {
    return frame.collectAsList().stream().map(row -> row.<Long>getAs("id")).sorted().toList();
  }

  private void restartAgent() {
    faultScenario.stopAgent();
    faultScenario.startAgent();
  }

  private void write(String puts) {
    Tab tab = faultScenario.tab();
    tab.evaluate(WRITE.formatted(puts));
  }

  private void awaitNoScans() {
    Awaitility.await("the scan's expiry")
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> faultScenario.openScans() == 0);
  }
}
