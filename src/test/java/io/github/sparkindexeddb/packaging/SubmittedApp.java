// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import org.apache.spark.sql.SparkSession;

/** A user's application: it has Spark on its class path, and what {@code --packages} brings. */
public final class SubmittedApp {
  private SubmittedApp() {}

  /** Which agent to ask is configured from outside. */
  public static void main(String[] arguments) {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      long sum =
          spark
              .read()
              .format("indexeddb")
              .load("shop/orders")
              .selectExpr("sum(total)")
              .first()
              .getLong(0);
      long count = spark.sql("SELECT count(*) FROM browser.shop.orders").first().getLong(0);
      System.out.println("submitted: sum " + sum + ", count " + count);
    }
  }
}
