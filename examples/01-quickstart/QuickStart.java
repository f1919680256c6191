// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads the shop of a running browser. Arguments: the agent's endpoint, the browser's name. */
class QuickStart {
  public static void main(String[] args) {
    SparkSession spark = SparkSession.builder().master("local[2]").appName("quickstart").getOrCreate();
    long records = 0;
    for (String store : new String[] {"orders", "customers", "products"}) {
      Dataset<Row> rows =
          spark.read().format("indexeddb").option("endpoint", args[0]).load("shop/" + store);
      rows.createOrReplaceTempView(store);
      records += rows.count();
    }

    System.out.println("The schema of the orders, as inferred from the browser's values:\n");
    spark.table("orders").printSchema();

    System.out.println("Ten orders:\n");
    spark.sql("SELECT * FROM orders ORDER BY id LIMIT 10").show(10, 40);

    System.out.println("Revenue per country, from orders and customers:\n");
    spark.sql(
            "SELECT country, count(*) AS orders, round(sum(total), 2) AS revenue"
                + " FROM orders JOIN customers ON orders.customer = customers.id"
                + " GROUP BY country ORDER BY revenue DESC")
        .show();

    spark.stop();
    System.out.println("quickstart: ok, " + records + " records read from " + args[1]);
  }
}
