// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users do next with a store: tables, views, joins and files of it. */
@EverySpark
class StatementsIT {
  private static final String PARQUET_REBASE = "spark.sql.parquet.int96RebaseModeInWrite";

  private static final BrowserDatabase NEXT =
      BrowserDatabase.named("next")
          .store("orders", "{ keyPath: 'id' }")
          .records(
              "Array.from({ length: 30 }, (_, id) => ({ id, n: id % 7, 'a b': 'x', 'c;d=,{}()': 1.5 }))")
          .store("changing", "{ keyPath: 'id' }")
          .records("[{ id: 3, n: 6 }, { id: 4, n: 1 }]")
          .store("mixed", "{ keyPath: 'id' }")
          .records("[{ id: 1, n: 1 }, { id: 2, n: 'text' }]")
          .store("far", "{ keyPath: 'id' }")
          .records(
              "[-8.64e15, -62167219200001, -1e13, 0, 8.64e15].map((at, id) => ({ id, at: new Date(at) }))");

  private static final String WRITE =
      """
      await new Promise((resolve, reject) => {
        const request = indexedDB.open('next');
        request.onerror = reject;
        request.onsuccess = () => {
          const transaction = request.result.transaction('changing', 'readwrite');
          transaction.objectStore('changing').put(%s);
          transaction.onabort = reject;
          transaction.oncomplete = () => {
            request.result.close();
            resolve();
          };
        };
      })
      """;

  private static Agent agent;
  private static LinkedApp app;

  @TempDir private Path files;

  private final SparkSession spark = TestSpark.spark();

  @BeforeAll
  static void link() {
    SparkSession spark = TestSpark.spark();
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app = LinkedApp.start(agent.uri().toString(), NEXT);
    spark
        .conf()
        .set("spark.sql.catalog.statements", "io.github.sparkindexeddb.spark.IndexedDbCatalog");
    spark.conf().set("spark.sql.catalog.statements.endpoint", agent.uri().toString());
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
  }

  @Test
  void aTableOfSparksOwnCatalogIsReadOrSaysWhatToUse() {
    String as =
        " USING indexeddb OPTIONS (endpoint '%s', database 'next', store 'orders')"
            .formatted(agent.uri());
    spark.sql("CREATE TABLE created" + as);
    spark.sql("CREATE TABLE given (id bigint, n bigint)" + as);
    try {
      if (spark.version().startsWith("3.")) {
        for (String table : List.of("created", "given")) {
          assertRefused(
                  ErrorCode.STATEMENT_NOT_SUPPORTED,
                  () -> spark.sql("SELECT sum(n) FROM " + table).collectAsList())
              .contains("'CREATE TEMPORARY VIEW … USING indexeddb OPTIONS (…)'", "'DROP TABLE'");
        }
      } else {
        assertThat(sum("created")).isEqualTo(85);
        assertThat(sum("given")).isEqualTo(85);
        String byPath = as.replace("database 'next', store 'orders'", "path 'next/orders'");
        assertRefused(
                ErrorCode.STATEMENT_NOT_SUPPORTED, () -> spark.sql("CREATE TABLE placed" + byPath))
            .contains("Name the store by options 'database' and 'store'.");
      }
    } finally {
      spark.sql("DROP TABLE created");
      spark.sql("DROP TABLE given");
    }
    spark.sql("CREATE TEMPORARY VIEW created" + as);
    assertThat(sum("created")).isEqualTo(85);
    spark.sql("DROP VIEW created");
    assertThat(sum("statements.next.orders")).isEqualTo(85);
  }

  @Test
  void thePastIsRefused() {
    for (String when : List.of("VERSION AS OF 1", "TIMESTAMP AS OF '2026-01-01'")) {
      assertRefused(
              ErrorCode.STATEMENT_NOT_SUPPORTED,
              () -> spark.sql("SELECT * FROM statements.next.orders " + when))
          .contains("Cannot read 'statements.next.orders' as it was");
    }
  }

  @Test
  void theCatalogIsListed() throws AnalysisException {
    assertThat(spark.catalog().listTables("statements.next").collectAsList())
        .extracting(table -> table.name())
        .containsExactlyInAnyOrder("changing", "far", "mixed", "orders");
    assertThat(spark.catalog().tableExists("statements.next.orders")).isTrue();
    assertThat(spark.catalog().listColumns("statements.next.orders").collectAsList())
        .extracting(column -> column.name())
        .containsExactly("id", "n", "a b", "c;d=,{}()");
    assertThat(spark.sql("DESCRIBE EXTENDED statements.next.orders").collectAsList())
        .contains(RowFactory.create("n", "bigint", null));
  }

