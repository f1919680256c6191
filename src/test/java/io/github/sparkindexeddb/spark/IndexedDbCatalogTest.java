// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.spark.testing.FakeAgent;
import io.github.sparkindexeddb.spark.testing.Orders;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.message.DatabasesResponse.Failure;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.NoSuchNamespaceException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalog;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class IndexedDbCatalogTest {
  private static final String[] SHOP = {"shop"};
  private static final String[] NONE = {"shpo"};
  private static final Identifier ORDERS = Identifier.of(SHOP, "orders");

  @AutoClose private final FakeAgent agent;
  private final IndexedDbCatalog catalog = new IndexedDbCatalog();

  IndexedDbCatalogTest() throws IOException {
    agent =
        new FakeAgent(
            Orders.store(10).withClients(List.of(Orders.records(0, 6), Orders.records(6, 10))));
  }

  @BeforeEach
  void initialize() {
    catalog.initialize("browser", options("endpoint", agent.endpoint(), "maxPartitions", "3"));
  }

  @Test
  void hasADatabaseForANamespaceAndAStoreForATable() throws Exception {
    assertThat(catalog.name()).isEqualTo("browser");
    assertThat(catalog.listNamespaces()).isDeepEqualTo(new String[][] {SHOP});
    assertThat(catalog.listNamespaces(new String[0])).isDeepEqualTo(new String[][] {SHOP});
    assertThat(catalog.listNamespaces(SHOP)).isEmpty();
    assertThat(catalog.listTables(SHOP)).containsExactly(ORDERS);
    assertThat(catalog.listTables(new String[0])).isEmpty();
    assertThat(catalog.namespaceExists(SHOP)).isTrue();
    assertThat(catalog.tableExists(ORDERS)).isTrue();
  }

  @Test
  void tellsOfANamespaceWhereItIs() throws Exception {
    assertThat(catalog.loadNamespaceMetadata(SHOP))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("location", agent.endpoint(), "origins", FakeAgent.ORIGIN, "versions", "3"));
  }

  @Test
  void infersTheSchemaOfATableOnce() throws Exception {
    Table table = catalog.loadTable(ORDERS);

    assertThat(table.columns()).hasSameSizeAs(StructType.fromDDL(Orders.DDL).fields());
    assertThat(table.name()).isEqualTo("browser.shop.orders");
    table.properties();
    assertThat(agent.summaries).hasSize(1);
    assertThat(agent.scans).isEmpty();
  }

  /** By which Spark finds what it has cached. */
  @Test
  void aTableThatIsLookedUpTwiceIsOne() throws Exception {
    Table table = catalog.loadTable(ORDERS);

    assertThat(catalog.loadTable(ORDERS)).isEqualTo(table).hasSameHashCodeAs(table);

    IndexedDbCatalog other = new IndexedDbCatalog();
    other.initialize("browser", options("endpoint", agent.endpoint(), "mode", "PERMISSIVE"));
    assertThat(other.loadTable(ORDERS)).isNotEqualTo(table);
  }

  @Test
  void tellsOfATableWhatDescribeShows() throws Exception {
    assertThat(catalog.loadTable(ORDERS).properties())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "provider", "indexeddb",
                "location", agent.endpoint(),
                "keyPath", "id",
                "autoIncrement", "false",
                "indexes", "byCity (customer.city), byDay ([day, id], unique)",
                "records", "10",
                "clients", "client-0 of " + FakeAgent.ORIGIN + ", client-1 of " + FakeAgent.ORIGIN,
                "clientsAway", "none"));
  }

  @Test
  void refusesOptionsThatAReadCannotHave() throws Exception {
    CatalogTable table = (CatalogTable) catalog.loadTable(ORDERS);
    assertRefused(
            ErrorCode.OPTION_INVALID,
            () -> table.newScanBuilder(options("schemaHints", "total string")))
        .contains("Set spark.sql.catalog.browser.schemaHints");
    assertRefused(
            ErrorCode.OPTION_UNKNOWN, () -> table.newScanBuilder(options("orign", "http://a")))
        .contains("The nearest is 'origin'");
  }

  @Test
  void knowsNoNameThatIsNotThere() {
    assertThat(catalog.namespaceExists(NONE)).isFalse();
    assertThat(catalog.namespaceExists(new String[] {"shop", "orders"})).isFalse();
    assertThat(catalog.tableExists(Identifier.of(SHOP, "ordres"))).isFalse();
    assertThat(catalog.tableExists(Identifier.of(new String[0], "orders"))).isFalse();
    for (ThrowingCallable deed :
        List.<ThrowingCallable>of(
            () -> catalog.listTables(NONE),
            () -> catalog.listNamespaces(NONE),
            () -> catalog.loadNamespaceMetadata(NONE))) {
      assertThatThrownBy(deed)
          .isInstanceOf(NoSuchNamespaceException.class)
          .hasMessageContaining("shpo");
    }
  }

  @Test
  void saysOfADatabaseThatIsHeldThatItIs() throws Exception {
    ClientName client = new ClientName("ann", FakeAgent.ORIGIN);
    String why = "Cannot read database 'held': the app upgrades or deletes it. Wait.";
    agent.failures.add(new Failure(client, Optional.of("held"), "DATABASE_BUSY", why));
    agent.failures.add(new Failure(client, Optional.of("shop"), "DATABASE_BUSY", why));
    String[] held = {"held"};
    for (ThrowingCallable deed :
        List.<ThrowingCallable>of(
            () -> catalog.listTables(held),
            () -> catalog.namespaceExists(held),
            () -> catalog.tableExists(Identifier.of(held, "orders")),
            () -> catalog.loadNamespaceMetadata(held))) {
      assertRefused(ErrorCode.DATABASE_BUSY, deed)
          .contains(why, "This is of client ann of " + FakeAgent.ORIGIN);
    }
    assertThat(catalog.listNamespaces()).isDeepEqualTo(new String[][] {SHOP});
    assertThat(catalog.listTables(SHOP)).as("as last known").containsExactly(ORDERS);
    assertThat(catalog.namespaceExists(NONE)).isFalse();
  }

  @Test
  void saysAsSparkDoesThatATableIsUnknownAndAddsTheNearestName() {
    assertThatThrownBy(() -> catalog.loadTable(Identifier.of(SHOP, "ordres")))
        .isInstanceOf(NoSuchTableException.class)
        .hasMessageContaining("ordres")
        .satisfies(
            e ->
                assertThat(e.getSuppressed()[0])
                    .hasMessageContaining("[STORE_NOT_FOUND]")
                    .hasMessageContaining("nearest is 'orders'"));
    assertThatThrownBy(() -> catalog.loadTable(Identifier.of(NONE, "orders")))
        .isInstanceOf(NoSuchTableException.class)
        .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("'shop'"));
  }

  @Test
  void knowsNoTableOfOneNameOrThree() {
    for (String[] namespace : List.of(new String[0], new String[] {"a", "shop"})) {
      assertThatThrownBy(() -> catalog.loadTable(Identifier.of(namespace, "orders")))
          .isInstanceOf(NoSuchTableException.class);
    }
    assertThat(agent.summaries).isEmpty();
  }

  // The successor is in later versions of Spark only.
  @TestFactory
  @SuppressWarnings("deprecation")
  Stream<DynamicTest> refusesToChangeAnything() {
    Map<String, ThrowingCallable> deeds =
        Map.of(
            "create table 'browser.shop.orders'",
                () ->
                    ((TableCatalog) catalog)
                        .createTable(ORDERS, new StructType(), new Transform[0], Map.of()),
            "alter table 'browser.shop.orders'", () -> catalog.alterTable(ORDERS),
            "drop table 'browser.shop.`a.b``c`'",
                () -> catalog.dropTable(Identifier.of(SHOP, "a.b`c")),
            "rename table 'browser.shop.orders'", () -> catalog.renameTable(ORDERS, ORDERS),
            "create namespace 'browser.shop'", () -> catalog.createNamespace(SHOP, Map.of()),
            "alter namespace 'browser.shop'", () -> catalog.alterNamespace(SHOP),
            "drop namespace 'browser.shop'", () -> catalog.dropNamespace(SHOP, true));
    return deeds.entrySet().stream()
        .map(
            deed ->
                DynamicTest.dynamicTest(
                    deed.getKey(),
                    () ->
                        assertRefused(ErrorCode.READ_ONLY, deed.getValue())
                            .contains("Cannot " + deed.getKey() + ": ", "only reads")));
  }

  @Test
  void refusesWrongOptionsWhenItIsMade() {
    IndexedDbCatalog other = new IndexedDbCatalog();
    assertRefused(ErrorCode.OPTION_MISSING, () -> other.initialize("other", options()))
        .contains("spark.sql.catalog.other.endpoint");
    assertRefused(
            ErrorCode.TOKEN_IN_URL,
            () -> other.initialize("other", options("endpoint", "http://u:p@h")))
        .doesNotContain("u:p");
  }

  @Test
  void neverShowsTheToken() {
    catalog.initialize("browser", options("endpoint", agent.endpoint(), "token", "s3cret"));
    assertThat(catalog.toString()).contains(agent.endpoint()).doesNotContain("s3cret");
  }

  private static CaseInsensitiveStringMap options(String... keysAndTexts) {
    Map<String, String> map = new HashMap<>();
    for (int i = 0; i < keysAndTexts.length; i += 2) {
      map.put(keysAndTexts[i], keysAndTexts[i + 1]);
    }
    return new CaseInsensitiveStringMap(map);
  }
}
