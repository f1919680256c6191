// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.spark.IndexedDbCatalog;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.ExplainMode;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Follows, word for word, what errors of a read in Spark say is to be done. */
class RemediesIT {
  @AutoClose private final Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));

  @Test
  void aPageThatIsOpenedIsRead() {
    assertRefused(ErrorCode.NO_CLIENTS, () -> read().load("shop/orders"))
        .contains("connect({ endpoint: '" + agent.uri());
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop())) {
      assertReadable();
    }
  }

  @Test
  void fewerClientsOrAnotherBrowserAreEnough() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop())) {
      assertRefused(
          ErrorCode.TOO_FEW_CLIENTS, () -> read().option("minClients", 2).load("shop/orders"));
      assertThat(read().option("minClients", 1).load("shop/orders").count()).isEqualTo(3);
      try (LinkedApp other = app.otherBrowser(shop())) {
        assertThat(read().option("minClients", 2).load("shop/orders").count()).isEqualTo(6);
      }
    }
  }

  @Test
  void theNearestNameOfTheMessageIsRead() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop())) {
      String origin = nearest(ErrorCode.ORIGIN_NOT_FOUND, "shop/orders", "http://127.0.0.1:1");
      assertThat(read().option("origin", origin).load("shop/orders").count()).isEqualTo(3);
      String database = nearest(ErrorCode.DATABASE_NOT_FOUND, "Shop/orders", app.origin());
      assertThat(read().load(database + "/orders").count()).isEqualTo(3);
      String store = nearest(ErrorCode.STORE_NOT_FOUND, "shop/order", app.origin());
      assertThat(read().load("shop/" + store).count()).isEqualTo(3);
    }
  }

  @Test
  void aStoreThatIsAllowedIsReadOnceTheAppIsReloaded() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), "{ shop: [] }", List.of(shop()))) {
      assertRefused(ErrorCode.STORE_NOT_ALLOWED, () -> read().load("shop/orders"));
      app.app().allows("{ shop: ['orders'] }");
      app.tab().reload();
      awaitReadable();
    }
  }

  @Test
  void aCorrectedFunctionIsReadOnceTheAppIsReloaded() {
    String fails =
        "{ shop: { orders: (r) => { if (r.id === 2) throw new Error('odd'); return r; } } }";
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), fails, List.of(shop()))) {
      assertRefused(ErrorCode.REDACTION_FAILED, () -> read().load("shop/orders").collectAsList());
      app.app().allows("{ shop: { orders: (r) => r } }");
      app.tab().reload();
      awaitReadable();
    }
  }

  @Test
  void aQueryIsRunAgainWhenItsIndexIsGone() {
    BrowserDatabase days =
        BrowserDatabase.named("shop")
            .store("orders", "{ keyPath: 'id' }")
            .index("byDay", "'day'", "{}")
            .records("Array.from({ length: 500 }, (_, i) => ({ id: i, day: new Date(i * 1e6) }))");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), days)) {
      Supplier<Dataset<Row>> query =
          () -> read().load("shop/orders").where("day = timestamp_millis(7000000)");
      Dataset<Row> planned = query.get();
      assertThat(planned.queryExecution().toRdd().getNumPartitions()).isPositive();
      assertThat(planned.queryExecution().explainString(ExplainMode.fromString("formatted")))
          .contains("index 'byDay'");
      app.tab()
          .evaluate(
              """
              await new Promise((resolve, reject) => {
                const request = indexedDB.open('shop', 2);
                request.onupgradeneeded = () =>
                  request.transaction.objectStore('orders').deleteIndex('byDay');
                request.onsuccess = () => resolve(request.result.close());
                request.onerror = reject;
              });
              0
              """);
      assertRefused(ErrorCode.INDEX_NOT_FOUND, planned::collectAsList)
          .contains("Run the query again");
      assertThat(query.get().collectAsList()).hasSize(1);
    }
  }

  @Test
  void eachWayOutOfAValueThatDoesNotFitIsOne() {
    BrowserDatabase mixed =
        BrowserDatabase.named("shop")
            .store("orders", "{ keyPath: 'id' }")
            .records("[{ id: 1, n: 1 }, { id: 2, n: 'two' }]");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), mixed)) {
      Supplier<DataFrameReader> sampled = () -> read().option("sampleSize", "1");
      assertRefused(
          ErrorCode.VALUE_DOES_NOT_FIT, () -> sampled.get().load("shop/orders").collectAsList());
      assertThat(read().option("sampleSize", "all").load("shop/orders").collectAsList()).hasSize(2);
      assertThat(
              sampled.get().option("schemaHints", "n STRING").load("shop/orders").collectAsList())
          .extracting(row -> row.getAs("n"))
          .containsExactlyInAnyOrder("1", "two");
      assertThat(sampled.get().option("mode", "PERMISSIVE").load("shop/orders").collectAsList())
          .extracting(row -> row.getAs("n"))
          .containsExactlyInAnyOrder(1L, null);
      assertThat(sampled.get().option("mode", "DROPMALFORMED").load("shop/orders").collectAsList())
          .hasSize(1);
    }
  }

  @Test
  void aLargeRecordIsReadWithoutItsLargeColumn() {
    BrowserDatabase large =
        BrowserDatabase.named("shop")
            .store("orders", "{ keyPath: 'id' }")
            .records("[{ id: 1, scan: 'x'.repeat(65 << 20) }, { id: 2 }, { id: 3 }]");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), large)) {
      Dataset<Row> orders = read().load("shop/orders");
      assertRefused(ErrorCode.RECORD_TOO_LARGE, orders::collectAsList);
      assertThat(orders.select("id").collectAsList()).hasSize(3);
    }
  }

  @Test
  void bothWaysOutOfNamesThatCollideAreOne() {
    BrowserDatabase twins =
        BrowserDatabase.named("shop")
            .store("orders", "{ keyPath: 'id' }")
            .record("{ id: 1, name: 'a', Name: 'b' }");
    SparkSession spark = TestSpark.spark();
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), twins)) {
      assertRefused(ErrorCode.COLUMN_NAMES_COLLIDE, () -> read().load("shop/orders"));
      assertThat(read().schema("id BIGINT, name STRING").load("shop/orders").first().getString(1))
          .isEqualTo("a");
      spark.conf().set("spark.sql.caseSensitive", true);
      try {
        assertThat(read().load("shop/orders").first().<String>getAs("Name")).isEqualTo("b");
      } finally {
        spark.conf().unset("spark.sql.caseSensitive");
      }
    }
  }

  @Test
  void aStringTakesWhatATypeDoesNot() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop())) {
      assertRefused(
          ErrorCode.TYPE_NOT_SUPPORTED,
          () -> read().option("schemaHints", "id INTERVAL").load("shop/orders"));
      assertThat(
              read().option("schemaHints", "id STRING").load("shop/orders").orderBy("id").first())
          .extracting(row -> row.getAs("id"))
          .isEqualTo("1");
    }
  }

  @Test
  void aPolicyThatNamesTheAgentLetsThePageLink() {
    TestApp app =
        TestApp.start()
            .linksTo(agent.uri().toString())
            .allows("{ shop: ['orders'] }")
            .header("Content-Security-Policy", "connect-src 'self'");
    try (LinkedApp linked = LinkedApp.open(app, List.of(shop()))) {
      linked.awaitState("refused");
      String code = linked.tab().evaluate("window.link.status.code").asText();
      assertThat(code).isEqualTo("CSP_BLOCKED");
      String message = linked.tab().evaluate("window.link.status.message").asText();
      assertThat(message).endsWith("Add it to connect-src of the page.");
      String named = message.replaceFirst(".* forbids (\\S+)\\. .*", "$1");
      app.header("Content-Security-Policy", "connect-src 'self' " + named);
      linked.tab().reload();
      linked.awaitState("linked");
      assertReadable();
    }
  }

  @Test
  void anAgentThatIsStartedIsReached() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      port = free.getLocalPort();
    }
    String endpoint = "http://127.0.0.1:" + port;
    assertRefused(
        ErrorCode.AGENT_UNREACHABLE, () -> read().option("endpoint", endpoint).load("shop/orders"));
    try (Agent started = Agent.start(AgentOptions.DEFAULT.withPort(port));
        LinkedApp app = LinkedApp.start(endpoint, shop())) {
      assertThat(read().option("endpoint", endpoint).load("shop/orders").count()).isEqualTo(3);
    }
  }

  @Test
  void optionsAreTakenAsTheMessagesSay() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop())) {
      IndexedDbException unknown =
          Refusal.of(() -> read().option("minClient", "1").load("shop/orders"));
      assertThat(unknown.code()).isEqualTo(ErrorCode.OPTION_UNKNOWN);
      String nearest = unknown.sentence().replaceFirst(".*The nearest is '(\\w+)'.*", "$1");
      assertThat(read().option(nearest, "1").load("shop/orders").count()).isEqualTo(3);
      assertRefused(
          ErrorCode.OPTION_INVALID, () -> read().option("minClients", "few").load("shop/orders"));
      assertRefused(
          ErrorCode.OPTION_MISSING,
          () -> TestSpark.spark().read().format("indexeddb").load("shop/orders"));
      assertRefused(ErrorCode.OPTION_MISSING, () -> read().load());
      assertReadable();
    }
  }

  @Test
  void aCopyIsKeptInAnotherCatalog(@TempDir Path folder) {
    SparkSession spark = TestSpark.spark().newSession();
    spark.conf().set("spark.sql.catalog.browser", IndexedDbCatalog.class.getName());
    spark.conf().set("spark.sql.catalog.browser.endpoint", agent.uri().toString());
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop())) {
      assertRefused(ErrorCode.READ_ONLY, () -> spark.sql("DROP TABLE browser.shop.orders"));
      // Where this test may write.
      spark.sql("CREATE DATABASE spark_catalog.copies LOCATION '" + folder + "'");
      spark.sql(
          "CREATE TABLE spark_catalog.copies.orders USING parquet AS"
              + " SELECT * FROM browser.shop.orders");
      assertThat(spark.table("spark_catalog.copies.orders").count()).isEqualTo(3);
    } finally {
      spark.sql("DROP DATABASE IF EXISTS spark_catalog.copies CASCADE");
    }
  }

  private String nearest(ErrorCode code, String path, String origin) {
    IndexedDbException error = Refusal.of(() -> read().option("origin", origin).load(path));
    assertThat(error.code()).isEqualTo(code);
    JsonNode nearest = error.details().path("nearest");
    if (nearest.isMissingNode()) {
      // What is far from everything has no nearest; the message lists all.
      return error.sentence().replaceFirst(".*Connected: '([^']+)'.*", "$1");
    }
    return nearest.asText();
  }

  private void awaitReadable() {
    Awaitility.await("a read")
        .atMost(30, TimeUnit.SECONDS)
        .ignoreExceptions()
        .untilAsserted(this::assertReadable);
  }

  private void assertReadable() {
    assertThat(read().load("shop/orders").collectAsList()).hasSize(3);
  }

  private DataFrameReader read() {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .option("waitForClients", "300ms");
  }

  private static BrowserDatabase shop() {
    return BrowserDatabase.named("shop")
        .store("orders", "{ keyPath: 'id' }")
        .records("[{ id: 1 }, { id: 2 }, { id: 3 }]");
  }
}
