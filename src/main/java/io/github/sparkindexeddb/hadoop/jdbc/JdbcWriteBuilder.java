// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;

/**
 * Writes where an output's rows go into a Hadoop configuration, checked, so that nobody types a
 * key. Each part is required.
 *
 * <p>Confined to one thread.
 */
public final class JdbcWriteBuilder {
  private final Configuration conf;
  private final Credentials credentials;
  private String url = "";
  private String user = "";
  private String password = "";
  private String table = "";
  private List<String> columns = List.of();
  private String batch = "";

  JdbcWriteBuilder(Configuration conf, Credentials credentials) {
    this.conf = conf;
    this.credentials = credentials;
  }

  /**
   * Sets the database, as {@code jdbc:postgresql://db.example/shop}; without a password, since
   * configurations are shown in histories and user interfaces.
   */
  public JdbcWriteBuilder url(String url) {
    this.url = url;
    return this;
  }

  /** Sets who logs in; the password goes into the credentials. */
  public JdbcWriteBuilder user(String user, String password) {
    this.user = user;
    this.password = password;
    return this;
  }

  /** Sets the table, which exists, with its schema if need be, and the columns that rows fill. */
  public JdbcWriteBuilder table(String table, String... columns) {
    this.table = table;
    this.columns = List.of(columns);
    return this;
  }

  /**
   * Sets the name of what the rows are, such as {@code revenue of 2026-11-22}: a batch is added
   * once, however often it is submitted.
   */
  public JdbcWriteBuilder batch(String batch) {
    this.batch = batch;
    return this;
  }

  /**
   * Returns the configuration that was given, with all that was set since.
   *
   * @throws IllegalArgumentException if a part is missing or not allowed
   */
  public Configuration configuration() {
    new JdbcTable(url, user, table, columns, batch).write(conf, credentials, password);
    return conf;
  }
}
