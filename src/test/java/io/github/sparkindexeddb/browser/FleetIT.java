// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Several browsers, several agents, several tabs. */
class FleetIT {
  @AutoClose private final Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
  private final String endpoint = agent.uri().toString();

  @Test
  void readsTheUnionOfTwoBrowsers() {
    try (LinkedApp one = LinkedApp.start(endpoint, orders(1, 3));
        LinkedApp two = one.otherBrowser(orders(3, 6))) {
      assertThat(rowsByIdAndClient(read(endpoint).option("minClients", 2).load("shop/orders")))
          .containsExactlyInAnyOrder(
              List.of(1L, one.client()),
              List.of(2L, one.client()),
              List.of(3L, two.client()),
              List.of(4L, two.client()),
              List.of(5L, two.client()));
      assertThat(one.client()).isNotEqualTo(two.client());
    }
  }

  @Test
  void keepsRecordsOfOneKeyFromTwoBrowsersApart() {
    try (LinkedApp one = LinkedApp.start(endpoint, orders(1, 3));
        LinkedApp two = one.otherBrowser(orders(1, 3))) {
      Dataset<Row> frame = read(endpoint).load("shop/orders");
      assertThat(frame.count()).isEqualTo(4);
      assertThat(frame.select("_key", "_client").distinct().count()).isEqualTo(4);
      assertThat(read(endpoint).option("client", two.client()).load("shop/orders").count())
          .isEqualTo(2);
    }
  }

  @Test
  void mergesTheTypesThatTwoBrowsersHave() {
    BrowserDatabase older =
        BrowserDatabase.named("shop")
            .store("orders", "{ keyPath: 'id' }")
            .record("{ id: 1, total: 1.5, old: true }");
    try (LinkedApp one = LinkedApp.start(endpoint, orders(2, 3));
        LinkedApp two = one.otherBrowser(older)) {
      Dataset<Row> frame =
          read(endpoint).load("shop/orders").select("id", "total", "old").orderBy("id");
      assertThat(frame.collectAsList())
          .extracting(Row::toString)
          .containsExactly("[1,1.5,true]", "[2,20.0,null]");
      assertThat(two.origin()).isEqualTo(one.origin());
    }
  }

  @Test
  void showsKeysThatAreOfAnotherTypeInEachBrowserAsJson() {
    try (LinkedApp one = LinkedApp.start(endpoint, notes("[[1, { a: 1 }], [2, { a: 2 }]]"));
        LinkedApp two = one.otherBrowser(notes("[['x', { a: 3 }]]"))) {
      Dataset<Row> frame = read(endpoint).load("shop/notes");
      assertThat(frame.schema().toDDL()).isEqualTo("_key STRING,a BIGINT");
      assertThat(Plain.rows(frame))
          .containsExactlyInAnyOrder(List.of("1", 1L), List.of("2", 2L), List.of("\"x\"", 3L));
      assertThat(two.origin()).isEqualTo(one.origin());
    }
  }

  private static BrowserDatabase notes(String entries) {
    return BrowserDatabase.named("shop").store("notes", "{}").entries(entries);
  }

  @Test
  void readsTheUnionOfTwoAgents() {
    try (Agent other = Agent.start(AgentOptions.DEFAULT.withPort(0));
        LinkedApp one = LinkedApp.start(endpoint, orders(1, 3))) {
      one.app().linksTo(other.uri().toString());
      try (LinkedApp two = one.otherBrowser(orders(3, 5))) {
        Dataset<Row> frame = read(endpoint + ", " + other.uri()).load("shop/orders");
        assertThat(rowsByIdAndClient(frame))
            .containsExactlyInAnyOrder(
                List.of(1L, one.client()),
                List.of(2L, one.client()),
                List.of(3L, two.client()),
                List.of(4L, two.client()));
      }
    }
  }

  @Test
  void readsABrowserThatIsLinkedToTwoAgentsOnce() {
    try (Agent other = Agent.start(AgentOptions.DEFAULT.withPort(0));
        LinkedApp app = LinkedApp.start(endpoint, orders(1, 4))) {
      app.app().linksTo(other.uri().toString());
      Tab second = app.profile().open(app.app().page());
      LinkedApp.awaitState(second, "linked");
      assertThat(read(other.uri().toString()).load("shop/orders").count()).isEqualTo(3);
      assertThat(read(endpoint + "," + other.uri()).load("shop/orders").count()).isEqualTo(3);
    }
  }

  @Test
  void refusesToReadWithoutOneOfTheAgents() {
    Agent stopped = Agent.start(AgentOptions.DEFAULT.withPort(0));
    String gone = stopped.uri().toString();
    stopped.close();
    try (LinkedApp app = LinkedApp.start(endpoint, orders(1, 3))) {
      assertRefused(
              ErrorCode.AGENT_UNREACHABLE, () -> read(endpoint + "," + gone).load("shop/orders"))
          .contains("Cannot reach the agent at " + gone + ": ", "Start it with ");
      assertThat(app.origin()).isNotEmpty();
    }
  }

