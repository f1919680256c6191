// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.testing.TestPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.hadoop.security.Credentials;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The staged output called as Tez calls it, in the orders that failures bring about. */
class StagedOutputFormatIT {
  private static TestPostgres postgres;

  private final StagedOutputFormat<RevenueRow, Object> format = new StagedOutputFormat<>();

  @BeforeAll
  static void start() {
    postgres = TestPostgres.start();
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @BeforeEach
  void createTarget() {
    postgres.run(
        "DROP TABLE IF EXISTS revenue, revenue__staged, revenue__elected, revenue__batches",
        "CREATE TABLE revenue (country text, day date, orders bigint, cents bigint)");
  }

  @Test
  void addsTheRowsOfOneAttemptOfEachTask() throws Exception {
    Sink sink = sink("monday");
    sink.setup(1);
    sink.stage(1, 0, 0, "Austria");
    sink.stage(1, 1, 0, "Brazil", "Canada");
    sink.commitTask(1, 0, 0);
    sink.commitTask(1, 1, 0);
    assertThat(target()).isEmpty();
    sink.commit(1);
    assertThat(target()).containsExactly("Austria", "Brazil", "Canada");
    assertThat(postgres.rows("SELECT batch, row_count FROM revenue__batches"))
        .containsExactly("monday\t3");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void ignoresWhatAFailedAttemptStaged() throws Exception {
    Sink sink = sink("monday");
    sink.setup(1);
    sink.stage(1, 0, 0, "Austria", "Brazil");
    sink.stage(1, 0, 1, "Austria", "Brazil", "Canada");
    sink.commitTask(1, 0, 1);
    sink.commit(1);
    assertThat(target()).containsExactly("Austria", "Brazil", "Canada");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void addsOneAttemptIfTwoBelieveThatTheyWereChosen() throws Exception {
    Sink sink = sink("monday");
    sink.setup(1);
    sink.stage(1, 0, 0, "Austria");
    sink.stage(1, 0, 1, "Austria");
    sink.commitTask(1, 0, 1);
    sink.commitTask(1, 0, 0);
    sink.commit(1);
    assertThat(target()).containsExactly("Austria");
  }

  @Test
  void addsNothingForATaskWithoutRows() throws Exception {
    Sink sink = sink("monday");
    sink.setup(1);
    sink.stage(1, 0, 0);
    sink.commitTask(1, 0, 0);
    sink.commit(1);
    assertThat(target()).isEmpty();
    assertThat(postgres.rows("SELECT batch, row_count FROM revenue__batches"))
        .containsExactly("monday\t0");
  }

  @Test
  void keepsApartTheMastersWhoseAttemptsHaveTheSameNumbers() throws Exception {
    Sink sink = sink("monday");
    sink.setup(1);
    sink.stage(1, 0, 0, "Austria");
    sink.commitTask(1, 0, 0);
    sink.setup(2);
    sink.stage(2, 0, 0, "Austria");
    sink.commitTask(2, 0, 0);
    sink.commit(2);
    assertThat(target()).containsExactly("Austria");
  }

  @Test
  void keepsWhatTheMasterBeforeKnewToBeDone() throws Exception {
    Sink sink = sink("monday");
    sink.setup(1);
    sink.stage(1, 0, 0, "Austria");
    sink.commitTask(1, 0, 0);
    sink.setup(2);
    sink.recover(2, 0);
    sink.stage(2, 1, 0, "Brazil");
    sink.commitTask(2, 1, 0);
    sink.commit(2);
    assertThat(target()).containsExactly("Austria", "Brazil");
  }

  @Test
  void refusesToRecoverATaskThatElectedNobody() throws Exception {
    Sink sink = sink("monday");
    sink.setup(1);
    sink.stage(1, 0, 0, "Austria");
    sink.setup(2);
    assertThatThrownBy(() -> sink.recover(2, 0))
        .isInstanceOf(IOException.class)
        .hasMessage("Master 1 elected no attempt of task 0");
  }

  @Test
  void forgetsTasksThatTheNextMasterDoesNotHave() throws Exception {
    Sink sink = sink("monday");
    sink.setup(1);
    sink.stage(1, 0, 0, "Austria");
    sink.stage(1, 1, 0, "Brazil");
    sink.commitTask(1, 0, 0);
    sink.commitTask(1, 1, 0);
    sink.setup(2);
    sink.stage(2, 0, 0, "Austria", "Brazil");
    sink.commitTask(2, 0, 0);
    sink.commit(2);
    assertThat(target()).containsExactly("Austria", "Brazil");
    assertThat(leftovers()).isEmpty();
  }

  @Test
  void ignoresTasksOfALostMasterThatGoOn() throws Exception {
    Sink sink = sink("monday");
    sink.setup(1);
    sink.setup(2);
    sink.stage(2, 0, 0, "Austria");
    sink.commitTask(2, 0, 0);
    sink.stage(1, 0, 0, "Austria");
    sink.commitTask(1, 0, 0);
    sink.commit(2);
    sink.stage(1, 1, 0, "Brazil");
    sink.commitTask(1, 1, 0);
    assertThat(target()).containsExactly("Austria");
  }

  @Test
  void addsNothingIfTheCommitIsRepeatedAfterALossOfTheMaster() throws Exception {
    Sink sink = sink("monday");
    sink.setup(1);
    sink.stage(1, 0, 0, "Austria");
    sink.commitTask(1, 0, 0);
    sink.commit(1);
    sink.commit(2);
    assertThat(target()).containsExactly("Austria");
  }

  @Test
  void addsNothingIfTheBatchIsSubmittedAgain() throws Exception {
    write(sink("monday"), "Austria");
    write(sink("monday"), "Austria", "Brazil");
    assertThat(target()).containsExactly("Austria");
    assertThat(leftovers()).isEmpty();
    write(sink("tuesday"), "Brazil");
    assertThat(target()).containsExactly("Austria", "Brazil");
  }

  @Test
  void addsABatchThatWasAborted() throws Exception {
    Sink failed = sink("monday");
    failed.setup(1);
    failed.stage(1, 0, 0, "Austria");
    failed.commitTask(1, 0, 0);
    failed.abort(1);
    assertThat(leftovers()).isEmpty();
    write(sink("monday"), "Austria");
    assertThat(target()).containsExactly("Austria");
  }

  @Test
  void leavesAloneWhatAnotherDagStagesForTheSameBatch() throws Exception {
    Sink running = sink("monday");
    running.setup(1);
    running.stage(1, 0, 0, "Austria");
    running.commitTask(1, 0, 0);
    Sink failed = sink("monday");
    failed.setup(1);
    failed.stage(1, 0, 0, "Austria");
    failed.abort(1);
    running.commit(1);
    assertThat(target()).containsExactly("Austria");
  }

  @Test
  void addsABatchOnceIfTwoDagsCommitItAtTheSameTime() throws Exception {
    Sink first = staged("monday", "Austria");
    Sink second = staged("monday", "Austria");
    CompletableFuture<Void> commits;
    try (Connection connection = postgres.connect();
        Statement lock = connection.createStatement()) {
      connection.setAutoCommit(false);
      lock.execute("LOCK TABLE revenue IN ACCESS EXCLUSIVE MODE");
      commits = CompletableFuture.allOf(async(first), async(second));
      awaitBlocked(2);
      connection.commit();
    }
    commits.get(30, TimeUnit.SECONDS);
    assertThat(target()).containsExactly("Austria");
  }

  @Test
  void addsNothingIfTheMasterIsLostWithinTheCommit() throws Exception {
    Sink sink = staged("monday", "Austria");
    try (Connection connection = postgres.connect();
        Statement lock = connection.createStatement()) {
      connection.setAutoCommit(false);
      lock.execute("LOCK TABLE revenue IN ACCESS EXCLUSIVE MODE");
      CompletableFuture<Void> commit = async(sink);
      awaitBlocked(1);
      postgres.run(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
      assertThatThrownBy(() -> commit.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);
      connection.commit();
    }
    assertThat(target()).isEmpty();
    assertThat(postgres.rows("SELECT batch FROM revenue__batches")).isEmpty();
    sink.commit(1);
    assertThat(target()).containsExactly("Austria");
  }

  @Test
  void refusesToCommitTasksThatDidNotCommit() throws Exception {
    Sink sink = sink("monday");
    sink.setup(1);
    sink.stage(1, 0, 0, "Austria");
    sink.stage(1, 1, 0, "Brazil");
    sink.commitTask(1, 1, 0);
    assertThatThrownBy(() -> sink.commit(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Cannot commit batch 'monday' to table 'revenue': tasks [0]")
        .hasMessageContaining("SimpleMRProcessor");
    assertThat(target()).isEmpty();
    assertThat(postgres.rows("SELECT batch FROM revenue__batches")).isEmpty();
  }

  @Test
  void refusesTwoSinksOfOneDagWithOneBatch() throws Exception {
    Sink first = sink("monday", "dag_1");
    Sink second = sink("monday", "dag_1");
    write(first, "Austria");
    assertThatThrownBy(() -> write(second, "Brazil"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("another sink of this DAG did. Give each its own batch.");
  }

  @Test
  void keepsThePasswordOutOfTheConfiguration() {
    Sink sink = sink("monday");
    assertThat(sink.conf).noneMatch(entry -> entry.getValue().contains(TestPostgres.PASSWORD));
    sink.conf.setCredentials(new Credentials());
    assertThatThrownBy(() -> sink.setup(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the credentials hold no password of user 'shop'");
  }

  @Test
  void refusesAPasswordInTheUrl() {
    String url = postgres.url() + "?password=" + TestPostgres.PASSWORD;
    assertThatThrownBy(
            () -> new SinkTable(url, TestPostgres.USER, "revenue", RevenueRow.COLUMNS, "monday"))
        .hasMessageContaining("Give the password apart.")
        .hasMessageNotContaining(TestPostgres.PASSWORD);
  }

  @Test
  void refusesNamesThatWouldNeedQuotes() {
    assertThatThrownBy(() -> table("revenue; DROP TABLE revenue", "monday"))
        .hasMessageContaining("Cannot write to table 'revenue; DROP TABLE revenue'");
    assertThatThrownBy(() -> table("revenue", " ")).hasMessageContaining("a batch that is not ''");
  }

  /** A DAG that writes its rows without trouble. */
  private void write(Sink sink, String... countries) throws Exception {
    sink.setup(1);
    sink.stage(1, 0, 0, countries);
    sink.commitTask(1, 0, 0);
    sink.commit(1);
  }

  private Sink staged(String batch, String country) throws Exception {
    Sink sink = sink(batch);
    sink.setup(1);
    sink.stage(1, 0, 0, country);
    sink.commitTask(1, 0, 0);
    return sink;
  }

  private static CompletableFuture<Void> async(Sink sink) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            sink.commit(1);
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
                postgres
                    .rows("SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                    .size(),
            waiting -> waiting == sessions);
  }

  private static List<String> target() {
    return postgres.rows("SELECT country FROM revenue ORDER BY country");
  }

  private static List<String> leftovers() {
    return postgres.rows(
        "SELECT staged_run FROM revenue__staged UNION ALL SELECT run FROM revenue__elected");
  }

  private static SinkTable table(String name, String batch) {
    return new SinkTable(postgres.url(), TestPostgres.USER, name, RevenueRow.COLUMNS, batch);
  }

  private Sink sink(String batch) {
    return sink(batch, "dag_" + System.nanoTime());
  }

  private Sink sink(String batch, String dag) {
    JobConf conf = new JobConf(new Configuration(false));
    StagedOutputFormat.configure(
        conf, conf.getCredentials(), table("revenue", batch), TestPostgres.PASSWORD);
    conf.set("job.committer.uuid", dag);
    return new Sink(conf);
  }

  /** One sink of one DAG, with the calls of its masters and tasks. */
  private final class Sink {
    private final JobConf conf;

    Sink(JobConf conf) {
      this.conf = conf;
    }

    void setup(int master) throws IOException {
      committer().setupJob(job(master));
    }

    void stage(int master, int task, int number, String... countries) throws Exception {
      TaskAttemptContext context = attempt(master, task, number);
      RecordWriter<RevenueRow, Object> writer = format.getRecordWriter(context);
      for (String country : countries) {
        CountryDay key = new CountryDay(country, LocalDate.EPOCH);
        writer.write(new RevenueRow(key, new Takings(1, 1)), null);
      }
      writer.close(context);
    }

    void commitTask(int master, int task, int number) throws IOException {
      committer().commitTask(attempt(master, task, number));
    }

    void recover(int master, int task) throws IOException {
      committer().recoverTask(attempt(master, task, master - 1));
    }

    void commit(int master) throws IOException {
      committer().commitJob(job(master));
    }

    void abort(int master) throws IOException {
      committer().abortJob(job(master), JobStatus.State.FAILED);
    }

    private OutputCommitter committer() {
      return format.getOutputCommitter(attempt(1, 0, 0));
    }

    private JobContext job(int master) {
      return new JobContextImpl(withMaster(master), attempt(master, 0, 0).getJobID());
    }

    private TaskAttemptContext attempt(int master, int task, int number) {
      TaskAttemptID id = new TaskAttemptID("1", 1, TaskType.REDUCE, task, number);
      return new TaskAttemptContextImpl(withMaster(master), id);
    }

    private JobConf withMaster(int master) {
      JobConf copy = new JobConf(conf);
      copy.setCredentials(conf.getCredentials());
      copy.setInt(MRJobConfig.APPLICATION_ATTEMPT_ID, master);
      return copy;
    }
  }
}
