// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One Spark session for all test classes of the JVM, and comparison of frames by
 * spark-testing-base. That library is held, not inherited: its classes start a session for each
 * test class, and its JUnit 4 hook has to be called by hand.
 */
public final class TestSpark {
  private static final Map<String, String> SETTINGS =
      Map.of(
          // As many as on a cluster are too many for tests of failures; one would retry no task.
          "spark.master", "local[4,2]",
          "spark.ui.enabled", "false",
          "spark.driver.host", "127.0.0.1",
          "spark.driver.bindAddress", "127.0.0.1",
          "spark.sql.shuffle.partitions", "2",
          "spark.sql.session.timeZone", "UTC");

  private static SparkSession alone;

  private TestSpark() {}

  private static final class Base extends JavaDataFrameSuiteBase {
    private static final Base STARTED = started();

    private static Base started() {
      Base base = new Base();
      base.runBefore();
      return base;
    }

    @Override
    public boolean enableHiveSupport() {
      return false;
    }

    @Override
    public SparkConf conf() {
      SparkConf conf = super.conf();
      SETTINGS.forEach(conf::set);
      return conf;
    }
  }

  /** Starts a session by Spark's own means: for other versions there is no spark-testing-base. */
  public static synchronized void startAlone() {
    SparkSession.Builder builder = SparkSession.builder().appName("tests");
    SETTINGS.forEach(builder::config);
    alone = builder.getOrCreate();
  }

  public static synchronized SparkSession spark() {
    return alone == null ? Base.STARTED.spark() : alone;
  }

  /** Same schema, same rows in the same order. */
  public static void assertFramesEqual(Dataset<Row> want, Dataset<Row> got) {
    Base.STARTED.assertDataFrameEquals(want, got, Base.STARTED.assertDataFrameEquals$default$3());
  }

  /** Same schema, same rows in any order; without columns of maps, which Spark cannot group by. */
  public static void assertFramesEqualAnyOrder(Dataset<Row> want, Dataset<Row> got) {
    Base.STARTED.assertDataFrameNoOrderEquals(want, got);
  }
}
