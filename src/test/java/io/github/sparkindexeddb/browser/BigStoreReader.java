// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.wire.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads every column of the big store in a JVM of its own, and prints one line of JSON: the sums
 * over the columns, the seconds, the most memory held.
 */
final class BigStoreReader {
  static final String RESULT = "big store: ";

  private static final Map<String, String> SUMS = new LinkedHashMap<>();

  static {
    SUMS.put("records", "count(*)");
    SUMS.put("id", "sum(id)");
    SUMS.put("active", "count_if(active)");
    SUMS.put("price", "cast(sum(price * 8) as bigint)");
    SUMS.put("created", "sum(unix_millis(created))");
    SUMS.put("name", "sum(crc32(cast(name as binary)))");
    SUMS.put("note", "sum(crc32(cast(note as binary)))");
    SUMS.put("notes", "count(note)");
    SUMS.put("city", "sum(crc32(cast(customer.city as binary)))");
    SUMS.put("zip", "sum(customer.zip)");
    SUMS.put(
        "tags",
        "sum(crc32(cast(concat(cast(size(tags) as string), ':', concat_ws('|', tags)) as binary)))");
    SUMS.put("thumb", "sum(crc32(thumb))");
    SUMS.put("pad", "sum(crc32(cast(pad as binary)))");
  }

  private BigStoreReader() {}

  /** Takes the agent's endpoint. */
  public static void main(String[] arguments) {
    try (SparkSession spark = session()) {
      System.out.println(RESULT + Json.write(read(spark, arguments[0])));
    }
  }

  /** On two threads, reached by nobody else. */
  static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate();
  }

  private static ObjectNode read(SparkSession spark, String endpoint) {
    long begin = System.nanoTime();
    Dataset<Row> store =
        spark.read().format("indexeddb").option("endpoint", endpoint).load("big/records");
    long inferred = System.nanoTime();
    Row row =
        store
            .selectExpr(
                SUMS.entrySet().stream()
                    .map(sum -> "cast(" + sum.getValue() + " as string) as " + sum.getKey())
                    .toArray(String[]::new))
            .first();
    long end = System.nanoTime();

    ObjectNode result = Json.object();
    ObjectNode sums = result.putObject("sums");
    SUMS.keySet().forEach(name -> sums.put(name, row.<String>getAs(name)));
    return result
        .put("schemaSeconds", (inferred - begin) / 1e9)
        .put("readSeconds", (end - inferred) / 1e9)
        .put("columns", store.columns().length)
        .put("peakMebibytes", ChildJvm.ownPeakMebibytes());
  }
}
