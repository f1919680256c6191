// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.ShopDatabase;
import io.github.sparkindexeddb.testing.TestSpark;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The quick start's shop, read by Spark and compared with what the browser says of it. */
class ShopIT {
  private static final int ORDERS = 3000;
  private static final int CUSTOMERS = 300;
  private static final ShopDatabase SHOP = ShopDatabase.of(ORDERS);
  private static Agent agent;
  private static LinkedApp app;

  @BeforeAll
  static void link() {
    BrowserDatabase shop = SHOP.database();
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app = LinkedApp.start(agent.uri().toString(), shop);
    for (String store : shop.stores()) {
      load(store).createOrReplaceTempView(store);
    }
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
  }

  @Test
  void infersTheSchemaOfEachStore() {
    assertThat(load("orders").schema())
        .isEqualTo(
            StructType.fromDDL(
                "id bigint, customer bigint, placed timestamp,"
                    + " lines array<struct<sku: string, price: double, quantity: bigint>>,"
                    + " total double, paid boolean, note string,"
                    + " delivery struct<street: string, floor: bigint>"));
    assertThat(load("customers").schema())
        .isEqualTo(
            StructType.fromDDL(
                "id bigint, name string, country string, since timestamp,"
                    + " settings map<string, boolean>, email string"));
    assertThat(load("products").schema())
        .isEqualTo(
            StructType.fromDDL(
                "sku string, name string, price double, categories array<string>,"
                    + " size struct<height: bigint, width: bigint>, thumbnail binary,"
                    + " discontinued timestamp"));
  }

  @Test
  void readsEveryRecordOnce() {
    assertThat(count("SELECT count(*) FROM orders")).isEqualTo(ORDERS);
    assertThat(count("SELECT count(DISTINCT id) FROM orders")).isEqualTo(ORDERS);
    assertThat(count("SELECT count(*) FROM customers")).isEqualTo(CUSTOMERS);
    assertThat(count("SELECT count(*) FROM products")).isEqualTo(ShopDatabase.PRODUCTS);
  }

  @Test
  void sumsAsTheBrowserDoes() {
    String cents = "%s.reduce((sum, order) => sum + Math.round(order.total * 100), 0)";
    String orders = SHOP.orders();
    assertThat(count("SELECT sum(CAST(round(total * 100) AS bigint)) FROM orders"))
        .isEqualTo(app.tab().evaluate(cents.formatted(orders)).longValue());
    assertThat(count("SELECT sum(size(lines)) FROM orders"))
        .isEqualTo(
            app.tab()
                .evaluate(orders + ".reduce((sum, order) => sum + order.lines.length, 0)")
                .longValue());
  }

  @Test
  void joinsStores() {
    Dataset<Row> revenue =
        TestSpark.spark()
            .sql(
                "SELECT country, count(*) FROM orders JOIN customers"
                    + " ON orders.customer = customers.id GROUP BY country ORDER BY country");
    List<Object> rows = Plain.rows(revenue);
    assertThat(rows).hasSize(8);
    assertThat(rows.stream().mapToLong(row -> (long) ((List<?>) row).get(1)).sum())
        .isEqualTo(ORDERS);
  }

  @Test
  void namesTheClientAndTheOriginOfEveryRow() {
    Dataset<Row> places = load("orders").select("_client", "_origin").distinct();
    assertThat(Plain.rows(places)).containsExactly(List.of(app.client(), app.origin()));
  }

  private static long count(String query) {
    return TestSpark.spark().sql(query).first().getLong(0);
  }

  private static Dataset<Row> load(String store) {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .load("shop/" + store);
  }
}
