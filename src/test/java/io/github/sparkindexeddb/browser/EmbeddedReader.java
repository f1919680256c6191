// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import org.apache.spark.sql.SparkSession;

/** Reads one small store in a JVM of its own, and prints it. */
final class EmbeddedReader {
  private EmbeddedReader() {}

  /** Takes the agent's endpoint. */
  public static void main(String[] arguments) {
    try (SparkSession spark = BigStoreReader.session()) {
      spark.read().format("indexeddb").option("endpoint", arguments[0]).load("big/records").show();
    }
  }
}
