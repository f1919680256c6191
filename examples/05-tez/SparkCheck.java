// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Asks Spark the same of the same browser, and compares. Arguments: the agent's endpoint, the
 * folder of what Tez left, the number of records that Tez read.
 */
class SparkCheck {
  public static void main(String[] args) {
    SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.datasource.indexeddb.endpoint", args[0])
            .getOrCreate();
    Dataset<Row> orders = spark.read().format("indexeddb").load("shop/orders");
    orders.createOrReplaceTempView("orders");
    spark.read().format("indexeddb").load("shop/customers").createOrReplaceTempView("customers");
    Dataset<Row> revenue =
        spark.sql(
            "SELECT country, CAST(placed AS date) AS day, count(*) AS orders,"
                + " sum(CAST(round(total * 100) AS bigint)) AS cents"
                + " FROM orders JOIN customers ON customer = customers.id GROUP BY country, day");

    requireSame("the files", revenue, tabbed(spark, args[1] + "/files"));
    requireSame("the table", revenue, tabbed(spark, args[1] + "/table.tsv"));
    requireSame("the Parquet files", orders, spark.read().parquet(args[1] + "/orders.parquet"));
    System.out.printf(
        "tez: ok, %s records, %d result rows, equal to Spark%n", args[2], revenue.count());
    spark.stop();
  }

  private static Dataset<Row> tabbed(SparkSession spark, String file) {
    return spark
        .read()
        .schema("country string, day date, orders bigint, cents bigint")
        .option("sep", "\t")
        .csv(file);
  }

  /** The same rows, each as often. */
  private static void requireSame(String what, Dataset<Row> want, Dataset<Row> got) {
    Dataset<Row> columns = got.selectExpr(want.columns());
    Dataset<Row> missing = want.exceptAll(columns);
    Dataset<Row> surplus = columns.exceptAll(want);
    if (!missing.isEmpty() || !surplus.isEmpty()) {
      System.out.println("tez: " + what + " are not what Spark reads. Only Spark has:");
      missing.show(5, false);
      System.out.println("Only Tez has:");
      surplus.show(5, false);
      System.exit(1);
    }
  }
}
