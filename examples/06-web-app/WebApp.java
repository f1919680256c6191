// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads what three libraries keep in a running browser. Argument: the agent's endpoint. */
class WebApp {
  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("web-app")
            .config("spark.datasource.indexeddb.endpoint", args[0])
            .config("spark.datasource.indexeddb.waitForClients", "60s")
            .getOrCreate();
    long records = 0;
    records += show(spark, "notes/notes", "Dexie: notes of tag 'round' by Ada", "array_contains(tags, 'round') AND author = 'Ada'");
    records += show(spark, "journal/entries", "idb: the days of the best mood", "mood = 4");
    records += show(spark, "settings/keyvaluepairs", "localForage: values of all sorts, as JSON", "true");
    records += show(spark, "drafts/keyvaluepairs", "localForage: values of one sort", "_key IN ('draft-1', 'draft-2')");
    spark.stop();
    System.out.println("web-app: ok, " + records + " records read");
  }

  private static long show(SparkSession spark, String path, String title, String condition) {
    Dataset<Row> store = spark.read().format("indexeddb").load(path);
    Dataset<Row> some = store.where(condition);
    System.out.println(title + ": " + some.count() + " of " + store.count() + "\n");
    store.printSchema();
    some.show(3, 40);
    return store.count();
  }
}
