// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.spark.testing.FakeAgent;
import io.github.sparkindexeddb.spark.testing.Orders;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.message.ScanRequest.Projection;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.types.StructType;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IndexedDbSourceIT {
  private static final int ORDERS = 10;

  private FakeAgent agent;

  @BeforeEach
  void start() throws IOException {
    agent =
        new FakeAgent(
            Orders.store(ORDERS)
                .withClients(List.of(Orders.records(0, 6), Orders.records(6, ORDERS))));
  }

  @AfterEach
  void stop() throws IOException {
    agent.close();
  }

  @Test
  void refusesAStreamedWriteWhateverItsOptions() {
    for (String option : List.of("checkpointLocation", "queryName")) {
      assertRefused(
              ErrorCode.READ_ONLY,
              () ->
                  TestSpark.spark()
                      .readStream()
                      .format("rate")
                      .load()
                      .writeStream()
                      .format("indexeddb")
                      .option("endpoint", agent.endpoint())
                      .option("path", "shop/orders")
                      .option(option, "/nowhere")
                      .start())
          .contains("Cannot write to format 'indexeddb'");
    }
  }

  @Test
  void readsTheUnionOfAllClients() {
    Dataset<Row> frame = Orders.read(agent).load();

    TestSpark.assertFramesEqual(
        Orders.expected(frame.schema(), 0, ORDERS).orderBy("id"), frame.orderBy("id"));
  }

  @ParameterizedTest
  @EnumSource(SaveMode.class)
  void refusesToWrite(SaveMode mode) {
    Dataset<Row> frame = TestSpark.spark().range(3).toDF("id");
    assertRefused(
            ErrorCode.READ_ONLY,
            () ->
                frame
                    .write()
                    .format("indexeddb")
                    .option("endpoint", agent.endpoint())
                    .mode(mode)
                    .save("shop/orders"))
        .contains("Cannot write to format 'indexeddb'", "write to another format");
  }

  @Test
  void samplesOnceForOneLoad() {
    Orders.read(agent).load().collectAsList();

    assertThat(agent.summaries).hasSize(1);
    assertThat(agent.scans).hasSize(1);
  }

  @Test
  void asksTheAgentForNoScanBeforeAnAction() {
    Dataset<Row> frame = Orders.read(agent).load().filter("id > 3");

    assertThat(plan(frame)).contains("indexeddb 'shop/orders'");
    assertThat(agent.scans).isEmpty();
  }

  @Test
  void plansOneScanForOneFrame() {
    Dataset<Row> frame = Orders.read(agent).load();

    frame.collectAsList();
    frame.collectAsList();

    assertThat(agent.scans).hasSize(1);
  }

  @Test
  void releasesAScanThatNobodyRefersTo() {
    Orders.read(agent).load().collectAsList();

    Awaitility.await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(agent.released).containsExactly("s1");
            });
  }

  @Test
  void keepsAScanAsLongAsItsPartitions() {
    JavaRDD<Row> rows = Orders.read(agent).load().toJavaRDD();
    int partitions = rows.getNumPartitions();

    System.gc();

    assertThat(rows.count()).isEqualTo(ORDERS);
    assertThat(partitions).isEqualTo(2);
    assertThat(agent.scans).hasSize(1);
    assertThat(agent.released).isEmpty();
  }

  @Test
  void readsTheSelectedColumnsOnly() {
    Orders.read(agent).load().select("total", "id").collectAsList();

    assertThat(projection().columns()).extracting(Column::name).containsExactly("id", "total");
    assertThat(projection().judged()).isEmpty();
  }

  @Test
  void readsTheSelectedFieldsOfStructsOnly() {
    Dataset<Row> frame =
        Orders.read(agent).load().select(col("customer.address.zip"), col("lines.n")).limit(1);

    assertThat(frame.collectAsList().get(0).getLong(0)).isEqualTo(4000);
    assertThat(SparkTypes.toSpark(projection().columns()).toDDL())
        .isEqualTo("customer STRUCT<address: STRUCT<zip: BIGINT>>,lines ARRAY<STRUCT<n: BIGINT>>");
  }

  @Test
  void findsNestedFieldsInAnyCase() {
    Row row = Orders.read(agent).load().selectExpr("max(CUSTOMER.Address.ZIP)").first();

    assertThat(row.getLong(0)).isEqualTo(4009);
  }

  @Test
  void countsWithoutReadingAColumn() {
    assertThat(Orders.read(agent).load().count()).isEqualTo(ORDERS);
    assertThat(projection().columns()).isEmpty();
  }

  @Test
  void readsEverythingWithoutPushdown() {
    Dataset<Row> frame = Orders.read(agent).option("pushdown", "false").load();

    assertThat(frame.select("id", "_client").orderBy("id").first().getString(1))
        .isEqualTo("client-0");
    assertThat(frame.count()).isEqualTo(ORDERS);
    assertThat(agent.scans)
        .allSatisfy(
            scan ->
                assertThat(scan.projection().columns())
                    .extracting(Column::name)
                    .containsExactly(StructType.fromDDL(Orders.DDL).fieldNames()));
  }

  @Test
  void givesTheSameAnswersWithAndWithoutPushdown() {
    Dataset<Row> on = Orders.read(agent).load();
    Dataset<Row> off = Orders.read(agent).option("pushdown", "false").load();

    for (String query :
        List.of(
            "id % 3, sum(total)",
            "customer.address.city, count(*)",
            "size(lines), min(lines[0].n)",
            "tags['k'] > 'v5', max(placed)")) {
      String[] parts = query.split(", ", 2);
      TestSpark.assertFramesEqualAnyOrder(grouped(off, parts), grouped(on, parts));
    }
  }

  @Test
  void tellsOfEachRowWhoseItIs() {
    Dataset<Row> frame = Orders.read(agent).load();

    Row row = frame.select("_origin", "id", "_client", "_key").orderBy(col("id").desc()).first();

    assertThat(row.getString(0)).isEqualTo(FakeAgent.ORIGIN);
    assertThat(row.getString(2)).isEqualTo("client-1");
    assertThat(projection().columns())
        .extracting(Column::source)
        .containsExactly(Source.FIELD, Source.KEY);
    assertThat(agent.summaries).as("the schema's summary knows the keys").hasSize(1);
  }

  @Test
  void joinsWithItself() {
    Dataset<Row> frame = Orders.read(agent).load();

    long pairs =
        frame.as("a").join(frame.as("b"), col("a.id").equalTo(col("b.id").plus(1))).count();

    assertThat(pairs).isEqualTo(ORDERS - 1);
  }

  @Test
  void servesSql() {
    TestSpark.spark()
        .sql(
            "CREATE OR REPLACE TEMPORARY VIEW orders USING indexeddb OPTIONS (endpoint '"
                + agent.endpoint()
                + "', database 'shop', STORE 'orders')");

    Row row = TestSpark.spark().sql("SELECT sum(lines[0].n), max(total) FROM orders").first();

    assertThat(row.getLong(0)).isEqualTo(45);
    assertThat(row.getDouble(1)).isEqualTo(9.5);
    assertThat(agent.summaries).hasSize(1);
  }

  @Test
  void servesSqlWithASchema() {
    TestSpark.spark()
        .sql(
            "CREATE OR REPLACE TEMPORARY VIEW totals (total double) USING indexeddb OPTIONS"
                + " (endpoint '"
                + agent.endpoint()
                + "', path 'shop/orders')");

    assertThat(TestSpark.spark().table("totals").schema().toDDL()).isEqualTo("total DOUBLE");
    assertThat(TestSpark.spark().table("totals").count()).isEqualTo(ORDERS);
    assertThat(agent.summaries).isEmpty();
  }

  @Test
  void takesOptionsOfTheSession() {
    TestSpark.spark().conf().set("spark.datasource.indexeddb.endpoint", agent.endpoint());
    try {
      assertThat(TestSpark.spark().read().format("indexeddb").load("shop/orders").count())
          .isEqualTo(ORDERS);
    } finally {
      TestSpark.spark().conf().unset("spark.datasource.indexeddb.endpoint");
    }
  }

  @Test
  void neverShowsTheToken() {
    Dataset<Row> frame =
        Orders.read(agent).option("token", "s3cret-token").option("TOKEN", "s3cret-token").load();

    frame.collectAsList();

    assertThat(plan(frame)).contains("splits 2", "clients 2").doesNotContain("s3cret");
    assertThat(frame.queryExecution().debug().codegenToSeq().toString()).doesNotContain("s3cret");
  }

  private static Dataset<Row> grouped(Dataset<Row> frame, String[] parts) {
    return frame.groupBy(expr(parts[0]).as("key")).agg(expr(parts[1]).as("value"));
  }

  private Projection projection() {
    assertThat(agent.scans).hasSize(1);
    return agent.scans.peek().projection();
  }

  private static String plan(Dataset<Row> frame) {
    return frame.queryExecution().toString();
  }
}
