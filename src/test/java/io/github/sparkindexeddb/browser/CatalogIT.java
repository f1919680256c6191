// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.spark.IndexedDbCatalog;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Browsers as a catalog of Spark, in SQL. */
@EverySpark
class CatalogIT {
  @AutoClose private final Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
  private final SparkSession spark = session(agent.uri().toString());

  @Test
  void showsDatabasesAndStores() {
    BrowserDatabase mail = BrowserDatabase.named("mail").store("letters", "{ keyPath: 'id' }");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop(1, 3), mail)) {
      assertThat(rows("SHOW NAMESPACES IN browser"))
          .containsExactlyInAnyOrder(List.of("shop"), List.of("mail"));
      assertThat(rows("SHOW NAMESPACES IN browser LIKE 'sh*'")).containsExactly(List.of("shop"));
      assertThat(rows("SHOW TABLES IN browser.shop"))
          .containsExactlyInAnyOrder(
              List.of("shop", "orders", false), List.of("shop", "customers", false));
      assertThat(rows("SHOW TABLES IN browser.shop LIKE 'o*'")).hasSize(1);
      assertThat(app.origin()).isNotEmpty();
    }
  }

  @Test
  void describesAStore() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop(1, 4))) {
      assertThat(described("DESCRIBE browser.shop.orders"))
          .containsExactlyInAnyOrderEntriesOf(Map.of("id", "bigint", "total", "bigint"));

      Map<Object, Object> described = described("DESCRIBE EXTENDED browser.shop.orders");
      assertThat(described)
          .containsEntry("_client", "string")
          .containsEntry("Provider", "indexeddb")
          .containsEntry("Location", agent.uri().toString());
      // One row, or from Spark 4.2 on three.
      assertThat(
              described.getOrDefault(
                  "Name",
                  "%s.%s.%s"
                      .formatted(
                          described.get("Catalog"),
                          described.get("Namespace"),
                          described.get("Table"))))
          .isEqualTo("browser.shop.orders");
      assertThat(described.get("Table Properties").toString())
          .contains("keyPath=id", "records=3", "clients=" + app.client() + " of " + app.origin())
          .contains("indexes=byTotal (total), byWords (words, multiEntry)", "autoIncrement=false");
      assertThat(described("DESCRIBE NAMESPACE EXTENDED browser.shop").toString())
          .contains("Location=" + agent.uri(), "(versions,1)", "(origins," + app.origin() + ")");
    }
  }

  @Test
  void selectsAndJoins() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop(1, 5))) {
      assertThat(rows("SELECT sum(total), count(*) FROM browser.shop.orders"))
          .containsExactly(List.of(100L, 4L));
      assertThat(
              rows(
                  "SELECT name, o._key, c._origin FROM browser.shop.orders o JOIN browser.shop.customers c"
                      + " ON o.id = c.id WHERE c._client = '"
                      + app.client()
                      + "'"))
          .containsExactly(List.of("Ann", 1.0, app.origin()));
      spark.sql("USE browser.shop");
      assertThat(rows("SELECT max(id) FROM orders")).containsExactly(List.of(4L));
      assertThat(spark.catalog().tableExists("browser.shop.orders")).isTrue();
    }
  }

  @Test
  void takesNamesThatNeedQuotes() {
    List<String> odd = List.of("a.b", "a/b", "it's", "`tick`", "🍊 ©", "UPPER", "%2e");
    BrowserDatabase[] databases =
        odd.stream()
            .map(
                name ->
                    BrowserDatabase.named(name)
                        .store(name, "{ keyPath: 'id' }")
                        .record("{ id: " + name.length() + " }"))
            .toArray(BrowserDatabase[]::new);
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), databases)) {
      assertThat(rows("SHOW NAMESPACES IN browser")).hasSize(odd.size());
      for (String name : odd) {
        String quoted = "`" + name.replace("`", "``") + "`";
        String table = "browser." + quoted + "." + quoted;
        assertThat(rows("SELECT id FROM " + table))
            .as(table)
            .containsExactly(List.of((long) name.length()));
        assertThat(tables(spark, quoted)).as(table).containsExactly(name);
        assertThat(described("DESCRIBE EXTENDED " + table).toString()).contains("records=1");
      }
      assertThat(app.origin()).isNotEmpty();
    }
  }

  @Test
  void takesNamesWithoutAnyLetter() {
    BrowserDatabase empty =
        BrowserDatabase.named("").store("", "{ keyPath: 'id' }").record("{ id: 7 }");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), empty)) {
      assertThat(rows("SELECT id FROM browser.``.``")).containsExactly(List.of(7L));
      assertThat(app.origin()).isNotEmpty();
    }
  }

  @Test
  void saysAsSparkDoesThatANameIsUnknownAndLogsTheNearest() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop(1, 2));
        LogCapture log = LogCapture.start()) {
      assertThatThrownBy(() -> rows("SELECT * FROM browser.shop.ordres"))
          .isInstanceOf(AnalysisException.class)
          .hasMessageContaining("TABLE_OR_VIEW_NOT_FOUND")
          .hasMessageContaining("`browser`.`shop`.`ordres`");
      log.await("the nearest name", line -> line.contains("nearest: 'orders'"));
      assertThatThrownBy(() -> rows("SHOW TABLES IN browser.shpo"))
          .isInstanceOf(AnalysisException.class)
          .hasMessageContaining("SCHEMA_NOT_FOUND");
      assertThat(spark.catalog().tableExists("browser.shop.ordres")).isFalse();
      assertThat(app.origin()).isNotEmpty();
    }
  }

  @Test
  void refusesToChangeAnything() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop(1, 2))) {
      for (String statement :
          List.of(
              "CREATE TABLE browser.shop.more (id bigint)",
              "CREATE TABLE browser.shop.more AS SELECT 1 AS id",
              "DROP TABLE browser.shop.orders",
              "ALTER TABLE browser.shop.orders ADD COLUMN more bigint",
              "ALTER TABLE browser.shop.orders RENAME TO browser.shop.more",
              "CREATE NAMESPACE browser.more",
              "DROP NAMESPACE browser.shop")) {
        assertRefused(ErrorCode.READ_ONLY, () -> spark.sql(statement)).contains("only reads it");
      }
      for (String statement :
          List.of(
              "INSERT INTO browser.shop.orders VALUES (1, 2)",
              "DELETE FROM browser.shop.orders",
              "TRUNCATE TABLE browser.shop.orders")) {
        assertThatThrownBy(() -> spark.sql(statement))
            .as(statement)
            .isInstanceOf(AnalysisException.class)
            .hasMessageContaining("browser.shop.orders");
      }
      assertThat(rows("SELECT count(*) FROM browser.shop.orders")).containsExactly(List.of(1L));
      assertThat(app.origin()).isNotEmpty();
    }
  }

  @Test
  void cachesATable() {
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop(1, 5))) {
      rows("CACHE TABLE browser.shop.orders");
      assertThat(spark.catalog().isCached("browser.shop.orders")).isTrue();
      assertThat(rows("SELECT sum(total) FROM browser.shop.orders")).containsExactly(List.of(100L));
      rows("UNCACHE TABLE browser.shop.orders");
      assertThat(spark.catalog().isCached("browser.shop.orders")).isFalse();
      assertThat(app.origin()).isNotEmpty();
    } finally {
      spark.catalog().clearCache();
    }
  }

  @Test
  void asksForTheOriginIfTwoHaveTheStore() {
    try (LinkedApp one = LinkedApp.start(agent.uri().toString(), shop(1, 3));
        LinkedApp two = LinkedApp.start(agent.uri().toString(), shop(3, 6))) {
      assertRefused(
              ErrorCode.AMBIGUOUS_ORIGIN, () -> rows("SELECT count(*) FROM browser.shop.orders"))
          .contains("'" + one.origin() + "'", "'" + two.origin() + "'");
      assertThat(spark.read().option("origin", two.origin()).table("browser.shop.orders").count())
          .isEqualTo(3);
      assertThat(rows("SHOW TABLES IN browser.shop")).hasSize(2);
      assertThat(described("DESCRIBE EXTENDED browser.shop.orders").toString())
          .contains("records=5", one.client(), two.client());

      SparkSession first = session(agent.uri().toString(), "origin", one.origin());
      assertThat(first.sql("SELECT count(*) FROM browser.shop.orders").first().getLong(0))
          .isEqualTo(2);
    }
  }

  @Test
  void readsTheUnionOfSeveralAgents() {
    try (Agent other = Agent.start(AgentOptions.DEFAULT.withPort(0));
        LinkedApp one = LinkedApp.start(agent.uri().toString(), shop(1, 3))) {
      one.app().linksTo(other.uri().toString());
      BrowserDatabase more =
          BrowserDatabase.named("shop")
              .store("orders", "{ keyPath: 'id' }")
              .record("{ id: 9, total: 90 }")
              .store("drafts", "{ keyPath: 'id' }");
      one.app().allows("{ shop: ['orders', 'customers', 'drafts'] }");
      try (LinkedApp two = one.otherBrowser(more)) {
        SparkSession both = session(agent.uri() + "," + other.uri());
        assertThat(tables(both, "shop")).containsExactlyInAnyOrder("orders", "customers", "drafts");
        assertThat(both.sql("SELECT id FROM browser.shop.orders").count()).isEqualTo(3);
        assertThat(two.origin()).isEqualTo(one.origin());
      }
    }
  }

  @Test
  void itsPageGivesStatementsThatRun() throws IOException {
    String page = Files.readString(Path.of("connector-docs", "catalog.md"));
    SparkSession session = TestSpark.spark().newSession();
    blocks(page, "properties")
        .forEach(line -> session.conf().set(line.split(" +")[0], line.split(" +")[1]));
    session.conf().set("spark.sql.catalog.browser.endpoint", agent.uri().toString());
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), shop(1, 3))) {
      List<String> statements =
          blocks(page, "sql")
              .flatMap(line -> Arrays.stream(line.split(";")))
              .filter(statement -> !statement.isBlank())
              .toList();
      assertThat(statements).hasSizeGreaterThan(5);
      for (String statement : statements) {
        assertThat(session.sql(statement.replaceFirst("--.*", "")).collectAsList())
            .as(statement)
            .isNotNull();
      }
      assertThat(app.origin()).isNotEmpty();
    }
  }

  /** The lines of all blocks of one language. */
  private static Stream<String> blocks(String page, String language) {
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(page)
        .results()
        .flatMap(block -> block.group(1).lines())
        .filter(line -> !line.isBlank());
  }

  @Test
  void saysHowToConnectABrowserIfThereIsNone() {
    assertRefused(ErrorCode.NO_CLIENTS, () -> rows("SHOW NAMESPACES IN browser"))
        .contains("Cannot list databases: no browser was connected to " + agent.uri())
        .contains("Open the app in a browser");
    assertRefused(ErrorCode.NO_CLIENTS, () -> rows("SELECT * FROM browser.shop.orders"));
  }

  private static BrowserDatabase shop(int first, int end) {
    return BrowserDatabase.named("shop")
        .store("orders", "{ keyPath: 'id' }")
        .index("byTotal", "'total'", "{}")
        .index("byWords", "'words'", "{ multiEntry: true }")
        .records(
            "Array.from({ length: %d }, (_, i) => ({ id: i + %d, total: 10 * (i + %d) }))"
                .formatted(end - first, first, first))
        .store("customers", "{ keyPath: 'id' }")
        .record("{ id: 1, name: 'Ann' }");
  }

  private static SparkSession session(String endpoints, String... more) {
    SparkSession session = TestSpark.spark().newSession();
    String catalog = "spark.sql.catalog.browser";
    session.conf().set(catalog, IndexedDbCatalog.class.getName());
    session.conf().set(catalog + ".endpoint", endpoints);
    session.conf().set(catalog + ".waitForClients", "300ms");
    for (int i = 0; i < more.length; i += 2) {
      session.conf().set(catalog + "." + more[i], more[i + 1]);
    }
    return session;
  }

  private List<Object> rows(String query) {
    return Plain.rows(spark.sql(query));
  }

  private static List<String> tables(SparkSession session, String database) {
    return session.sql("SHOW TABLES IN browser." + database).collectAsList().stream()
        .map(row -> row.getString(1))
        .toList();
  }

  /** The first two columns of a description. */
  private Map<Object, Object> described(String query) {
    return spark.sql(query).collectAsList().stream()
        .collect(Collectors.toMap(row -> row.get(0), row -> row.get(1), (a, b) -> b));
  }
}
