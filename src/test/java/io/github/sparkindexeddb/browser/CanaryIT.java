// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.config.ReadOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.testing.RawHttp;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.testing.TestSpark;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Tokens are nowhere but where they are checked. */
class CanaryIT {
  private static final String READER = "canary-reader-4f1c";
  private static final String BROWSER = "canary-browser-77aa";
  private static final String WRONG = "canary-wrong-0b2d";

  /** Whatever a user, an operator or a page could see. */
  private final List<String> seen = new ArrayList<>();

  @Test
  void showsNoTokenAnywhere() {
    AgentOptions options =
        AgentOptions.DEFAULT.withPort(0).withToken(READER).withBrowserToken(BROWSER);
    try (LogCapture log = LogCapture.start();
        Agent agent = Agent.start(options);
        TestApp shop = TestApp.start().linksTo(agent.uri().toString(), BROWSER);
        LinkedApp app =
            LinkedApp.open(
                shop.allows("{ shop: ['orders'] }"),
                List.of(
                    BrowserDatabase.named("shop")
                        .store("orders", "{ keyPath: 'id' }")
                        .records("[{ id: 1 }, { id: 'x' }]")))) {
      app.awaitState("linked");
      seen.add(app.tab().evaluate("JSON.stringify(window.statuses)").asText());
      seen.addAll(app.tab().console());
      readAndFail(agent);
      ask(agent);
      seen.addAll(log.lines());
    }
    assertThat(seen)
        .hasSizeGreaterThan(20)
        .allSatisfy(text -> assertThat(text).doesNotContain("canary-"));
  }

  private void readAndFail(Agent agent) {
    Dataset<Row> frame = read(agent, READER).load("shop/orders");
    seen.add(frame.queryExecution().toString());
    frame.collectAsList();
    seen.add(frame.queryExecution().toString());
    seen.add(frame.toString());
    seen.add(options(agent, READER).toString());

    seen.add(failure(() -> read(agent, READER).load("shop/nothing")));
    seen.add(failure(() -> read(agent, READER).option("mode", "what").load("shop/orders")));
    seen.add(failure(() -> read(agent, READER).schema("id int").load("shop/orders").collect()));
    seen.add(failure(() -> read(agent, WRONG).load("shop/orders")));
    seen.add(failure(() -> read(agent, BROWSER).load("shop/orders")));
    seen.add(failure(() -> read(agent, READER + " with a space").load("shop/orders")));
    seen.add(
        failure(() -> read(agent, READER).option("endpoint", "http://127.0.0.1:1").load("a/b")));
    inSql(agent);
  }

  private void inSql(Agent agent) {
    SparkSession spark = TestSpark.spark();
    String view =
        "CREATE OR REPLACE TEMPORARY VIEW canaries USING indexeddb OPTIONS (endpoint '%s', token '%s', path 'shop/orders')"
            .formatted(agent.uri(), READER);
    seen.add(spark.sql(view).queryExecution().toString());
    seen.add(spark.sql("EXPLAIN EXTENDED SELECT * FROM canaries").first().getString(0));
    seen.add(spark.sql("EXPLAIN FORMATTED SELECT id FROM canaries").first().getString(0));
    seen.add(spark.sql("DESCRIBE EXTENDED canaries").collectAsList().toString());
  }

  private void ask(Agent agent) {
    String reader = "Authorization: Bearer " + READER;
    for (String path : List.of("/v1/clients", "/v1/databases", "/metrics", "/v1/none")) {
      seen.add(RawHttp.get(agent.uri(), path, reader));
      seen.add(RawHttp.get(agent.uri(), path, "Authorization: Bearer " + WRONG));
      seen.add(RawHttp.get(agent.uri(), path + "?token=" + READER));
    }
    seen.add(RawHttp.get(agent.uri(), "/"));
    seen.add(RawHttp.get(agent.uri(), "/v1/clients", reader, "Host: evil.example"));
  }

  private static DataFrameReader read(Agent agent, String token) {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .option("waitForClients", "300ms")
        .option("token", token);
  }

  private static ReadOptions options(Agent agent, String token) {
    return ReadOptions.parse(
        Map.of("endpoint", agent.uri().toString(), "token", token, "path", "shop/orders"));
  }

  /** The whole stack trace: Spark prints causes too. */
  private static String failure(ThrowingCallable read) {
    Throwable thrown = catchThrowable(read);
    assertThat(thrown).isNotNull();
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString();
  }
}
