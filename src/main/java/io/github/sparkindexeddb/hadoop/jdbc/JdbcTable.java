// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.security.Credentials;

/**
 * Where an output's rows go, as it stands in the configuration of the output.
 *
 * @param url of JDBC; without a password, since configurations are shown in histories and user
 *     interfaces
 * @param table as in SQL, with its schema if need be; it exists
 * @param columns that rows fill, in their order
 * @param batch what these rows are: they are added once, however often they are submitted
 */
record JdbcTable(String url, String user, String table, List<String> columns, String batch) {
  /** Not the prefix of reads: MapReduce has both in one configuration, and a read knows its own. */
  private static final String PREFIX = "jdbc.output.";

  /** One output of one DAG: two outputs of a DAG may have the same number of tasks. */
  private static final String OUTPUT = PREFIX + "id";

  /** Tez's name of the DAG, which all its application masters share. MapReduce sets none. */
  private static final String DAG = "job.committer.uuid";

  JdbcTable {
    if (url.contains("password=")) {
      throw new IllegalArgumentException(
          "Cannot write to table '%s': its URL holds a password, and configurations are shown. Give the password apart."
              .formatted(table));
    }
    requireName("table", table);
    columns.forEach(column -> requireName("column", column));
    if (columns.isEmpty() || batch.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot write to table '%s': it needs columns, and a batch that is not ''."
              .formatted(table));
    }
    if (url.isBlank() || user.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot write to table '%s': it needs the URL of a database, and a user."
              .formatted(table));
    }
  }

  /** Names stand in statements, where nothing can be bound to them. */
  private static void requireName(String what, String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?")) {
      throw new IllegalArgumentException(
          "Cannot write to %s '%s': give a name of letters, digits and '_'.".formatted(what, name));
    }
  }

  /** Puts everything into the configuration but the password, which goes to the credentials. */
  void write(Configuration conf, Credentials credentials, String password) {
    conf.set(PREFIX + "url", url);
    conf.set(PREFIX + "user", user);
    conf.set(PREFIX + "table", table);
    conf.setStrings(PREFIX + "columns", columns.toArray(String[]::new));
    conf.set(PREFIX + "batch", batch);
    conf.set(OUTPUT, UUID.randomUUID().toString());
    credentials.addSecretKey(passwordName(), password.getBytes(StandardCharsets.UTF_8));
  }

  static JdbcTable read(Configuration conf) {
    return new JdbcTable(
        conf.get(PREFIX + "url", ""),
        conf.get(PREFIX + "user", ""),
        conf.get(PREFIX + "table", ""),
        List.of(conf.getStrings(PREFIX + "columns", new String[0])),
        conf.get(PREFIX + "batch", ""));
  }

  /** Returns the job, whichever of its application masters asks, and the output. */
  static String run(JobContext context) {
    Configuration conf = context.getConfiguration();
    return conf.get(DAG, context.getJobID().toString()) + "/" + conf.get(OUTPUT);
  }

  /** Connects, without commits that were not asked for. */
  Connection connect(Credentials credentials) throws SQLException {
    byte[] password = credentials.getSecretKey(passwordName());
    if (password == null) {
      throw new SQLException(
          ("Cannot write to table '%s': the credentials hold no password of user '%s'. Give the DAG"
                  + " the credentials that the sink was configured with.")
              .formatted(table, user));
    }
    Properties login = new Properties();
    login.setProperty("user", user);
    login.setProperty("password", new String(password, StandardCharsets.UTF_8));
    Connection connection = DriverManager.getConnection(url, login);
    connection.setAutoCommit(false);
    return connection;
  }

  private Text passwordName() {
    return new Text(PREFIX + "password " + user + " " + url);
  }
}
