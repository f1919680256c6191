// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.tez.common.counters.TezCounters;

/**
 * Runs the example's DAGs and shows the first rows of what they wrote. Everything they wrote is
 * left in a folder of this machine, to be compared: {@code files.tsv}, {@code table.tsv} and {@code
 * orders.parquet}; and in {@code records}, how many records the first DAG read.
 */
final class Report {
  private static final String TABLE = "revenue";
  private static final int ROWS_SHOWN = 5;

  private final Shop shop;
  private final SinkTable table;
  private final String password;
  private final FileSystem files;
  private final java.nio.file.Path results;
  private final PrintStream out;

  private Report(
      Shop shop, SinkTable table, String password, java.nio.file.Path results, PrintStream out)
      throws IOException {
    this.shop = shop;
    this.table = table;
    this.password = password;
    this.files = FileSystem.get(shop.conf());
    this.results = results;
    this.out = out;
  }

  /**
   * Runs all. The database's password comes from the environment: {@code POSTGRES_PASSWORD}.
   *
   * @param conf of a session of Tez
   * @param out takes progress and rows
   * @param folder of the files that the DAGs write
   * @param arguments the agent's endpoint, the database's URL, the folder of the results
   */
  static void run(Configuration conf, PrintStream out, String folder, String... arguments)
      throws Exception {
    String batch = "revenue of " + LocalDate.now(ZoneOffset.UTC);
    Report report =
        new Report(
            new Shop(conf, arguments[0]),
            new SinkTable(arguments[1], "shop", TABLE, RevenueRow.COLUMNS, batch),
            System.getenv("POSTGRES_PASSWORD"),
            java.nio.file.Path.of(arguments[2]),
            out);
    try (Session session = Session.open(conf, out)) {
      report.files(session, folder + "/revenue");
      report.table(session);
      report.parquet(session, folder + "/orders.parquet");
    }
  }

  private void files(Session session, String folder) throws Exception {
    TezCounters counters = session.run(shop.revenueToFiles(folder));
    long records = counters.getGroup("IndexedDB").findCounter("RECORDS").getValue();
    Files.writeString(results.resolve("records"), records + "\n");
    show(files.makeQualified(new Path(folder)).toString(), shop.lines(folder), "files.tsv");
  }

  /** Twice, as a scheduler might that did not hear how the first time ended. */
  private void table(Session session) throws Exception {
    try (Connection connection = DriverManager.getConnection(table.url(), table.user(), password);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE IF NOT EXISTS revenue (country text, day date, orders bigint, cents bigint)");
      session.run(shop.revenueToTable(table, password));
      session.run(shop.revenueToTable(table, password));
      List<String> rows = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery(
              "SELECT concat_ws(E'\\t', country, day, orders, cents) FROM revenue")) {
        while (row.next()) {
          rows.add(row.getString(1));
        }
      }
      show("table '" + TABLE + "'", rows, "table.tsv");
      new Staging(table, "any")
          .receipt(connection)
          .ifPresent(
              receipt ->
                  out.printf(
                      "Batch '%s' was submitted twice and added once, at %s, with %d rows.%n%n",
                      table.batch(), receipt.time(), receipt.rows()));
    }
  }

  private void show(String what, List<String> rows, String file) throws IOException {
    Collections.sort(rows);
    Files.write(results.resolve(file), rows);
    out.printf("%n%d rows in %s, the first of them:%n%n", rows.size(), what);
    rows.stream().limit(ROWS_SHOWN).forEach(out::println);
    out.println();
  }

  private void parquet(Session session, String folder) throws Exception {
    session.run(shop.ordersToParquet(folder));
    Path copy = new Path(results.resolve("orders.parquet").toUri());
    files.copyToLocalFile(new Path(folder), copy);
    out.printf("%nOrders in %s, the first of them:%n%n", files.makeQualified(new Path(folder)));
    try (ParquetReader<Group> orders =
        ParquetReader.builder(new GroupReadSupport(), copy).build()) {
      out.println(orders.read());
    }
  }
}