  @Test
  void readsAnAppInTwoTabsOnceAndGoesOnWithTheOther() {
    try (LinkedApp app = LinkedApp.start(endpoint, orders(1, 4));
        LogCapture log = LogCapture.start()) {
      Tab second = app.profile().open(app.app().page());
      LinkedApp.awaitState(second, "standby");
      assertThat(rowsByIdAndClient(read(endpoint).load("shop/orders"))).hasSize(3);

      String client = app.client();
      app.tab().close();
      LinkedApp.awaitState(second, "linked");
      log.await("the second link", line -> line.contains(client) && line.contains("linked"));
      assertThat(rowsByIdAndClient(read(endpoint).load("shop/orders")))
          .as("the same client, in another tab")
          .containsExactly(List.of(1L, client), List.of(2L, client), List.of(3L, client));
    }
  }

  @Test
  void goesOnWithTheOtherTabOfALinkThatWasClosedAndNeverComesBackToIt() {
    try (LinkedApp app = LinkedApp.start(endpoint, orders(1, 4))) {
      Tab closed = app.tab();
      String client = app.client();
      Tab second = app.profile().open(app.app().page());
      LinkedApp.awaitState(second, "standby");

      closed.evaluate("window.link.close()");
      LinkedApp.awaitState(second, "linked");
      assertThat(locks(closed, "held")).isEqualTo(1);
      assertThat(locks(closed, "pending")).as("the closed link waits for no turn").isZero();
      assertThat(rowsByIdAndClient(read(endpoint).load("shop/orders")))
          .containsExactly(List.of(1L, client), List.of(2L, client), List.of(3L, client));

      second.close();
      Awaitility.await("the end of the other tab")
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> locks(closed, "held"), Integer.valueOf(0)::equals);
      closed.evaluate(
          """
          ['online', 'pageshow'].forEach(name => dispatchEvent(new Event(name)));
          document.dispatchEvent(new Event('visibilitychange'));
          """);
      assertThat(locks(closed, "held") + locks(closed, "pending")).isZero();
      assertRefused(ErrorCode.NO_CLIENTS, () -> read(endpoint).load("shop/orders"));
      assertThat(closed.evaluate("window.statuses.map(({ state }) => state).join()").asText())
          .isEqualTo("standby,connecting,linked,closed");
    }
  }

  @Test
  void logsWhichClientsAreAwayAndInsistsOnThemIfAsked() {
    try (LinkedApp one = LinkedApp.start(endpoint, orders(1, 3));
        LinkedApp two = one.otherBrowser(orders(3, 6));
        LogCapture log = LogCapture.start()) {
      String away = two.client();
      two.tab().close();
      log.await("the end of the link", line -> line.contains(away) && line.contains("gone"));

      assertThat(read(endpoint).load("shop/orders").count()).isEqualTo(2);
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.contains("from 1 client(s)")
                      && line.contains("1 known client(s) are away[" + away + "]"));
      assertRefused(
              ErrorCode.TOO_FEW_CLIENTS,
              () -> read(endpoint).option("minClients", 2).load("shop/orders"))
          .contains("1 of 2 clients", one.client(), "known but away: " + away, "'minClients'");
    }
  }

  @Test
  void namesTheClientsOfTheOriginThatHaveNoSuchStore() {
    try (LinkedApp one = LinkedApp.start(endpoint, orders(1, 3));
        LinkedApp two =
            one.otherBrowser(BrowserDatabase.named("shop").store("drafts", "{ keyPath: 'id' }"));
        LogCapture log = LogCapture.start()) {
      assertThat(read(endpoint).load("shop/orders").count()).isEqualTo(2);
      assertThat(log.lines())
          .anyMatch(line -> line.contains("1 have no such store[" + two.client() + "]"));
    }
  }

  private static List<Object> rowsByIdAndClient(Dataset<Row> frame) {
    return Plain.rows(frame.select("id", "_client"));
  }

  /** How many locks of the app are held, or asked for in vain so far ({@code pending}). */
  private static int locks(Tab tab, String which) {
    return tab.evaluate("(await navigator.locks.query())." + which + ".length").asInt();
  }

  private static DataFrameReader read(String endpoints) {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", endpoints)
        .option("waitForClients", "300ms");
  }

  /** Records with ids from {@code first} to before {@code end}. */
  private static BrowserDatabase orders(int first, int end) {
    return BrowserDatabase.named("shop")
        .store("orders", "{ keyPath: 'id' }")
        .records(
            "Array.from({ length: %d }, (_, i) => ({ id: i + %d, total: 10 * (i + %d) }))"
                .formatted(end - first, first, first));
  }
}
