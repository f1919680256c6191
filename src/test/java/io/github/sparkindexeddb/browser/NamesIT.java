// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Names of things that are not there, not yet there, or there more than once. */
@EverySpark
class NamesIT {
  @AutoClose private final Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));

  @Test
  void namesTheNearestDatabaseAndListsWhatIsThere() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop())) {
      assertRefused(ErrorCode.DATABASE_NOT_FOUND, () -> read().load("shpo/orders"))
          .contains("Cannot read 'shpo/orders': ", "'shop'", "'shop/orders'", "'shop/customers'")
          .contains(app.origin());
    }
  }

  @Test
  void namesTheNearestStoreAndListsWhatIsThere() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop())) {
      assertRefused(ErrorCode.STORE_NOT_FOUND, () -> read().load("shop/ordres"))
          .contains("Cannot read 'shop/ordres': ", "'orders'", "'shop/orders'", "'shop/customers'")
          .contains(app.origin());
    }
  }

  @Test
  void listsTheOriginsThatAreConnected() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop())) {
      String wrong = app.origin().substring(0, app.origin().length() - 1);
      assertRefused(
              ErrorCode.ORIGIN_NOT_FOUND, () -> read().option("origin", wrong).load("shop/orders"))
          .contains("'" + wrong + "'", "'" + app.origin() + "'", "Correct 'origin'");
    }
  }

  @Test
  void listsTheClientsThatAreConnected() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop())) {
      String wrong = app.client().replaceFirst(".$", "?");
      assertRefused(
              ErrorCode.CLIENT_NOT_FOUND, () -> read().option("client", wrong).load("shop/orders"))
          .contains("'" + wrong + "'", "'" + app.client() + "'", "Correct 'client'");
      assertThat(read().option("client", app.client()).load("shop/orders").count()).isEqualTo(3);
    }
  }

  @Test
  void saysThatTheAppDoesNotAllowAStore() {
    try (LinkedApp app =
        LinkedApp.start(agent.uri().toString(), "{ shop: ['orders'] }", List.of(shop()))) {
      assertThat(read().load("shop/orders").count()).isEqualTo(3);
      assertRefused(ErrorCode.STORE_NOT_ALLOWED, () -> read().load("shop/customers"))
          .contains("Cannot read 'shop/customers': ", "does not allow", "SparkIndexedDB.allow(")
          .contains("'shop/orders'", app.origin());
    }
  }

  @Test
  void saysThatTheAppAllowsNothing() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), "{}", List.of(shop()))) {
      assertRefused(ErrorCode.STORE_NOT_ALLOWED, () -> read().load("shop/orders"))
          .contains("does not allow", "SparkIndexedDB.allow(", app.origin())
          .doesNotContain("'shop/customers'");
    }
  }

  @Test
  void asksForTheOriginIfTwoHaveTheStore() {
    try (LinkedApp one = LinkedApp.start(agent.uri().toString(), shop());
        LinkedApp two = LinkedApp.start(agent.uri().toString(), shop())) {
      assertRefused(ErrorCode.AMBIGUOUS_ORIGIN, () -> read().load("shop/orders"))
          .contains("'" + one.origin() + "'", "'" + two.origin() + "'", "Name one with 'origin'");

      Dataset<Row> named = read().option("origin", two.origin()).load("shop/orders");
      assertThat(named.select("_origin").distinct().collectAsList())
          .extracting(row -> row.getString(0))
          .containsExactly(two.origin());
      assertThat(named.count()).isEqualTo(3);
      assertThat(read().option("client", one.client()).load("shop/orders").count())
          .as("a client is of one origin")
          .isEqualTo(3);
    }
  }

  @Test
  void isNotConfusedByAnotherOriginWithoutTheStore() {
    BrowserDatabase other = BrowserDatabase.named("mail").store("letters", "{ keyPath: 'id' }");
    try (LinkedApp mail = LinkedApp.start(agent.uri().toString(), other);
        LinkedApp shop = LinkedApp.start(agent.uri().toString(), shop())) {
      assertThat(read().load("shop/orders").count()).isEqualTo(3);
      assertThat(mail.origin()).isNotEqualTo(shop.origin());
    }
  }

  @Test
  void saysHowToConnectABrowserIfThereIsNone() {
    assertRefused(ErrorCode.NO_CLIENTS, () -> read().load("shop/orders"))
        .contains("Cannot read 'shop/orders': no browser with it was connected to " + agent.uri())
        .contains(" within 300 ms", "Open the app in a browser", "'waitForClients'");
  }

  @Test
  void insistsOnAsManyClientsAsAskedFor() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop())) {
      assertRefused(
              ErrorCode.TOO_FEW_CLIENTS, () -> read().option("minClients", 2).load("shop/orders"))
          .contains("'minClients'", "2", app.client());
    }
  }

  @Test
  void waitsForABrowserThatLinksLater() throws Exception {
    CompletableFuture<Long> count =
        CompletableFuture.supplyAsync(
            () -> read().option("waitForClients", "60s").load("shop/orders").count());
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop())) {
      assertThat(count.get(60, TimeUnit.SECONDS)).isEqualTo(3);
    }
  }

  @Test
  void waitsForAsManyBrowsersAsAskedFor() throws Exception {
    try (LinkedApp one = LinkedApp.start(agent.uri().toString(), shop())) {
      CompletableFuture<Long> count =
          CompletableFuture.supplyAsync(
              () ->
                  read()
                      .option("waitForClients", "60s")
                      .option("minClients", 2)
                      .load("shop/orders")
                      .count());
      try (LinkedApp two = one.otherBrowser(shop())) {
        assertThat(count.get(60, TimeUnit.SECONDS)).isEqualTo(6);
        assertThat(two.client()).isNotEqualTo(one.client());
      }
    }
  }

  @Test
  void waitsForAnOriginThatIsAwayWhileAnotherIsThere() throws Exception {
    BrowserDatabase letters = BrowserDatabase.named("mail").store("letters", "{ keyPath: 'id' }");
    try (LinkedApp mail = LinkedApp.start(agent.uri().toString(), letters);
        LinkedApp shop = LinkedApp.start(agent.uri().toString(), shop());
        LogCapture log = LogCapture.start()) {
      DataFrameReader reader = read().option("origin", shop.origin());
      shop.tab().navigate(shop.app().seedPage());
      log.await("the shop's leave", line -> line.contains("gone"));

      assertRefused(ErrorCode.ORIGIN_NOT_FOUND, () -> reader.load("shop/orders"))
          .contains("'" + shop.origin() + "' any more: it is away", "'" + mail.origin() + "'");
      CompletableFuture<Long> count =
          CompletableFuture.supplyAsync(
              () -> reader.option("waitForClients", "60s").load("shop/orders").count());
      shop.tab().navigate(shop.app().page());
      assertThat(count.get(60, TimeUnit.SECONDS)).isEqualTo(3);
    }
  }

  @Test
  void readsAnEmptyStore() {
    BrowserDatabase empty =
        BrowserDatabase.named("shop")
            .store("orders", "{ keyPath: 'id', autoIncrement: true }")
            .store("notes", "{}");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), empty)) {
      assertThat(read().load("shop/orders").schema().toDDL()).isEmpty();
      assertThat(read().load("shop/orders").count()).isZero();
      assertThat(read().load("shop/notes").schema().toDDL()).isEqualTo("_key STRING");
      assertThat(read().load("shop/notes").collectAsList()).isEmpty();
      Dataset<Row> given = read().schema("id bigint, total double").load("shop/orders");
      assertThat(given.select("total", "_key", "_client").collectAsList()).isEmpty();
      assertThat(app.origin()).isNotEmpty();
    }
  }

  @Test
  void saysThatADatabaseHasNoStores() {
    try (LinkedApp app =
        LinkedApp.start(
            agent.uri().toString(),
            "{ bare: ['orders'] }",
            List.of(BrowserDatabase.named("bare")))) {
      assertRefused(ErrorCode.STORE_NOT_FOUND, () -> read().load("bare/orders"))
          .contains("Cannot read 'bare/orders': ", "no store 'orders'", app.origin());
    }
  }

  @Test
  void saysThatThereAreNoDatabases() {
    try (LinkedApp app =
        LinkedApp.start(agent.uri().toString(), "{ shop: ['orders'] }", List.of())) {
      assertRefused(ErrorCode.DATABASE_NOT_FOUND, () -> read().load("shop/orders"))
          .contains("Cannot read 'shop/orders': ", "no connected browser has a database 'shop'")
          .contains("they allow: nothing");
      assertThat(app.tab().evaluate("(await indexedDB.databases()).length").intValue())
          .as("a database that a read has created")
          .isZero();
    }
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
        .records("[{ id: 1, total: 1.5 }, { id: 2, total: 2.5 }, { id: 3, total: 3.5 }]")
        .store("customers", "{ keyPath: 'id' }")
        .record("{ id: 1, name: 'Zoë' }");
  }
}
