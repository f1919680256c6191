// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * A PostgreSQL server of its own, started by the Tez example's script; it ends with this, or with
 * the JVM, however that ends.
 *
 * <p>Safe for use by several threads.
 */
public final class TestPostgres implements AutoCloseable {
  public static final String USER = "shop";

  /** Not the user's name, and found nowhere else: a test may search for it. */
  public static final String PASSWORD = "pass-19f3c0de";

  private final Process process;
  private final String url;

  private TestPostgres(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  public static TestPostgres start() {
    ProcessBuilder script = new ProcessBuilder("examples/05-tez/postgres");
    script.environment().put("POSTGRES_PASSWORD", PASSWORD);
    script.redirectError(Redirect.INHERIT);
    try {
      Process process = script.start();
      BufferedReader output = process.inputReader();
      String url = output.readLine();
      if (url == null) {
        throw new AssertionError("Cannot test with PostgreSQL: it does not start (see above).");
      }
      return new TestPostgres(process, url);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For JDBC, without user and password. */
  public String url() {
    return url;
  }

  /** Runs statements, each in a transaction of its own. */
  public void run(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  /** The rows of a query, each as its columns' text with tabs between them. */
  public List<String> rows(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> columns = new ArrayList<>();
        for (int at = 1; at <= result.getMetaData().getColumnCount(); at++) {
          columns.add(result.getString(at));
        }
        rows.add(String.join("\t", columns));
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url, USER, PASSWORD);
  }

  @Override
  public void close() {
    try {
      process.outputWriter().close();
      process.waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
    }
  }
}
