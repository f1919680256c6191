// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.awaitility.Awaitility;

/**
 * A driver whose executors are processes of their own: reads the pages while executors die, or
 * while two tasks read one split, and prints what it has counted.
 */
final class ClusterReader {
  static final String RESULT = "counted: ";
  static final String KILL = "kill";
  static final String TWINS = "twins";

  /** Executors find their marks here: nothing of them is shared with the driver but files. */
  private static final String FOLDER = "spark.executorEnv.MARKS";

  private ClusterReader() {}

  /** Takes the agent's endpoint, a folder for marks, and a fault. */
  public static void main(String[] arguments) {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local-cluster[2,1,1024]")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config(FOLDER, arguments[1])
            .config("spark.sql.adaptive.enabled", "false")
            .getOrCreate()) {
      spark.udf().register("dies", (UDF1<Long, Long>) ClusterReader::dies, DataTypes.LongType);
      Dataset<Row> pages =
          spark
              .read()
              .format("indexeddb")
              .option("endpoint", arguments[0])
              .option("recordsPerPartition", 250)
              .schema("id BIGINT, text STRING")
              .load("book/pages");
      String counted = arguments[2].equals(TWINS) ? readTwice(pages) : killed(pages);
      System.out.println(RESULT + counted);
    }
    System.exit(0);
  }

  /** An executor dies while it reads, and one with what it has shuffled. */
  private static String killed(Dataset<Row> pages) {
    Dataset<Row> shuffled = pages.selectExpr("dies(id) AS id", "text").repartition(3);
    return shuffled
        .selectExpr("dies(id - 5000) + 5000 AS id", "text")
        .distinct()
        .selectExpr(
            "count(*)",
            "sum(id)",
            "count_if(text = repeat(lpad(cast(id AS string), 8, '0'), 2500))")
        .head()
        .mkString(" ");
  }

  /** Every split is read by two tasks, of the first by both at once. */
  private static String readTwice(Dataset<Row> pages) {
    JavaRDD<Row> rows = pages.javaRDD();
    int splits = rows.getNumPartitions();
    JavaRDD<Long> ids =
        rows.union(rows)
            .map(
                row -> {
                  meet(row.getLong(0), splits);
                  return row.getString(1).equals(Pages.text(row.getLong(0))) ? row.getLong(0) : -1;
                });
    return ids.count() + " " + ids.distinct().count() + " " + ids.reduce(Long::sum);
  }

  /** Ends the executor, once for each of two records. */
  private static Long dies(Long id) {
    if ((id == 1500 || id == 700 - 5000) && isFirst("dead" + id)) {
      Runtime.getRuntime().halt(9);
    }
    return id;
  }

  /** Lets the first task wait in the middle of its split for the other that reads it. */
  private static void meet(long id, int splits) {
    if (id == 50 && TaskContext.getPartitionId() >= splits) {
      isFirst("twin");
    } else if (id == 50) {
      Awaitility.await("a twin")
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> Files.exists(mark("twin")));
      isFirst("met");
    }
  }

  private static boolean isFirst(String mark) {
    try {
      Files.createFile(mark(mark));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path mark(String name) {
    return Path.of(System.getenv("MARKS"), name);
  }
}
