// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.spark.testing.FakeAgent;
import io.github.sparkindexeddb.spark.testing.Orders;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.value.Column;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Spark asks of an agent through a catalog. */
class CatalogReadIT {
  private static final int ORDERS = 10;

  /** Catalogs are kept by the session. */
  private final SparkSession spark = TestSpark.spark().newSession();

  @AutoClose private final FakeAgent agent;

  CatalogReadIT() throws IOException {
    agent =
        new FakeAgent(
            Orders.store(ORDERS)
                .withClients(List.of(Orders.records(0, 6), Orders.records(6, ORDERS))));
  }

  @BeforeEach
  void configure() {
    String catalog = "spark.sql.catalog.browser";
    spark.conf().set(catalog, IndexedDbCatalog.class.getName());
    spark.conf().set(catalog + ".endpoint", agent.endpoint());
    spark.conf().set(catalog + ".maxPartitions", "3");
  }

  @Test
  void readsTheSameRowsAsTheFormat() {
    TestSpark.assertFramesEqual(
        Orders.read(agent).load().orderBy("id"), spark.table("browser.shop.orders").orderBy("id"));
  }

  @Test
  void samplesOnceForOneStatement() {
    Dataset<Row> frame = spark.sql("SELECT id, total FROM browser.shop.orders");

    frame.collectAsList();
    frame.collectAsList();

    assertThat(agent.summaries).hasSize(1);
    assertThat(agent.scans).hasSize(1);
    assertThat(agent.scans.peek().projection().columns())
        .extracting(Column::name)
        .containsExactly("id", "total");
  }

  @Test
  void readsWithTheOptionsOfTheCatalogAndThoseOfTheRead() {
    spark.table("browser.shop.orders").collectAsList();
    spark
        .read()
        .option("MaxPartitions", 1)
        .option("client", "client-1")
        .table("browser.shop.orders")
        .collectAsList();

    assertThat(agent.scans.stream().map(scan -> scan.splitting().atMost().orElse(0)))
        .containsExactly(3, 1);
    assertThat(agent.scans.stream().map(ScanRequest::target).map(it -> it.client().orElse("any")))
        .containsExactly("any", "client-1");
  }

  @Test
  void namesTheTableInThePlan() {
    assertThat(spark.table("browser.shop.orders").queryExecution().toString())
        .contains("browser.shop.orders", "indexeddb 'shop/orders'");
  }
}
