// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.security.Credentials;
import org.junit.jupiter.api.Test;

class JdbcWriteBuilderTest {
  private static final String URL = "jdbc:postgresql://127.0.0.1/shop";
  private static final String PASSWORD = "pass-19f3c0de";

  @Test
  void keepsThePasswordOutOfTheConfiguration() {
    JobConf conf = new JobConf(new Configuration(false));
    complete(conf, conf.getCredentials()).configuration();
    assertThat(conf).noneMatch(entry -> entry.getValue().contains(PASSWORD));
    conf.setCredentials(new Credentials());
    TestOutput output = new TestOutput(conf, 1);
    assertThatThrownBy(() -> output.setup(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the credentials hold no password of user 'shop'");
  }

  @Test
  void refusesAPasswordInTheUrl() {
    JdbcWriteBuilder builder = complete().url(URL + "?password=" + PASSWORD);
    assertThatThrownBy(builder::configuration)
        .hasMessageContaining("Give the password apart.")
        .hasMessageNotContaining(PASSWORD);
  }

  @Test
  void refusesNamesThatWouldNeedQuotes() {
    JdbcWriteBuilder builder = complete().table("revenue; DROP TABLE revenue", "country");
    assertThatThrownBy(builder::configuration)
        .hasMessageContaining("Cannot write to table 'revenue; DROP TABLE revenue'");
    JdbcWriteBuilder column = complete().table("revenue", "country", "day\"");
    assertThatThrownBy(column::configuration)
        .hasMessageContaining("Cannot write to column 'day\"'");
  }

  @Test
  void refusesATableOfWhichAPartIsMissing() {
    assertThatThrownBy(complete().batch(" ")::configuration)
        .hasMessageContaining("a batch that is not ''");
    assertThatThrownBy(complete().table("revenue")::configuration)
        .hasMessageContaining("it needs columns");
    assertThatThrownBy(complete().url("")::configuration)
        .hasMessage("Cannot write to table 'revenue': it needs the URL of a database, and a user.");
    assertThatThrownBy(complete().user("", PASSWORD)::configuration)
        .hasMessageContaining("and a user");
  }

  private static JdbcWriteBuilder complete() {
    return complete(new Configuration(false), new Credentials());
  }

  private static JdbcWriteBuilder complete(Configuration conf, Credentials credentials) {
    return JdbcOutputFormat.configure(conf, credentials)
        .url(URL)
        .user("shop", PASSWORD)
        .table("revenue", "country", "day")
        .batch("monday");
  }
}
