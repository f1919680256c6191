// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.hadoop.IndexedDbInputFormat;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.testing.TestTez;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One browser makes every read fail: each way to read can leave it out. */
class ExceptClientsIT {
  private static final String FAILING_FOR_ONE =
      "{ shop: { orders: (order) => { if (order.id > 9) throw 'spoilt'; return order; } } }";

  private static Agent agent;
  private static LinkedApp good;
  private static LinkedApp bad;
  private static String badClient;

  @BeforeAll
  static void link() {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    good =
        LinkedApp.open(
            TestApp.start().linksTo(agent.uri().toString()).allows(FAILING_FOR_ONE),
            List.of(orders("{ id: 1, total: 5 }")));
    good.awaitState("linked");
    bad = good.otherBrowser(orders("{ id: 10, total: 5 }"));
    badClient = bad.client();
  }

  @AfterAll
  static void close() {
    bad.close();
    good.close();
    agent.close();
  }

  @Test
  void sparkReadsTheOthers() {
    assertRefused(ErrorCode.REDACTION_FAILED, () -> spark("nobody").count());
    assertThat(spark(badClient + ",nobody").select("id", "_client").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[1," + good.client() + "]");
    assertRefused(ErrorCode.NO_CLIENTS, () -> spark(badClient + ", " + good.client()))
        .contains("left out by 'exceptClients': " + badClient + ", " + good.client());
  }

  @Test
  void sqlReadsTheOthersOfACatalog() {
    SparkSession session = TestSpark.spark().newSession();
    String catalog = "spark.sql.catalog.browsers";
    session.conf().set(catalog, "io.github.sparkindexeddb.spark.IndexedDbCatalog");
    session.conf().set(catalog + ".endpoint", agent.uri().toString());
    session.conf().set(catalog + ".exceptClients", badClient);
    assertThat(session.sql("SELECT id FROM browsers.shop.orders").collectAsList())
        .extracting(Row::toString)
        .containsExactly("[1]");
    assertThat(session.sql("SHOW TABLES IN browsers.shop").count()).isEqualTo(1);
  }

  @Test
  void tezReadsTheOthers() {
    Credentials credentials = new Credentials();
    Configuration conf =
        IndexedDbInputFormat.configure(TestTez.configuration(), credentials)
            .endpoint(agent.uri().toString())
            .store("shop", "orders")
            .exceptClients(badClient)
            .configuration();
    TestTez.Outcome read =
        TestTez.read(TestTez.source(conf, IndexedDbInputFormat.class), credentials);
    assertThat(read.succeeded()).as(read.diagnostics()).isTrue();
    assertThat(read.entries()).hasSize(1);
  }

  @Test
  void aFileHasTheOthers() throws Exception {
    URI route = agent.uri().resolve("/v1/records?database=shop&store=orders&exceptClients=");
    HttpRequest request = HttpRequest.newBuilder(URI.create(route + badClient)).build();
    assertThat(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body())
        .isEqualTo("{\"id\":1,\"total\":5}\n\n");
  }

  private static Dataset<Row> spark(String exceptClients) {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .option("exceptClients", exceptClients)
        .option("waitForClients", "0s")
        .load("shop/orders");
  }

  private static BrowserDatabase orders(String record) {
    return BrowserDatabase.named("shop").store("orders", "{ keyPath: 'id' }").record(record);
  }
}
