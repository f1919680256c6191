// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.Credentials;
import org.apache.tez.mapreduce.hadoop.MRJobConfig;

/**
 * Where a sink's rows go, as it stands in the configuration of the sink.
 *
 * @param url of JDBC; without a password, since configurations are shown in histories and user
 *     interfaces
 * @param table as in SQL, with its schema if need be; it exists
 * @param columns that rows fill, in their order
 * @param batch what these rows are: they are added once, however often they are submitted
 */
record SinkTable(String url, String user, String table, List<String> columns, String batch) {
  private static final String PREFIX = "staged.jdbc.";

  /** One sink of one DAG: two sinks of a DAG may have the same number of tasks. */
  private static final String SINK = PREFIX + "sink";

  SinkTable {
    if (url.contains("password=")) {
      throw new IllegalArgumentException(
          "Cannot write to table '"
              + table
              + "': its URL holds a password, and configurations are shown. Give the password apart.");
    }
    requireName("table", table);
    columns.forEach(column -> requireName("column", column));
    if (columns.isEmpty() || batch.isBlank()) {
      throw new IllegalArgumentException(
          "Cannot write to table '" + table + "': it needs columns, and a batch that is not ''.");
    }
  }

  /** Names stand in statements, where nothing can be bound to them. */
  private static void requireName(String what, String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*(\\.[A-Za-z_][A-Za-z0-9_]*)?")) {
      throw new IllegalArgumentException(
          "Cannot write to " + what + " '" + name + "': give a name of letters, digits and '_'.");
    }
  }

  /** Puts everything into the configuration but the password, which goes to the credentials. */
  void write(Configuration conf, Credentials credentials, String password) {
    conf.set(PREFIX + "url", url);
    conf.set(PREFIX + "user", user);
    conf.set(PREFIX + "table", table);
    conf.setStrings(PREFIX + "columns", columns.toArray(String[]::new));
    conf.set(PREFIX + "batch", batch);
    conf.set(SINK, UUID.randomUUID().toString());
    credentials.addSecretKey(passwordName(), password.getBytes(StandardCharsets.UTF_8));
  }

  static SinkTable read(Configuration conf) {
    return new SinkTable(
        conf.get(PREFIX + "url", ""),
        conf.get(PREFIX + "user", ""),
        conf.get(PREFIX + "table", ""),
        List.of(conf.getStrings(PREFIX + "columns", new String[0])),
        conf.get(PREFIX + "batch", ""));
  }

  /** The DAG, which is the same one for each application master that works on it, and the sink. */
  static String run(Configuration conf) {
    return conf.get(MRJobConfig.JOB_COMMITTER_UUID) + "/" + conf.get(SINK);
  }

  /** Connects, without commits that were not asked for. */
  Connection connect(Credentials credentials) throws SQLException {
    byte[] password = credentials.getSecretKey(passwordName());
    if (password == null) {
      throw new SQLException(
          "Cannot write to table '"
              + table
              + "': the credentials hold no password of user '"
              + user
              + "'. Give the DAG the credentials that the sink was configured with.");
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
