// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A batch is added once, however often and however its job ends. */
class JdbcJobCommitIT {
  private static RevenueTable table;

  @BeforeAll
  static void start() {
    table = RevenueTable.start();
  }

  @AfterAll
  static void stop() {
    table.close();
  }

  @BeforeEach
  void create() {
    table.create();
  }

  @Test
  void addsNothingIfTheCommitIsRepeatedAfterALossOfTheMaster() throws Exception {
    TestOutput output = table.output("monday");
    output.setup(1);
    output.stage(1, 0, 0, "Austria");
    output.commitTask(1, 0, 0);
    output.commit(1);
    output.commit(2);
    assertThat(table.rows()).containsExactly("Austria");
  }

  @Test
  void addsNothingIfTheBatchIsSubmittedAgain() throws Exception {
    write(table.output("monday"), "Austria");
    write(table.output("monday"), "Austria", "Brazil");
    assertThat(table.rows()).containsExactly("Austria");
    assertThat(table.leftovers()).isEmpty();
    write(table.output("tuesday"), "Brazil");
    assertThat(table.rows()).containsExactly("Austria", "Brazil");
  }

  @Test
  void addsABatchThatWasAborted() throws Exception {
    TestOutput failed = table.output("monday");
    failed.setup(1);
    failed.stage(1, 0, 0, "Austria");
    failed.commitTask(1, 0, 0);
    failed.abort(1);
    assertThat(table.leftovers()).isEmpty();
    write(table.output("monday"), "Austria");
    assertThat(table.rows()).containsExactly("Austria");
  }

  @Test
  void leavesAloneWhatAnotherDagStagesForTheSameBatch() throws Exception {
    TestOutput running = table.output("monday");
    running.setup(1);
    running.stage(1, 0, 0, "Austria");
    running.commitTask(1, 0, 0);
    TestOutput failed = table.output("monday");
    failed.setup(1);
    failed.stage(1, 0, 0, "Austria");
    failed.abort(1);
    running.commit(1);
    assertThat(table.rows()).containsExactly("Austria");
  }

  @Test
  void addsABatchOnceIfTwoDagsCommitItAtTheSameTime() throws Exception {
    TestOutput first = staged("monday", "Austria");
    TestOutput second = staged("monday", "Austria");
    CompletableFuture<Void> commits;
    try (Connection connection = table.postgres().connect();
        Statement lock = connection.createStatement()) {
      connection.setAutoCommit(false);
      lock.execute("LOCK TABLE revenue IN ACCESS EXCLUSIVE MODE");
      commits = CompletableFuture.allOf(async(first), async(second));
      awaitBlocked(2);
      connection.commit();
    }
    commits.get(30, TimeUnit.SECONDS);
    assertThat(table.rows()).containsExactly("Austria");
  }

  @Test
  void addsNothingIfTheMasterIsLostWithinTheCommit() throws Exception {
    TestOutput output = staged("monday", "Austria");
    try (Connection connection = table.postgres().connect();
        Statement lock = connection.createStatement()) {
      connection.setAutoCommit(false);
      lock.execute("LOCK TABLE revenue IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<Void> commit = async(output);
      awaitBlocked(1);
      table
          .postgres()
          .run(
              "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
      assertThatThrownBy(() -> commit.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      connection.commit();
    }
    assertThat(table.rows()).isEmpty();
    assertThat(table.postgres().rows("SELECT batch FROM revenue__batches")).isEmpty();
    output.commit(1);
    assertThat(table.rows()).containsExactly("Austria");
  }

  @Test
  void refusesTwoSinksOfOneDagWithOneBatch() throws Exception {
    TestOutput first = table.output("monday", "dag_1");
    TestOutput second = table.output("monday", "dag_1");
    write(first, "Austria");
    assertThatThrownBy(() -> write(second, "Brazil"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another sink of this DAG did. Give each its own batch.");
  }

  @Test
  void tellsJobsOfMapReduceApartByTheirIds() throws Exception {
    write(table.outputOfMapReduce("monday", 1), "Austria");
    write(table.outputOfMapReduce("monday", 2), "Austria", "Brazil");
    assertThat(table.rows()).containsExactly("Austria");
    write(table.outputOfMapReduce("tuesday", 3), "Brazil");
    assertThatThrownBy(() -> write(table.outputOfMapReduce("tuesday", 3), "Canada"))
        .hasMessageContaining("another sink of this DAG did.");
    assertThat(table.rows()).containsExactly("Austria", "Brazil");
  }

  /** Runs a job that writes its rows without trouble. */
  private static void write(TestOutput output, String... countries) throws Exception {
    output.setup(1);
    output.stage(1, 0, 0, countries);
    output.commitTask(1, 0, 0);
    output.commit(1);
  }

  private static TestOutput staged(String batch, String country) throws Exception {
    TestOutput output = table.output(batch);
    output.setup(1);
    output.stage(1, 0, 0, country);
    output.commitTask(1, 0, 0);
    return output;
  }

  private static CompletableFuture<Void> async(TestOutput output) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            output.commit(1);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void awaitBlocked(int sessions) {
    Awaitility.await(sessions + " commits that wait")
        .atMost(30, TimeUnit.SECONDS)
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .until(
            () ->
                table
                    .postgres()
                    .rows("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                    .size(),
            waiting -> waiting == sessions);
  }
}