  @Test
  void aViewWhoseTypesHaveChangedIsCreatedAnew() {
    String view =
        "CREATE OR REPLACE TEMPORARY VIEW changing AS SELECT id, n FROM statements.next.changing";
    spark.sql(view);
    assertThat(spark.sql("SELECT max(n) FROM changing").first().getLong(0)).isEqualTo(6);
    app.tab().evaluate(WRITE.formatted("{ id: 3, n: 'text' }"));
    assertThatThrownBy(() -> spark.sql("SELECT max(n) FROM changing").collectAsList())
        .hasMessageContaining("CANNOT_UP_CAST_DATATYPE");

    spark.sql(view);

    assertThat(spark.sql("SELECT n FROM changing WHERE id = 3").first().getString(0))
        .isEqualTo("\"text\"");
    spark.sql("DROP VIEW changing");
  }

  /** Follows what the message says, one after the other. */
  @Test
  void whatDoesNotFitIsReadInEachWayThatTheMessageNames() {
    Dataset<Row> inferred = reader().option("sampleSize", "1").load("next/mixed");
    Dataset<Row> given = reader().schema("id int, n int").load("next/mixed");
    for (Dataset<Row> frame : List.of(inferred, given)) {
      assertRefused(ErrorCode.VALUE_DOES_NOT_FIT, frame::collectAsList)
          .contains(
              "Load it again with 'sampleSize=all', with a wider type in 'schemaHints' or the schema, or with"
                  + " 'mode=PERMISSIVE'.");
    }
    assertThat(rows(reader().option("sampleSize", "all").load("next/mixed").select("id", "n")))
        .containsExactly("[1,1]", "[2,\"text\"]");
    assertThat(
            rows(
                reader()
                    .option("sampleSize", "1")
                    .option("schemaHints", "n string")
                    .load("next/mixed")
                    .select("id", "n")))
        .containsExactly("[1,1]", "[2,text]");
    assertThat(rows(reader().schema("id int, n string").load("next/mixed")))
        .containsExactly("[1,1]", "[2,text]");
    assertThat(
            rows(reader().schema("id int, n int").option("mode", "PERMISSIVE").load("next/mixed")))
        .containsExactly("[1,1]", "[2,null]");
  }

  @Test
  void aStoreIsJoinedWithItself() {
    Dataset<Row> orders = read("orders");
    assertThat(orders.join(orders, "id").count()).isEqualTo(30);
    assertThat(orders.as("a").join(orders.as("b"), expr("a.id = b.n")).count()).isEqualTo(30);
    Dataset<Row> some = orders.where("n = 1");
    assertThat(orders.join(some, orders.col("id").equalTo(some.col("id"))).count()).isEqualTo(5);
  }

  @Test
  void oddNamesAndFarDatesAreWrittenToFilesAndReadBack() {
    spark.conf().set(PARQUET_REBASE, "CORRECTED");
    for (String format : List.of("parquet", "orc", "csv", "json")) {
      for (String store : List.of("orders", "far")) {
        Dataset<Row> read = read(store);
        if (format.equals("csv") || format.equals("json")) {
          read = texts(read);
        }
        String path = files.resolve(format + "-" + store).toString();
        read.write().format(format).option("header", "true").save(path);
        Dataset<Row> back =
            spark.read().format(format).schema(read.schema()).option("header", "true").load(path);
        assertThat(rows(back)).as(path).isEqualTo(rows(read));
      }
    }
    spark.conf().unset(PARQUET_REBASE);
  }

  /** What Python has no dates for. */
  @Test
  void farDatesAreReadAsTexts() {
    assertThat(rows(texts(read("far"))))
        .containsExactly(
            "[0,-271821-04-20 00:00:00]",
            "[1,-0001-12-31 23:59:59.999]",
            "[2,1653-02-10 06:13:20]",
            "[3,1970-01-01 00:00:00]",
            "[4,+275760-09-13 00:00:00]");
    assertThat(read("far").where("at BETWEEN '0001-01-01' AND '9999-12-31'").count()).isEqualTo(2);
  }

  private static Dataset<Row> texts(Dataset<Row> frame) {
    return List.of(frame.columns()).contains("at")
        ? frame.withColumn("at", col("at").cast("string"))
        : frame;
  }

  private Dataset<Row> read(String store) {
    return reader().load("next/" + store);
  }

  private DataFrameReader reader() {
    return spark.read().format("indexeddb").option("endpoint", agent.uri().toString());
  }

  private long sum(String table) {
    return spark.sql("SELECT sum(n) FROM " + table).first().getLong(0);
  }

  private static List<String> rows(Dataset<Row> frame) {
    return frame.orderBy("id").collectAsList().stream().map(Row::toString).toList();
  }
}
