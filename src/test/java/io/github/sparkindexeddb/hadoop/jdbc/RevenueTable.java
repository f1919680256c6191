// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import io.github.sparkindexeddb.testing.TestPostgres;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import revenue.RevenueRow;

/** The table {@code revenue} in a server of its own, and what stands beside it. */
record RevenueTable(TestPostgres postgres) implements AutoCloseable {
  static RevenueTable start() {
    return new RevenueTable(TestPostgres.start());
  }

  /** Creates it anew, empty and with nothing beside it. */
  void create() {
    postgres.run(
        "DROP TABLE IF EXISTS revenue, revenue__staged, revenue__elected, revenue__batches",
        "CREATE TABLE revenue (country text, day date, orders bigint, cents bigint)");
  }

  /** An output to it of a DAG of its own. */
  TestOutput output(String batch) {
    return output(batch, "dag_" + System.nanoTime());
  }

  TestOutput output(String batch, String dag) {
    JobConf conf = configuration(batch);
    conf.set("job.committer.uuid", dag);
    return new TestOutput(conf, 1);
  }

  /** An output to it of a job of MapReduce. */
  TestOutput outputOfMapReduce(String batch, int job) {
    return new TestOutput(configuration(batch), job);
  }

  private JobConf configuration(String batch) {
    JobConf conf = new JobConf(new Configuration(false));
    JdbcOutputFormat.configure(conf, conf.getCredentials())
        .url(postgres.url())
        .user(TestPostgres.USER, TestPostgres.PASSWORD)
        .table("revenue", RevenueRow.COLUMNS)
        .batch(batch)
        .configuration();
    return conf;
  }

  /** The countries of its rows, in order. */
  List<String> rows() {
    return postgres.rows("SELECT country FROM revenue ORDER BY country");
  }

  /** The ledger: batches and how many rows they had. */
  List<String> batches() {
    return postgres.rows("SELECT batch, row_count FROM revenue__batches");
  }

  /** What is staged or elected. */
  List<String> leftovers() {
    return postgres.rows(
        "SELECT staged_run FROM revenue__staged UNION ALL SELECT run FROM revenue__elected");
  }

  @Override
  public void close() {
    postgres.close();
  }
}
