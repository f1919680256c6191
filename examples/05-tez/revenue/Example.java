// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.Credentials;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.tez.common.counters.TezCounters;
import org.apache.tez.dag.api.TezConfiguration;

/**
 * Runs the three DAGs and shows the first rows of what they wrote, which stays to be compared: the
 * files as {@code files} and {@code orders.parquet} in a folder of this machine, the table as
 * {@code table.tsv}; and in {@code records}, how many records the first DAG read.
 */
public final class Example {
  private final Configuration conf;
  private final Shop shop;
  private final java.nio.file.Path results;
  private final PrintStream out;

  private Example(
      Configuration conf, String endpoint, java.nio.file.Path results, PrintStream out) {
    this.conf = conf;
    this.shop = new Shop(conf, endpoint, new Credentials());
    this.results = results;
    this.out = out;
  }

  /**
   * Takes the agent's endpoint, the database's URL, the folder of the results, and {@code local} or
   * {@code cluster}; the database's password from the environment: {@code POSTGRES_PASSWORD}.
   */
  public static void main(String[] args) throws Exception {
    java.nio.file.Path results = java.nio.file.Path.of(args[2]);
    PrintStream out = System.out;
    // In local mode Tez prints there what it logs.
    System.setOut(System.err);
    if (args[3].equals("cluster")) {
      try (MiniCluster cluster = MiniCluster.start(results, new Configuration())) {
        new Example(cluster.conf(), args[0], results, out).run("/shop", args[1]);
      }
    } else {
      String folder = results.resolve("out").toUri().toString();
      new Example(local(results), args[0], results, out).run(folder, args[1]);
    }
  }

  /** Tez without a cluster: no daemons, no network; files where the machine has them. */
  private static Configuration local(java.nio.file.Path folder) {
    Configuration conf = new Configuration();
    conf.setBoolean(TezConfiguration.TEZ_LOCAL_MODE, true);
    conf.setBoolean(TezConfiguration.TEZ_LOCAL_MODE_WITHOUT_NETWORK, true);
    conf.setBoolean(TezConfiguration.TEZ_AM_WEBSERVICE_ENABLE, false);
    conf.setBoolean("tez.runtime.optimize.local.fetch", true);
    conf.setInt(TezConfiguration.TEZ_AM_INLINE_TASK_EXECUTION_MAX_TASKS, 2);
    conf.setLong(TezConfiguration.TEZ_AM_SLEEP_TIME_BEFORE_EXIT_MILLIS, 0);
    conf.set("fs.defaultFS", "file:///");
    conf.set(TezConfiguration.TEZ_AM_STAGING_DIR, folder.resolve("tez").toString());
    return conf;
  }

  private void run(String folder, String database) throws Exception {
    try (TezSession session = TezSession.open(conf, out)) {
      files(session, folder + "/revenue");
      table(session, database, System.getenv("POSTGRES_PASSWORD"));
      parquet(session, folder + "/orders.parquet");
    }
  }

  private void files(TezSession session, String folder) throws Exception {
    TezCounters counters = session.run(shop.revenueToFiles(folder));
    long records = counters.getGroup("IndexedDB").findCounter("RECORDS").getValue();
    Files.writeString(results.resolve("records"), records + "\n");
    List<String> rows = new ArrayList<>();
    try (var parts = Files.newDirectoryStream(copy(folder, "files"), "part-*")) {
      for (java.nio.file.Path part : parts) {
        rows.addAll(Files.readAllLines(part));
      }
    }
    show(qualified(folder), rows);
  }

  /** Twice, as a scheduler might that did not hear how the first time ended. */
  private void table(TezSession session, String url, String password) throws Exception {
    String batch = "revenue of " + LocalDate.now(ZoneOffset.UTC);
    try (Connection connection = DriverManager.getConnection(url, "shop", password);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS revenue (country text, day date, orders bigint, cents bigint)");
      session.run(shop.revenueToTable(url, password, batch));
      session.run(shop.revenueToTable(url, password, batch));
      List<String> rows =
          query(statement, "SELECT concat_ws(E'\\t', country, day, orders, cents) FROM revenue");
      Files.write(results.resolve("table.tsv"), rows);
      show("table 'revenue'", rows);
      String ledger =
          "SELECT format('Batch ''%s'' was submitted twice and added once, at %s, with %s rows.',"
              + " batch, committed_at, row_count) FROM revenue__batches";
      out.printf("%s%n%n", query(statement, ledger).get(0));
    }
  }

  private static List<String> query(Statement statement, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }

  private void parquet(TezSession session, String folder) throws Exception {
    session.run(shop.ordersToParquet(folder));
    Path copy = new Path(copy(folder, "orders.parquet").toUri());
    out.printf("%nOrders in %s, the first of them:%n%n", qualified(folder));
    try (var orders = ParquetReader.builder(new GroupReadSupport(), copy).build()) {
      out.println(orders.read());
    }
  }

  private java.nio.file.Path copy(String folder, String name) throws IOException {
    java.nio.file.Path copy = results.resolve(name);
    FileSystem.get(conf).copyToLocalFile(new Path(folder), new Path(copy.toUri()));
    return copy;
  }

  private String qualified(String folder) throws IOException {
    return FileSystem.get(conf).makeQualified(new Path(folder)).toString();
  }

  private void show(String what, List<String> rows) {
    out.printf("%n%d rows in %s, the first of them:%n%n", rows.size(), what);
    rows.stream().sorted().limit(5).forEach(out::println);
    out.println();
  }
}
