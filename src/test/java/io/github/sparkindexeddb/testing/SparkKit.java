// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One Spark session for all test classes of the JVM, and comparison of frames by
 * spark-testing-base. That library is held, not inherited: its classes start a session for each
 * test class, and its JUnit 4 hook has to be called by hand.
 */
public final class SparkKit {
  private static final Base BASE = started();

  private SparkKit() {}

  private static final class Base extends JavaDataFrameSuiteBase {
    @Override
    public boolean enableHiveSupport() {
      return false;
    }

    @Override
    public SparkConf conf() {
      return super.conf()
          // As many as on a cluster are too many for tests of failures; one would retry no task.
          .setMaster("local[4,2]")
          .set("spark.ui.enabled", "false")
          .set("spark.driver.host", "127.0.0.1")
          .set("spark.driver.bindAddress", "127.0.0.1")
          .set("spark.sql.shuffle.partitions", "2")
          .set("spark.sql.session.timeZone", "UTC");
    }
  }

  private static Base started() {
    Base base = new Base();
    base.runBefore();
    return base;
  }

  public static SparkSession spark() {
    return BASE.spark();
  }

  /** Same schema, same rows in the same order. */
  public static void assertFramesEqual(Dataset<Row> want, Dataset<Row> got) {
    BASE.assertDataFrameEquals(want, got, BASE.assertDataFrameEquals$default$3());
  }

  /** Same schema, same rows in any order; without columns of maps, which Spark cannot group by. */
  public static void assertFramesEqualAnyOrder(Dataset<Row> want, Dataset<Row> got) {
    BASE.assertDataFrameNoOrderEquals(want, got);
  }
}
