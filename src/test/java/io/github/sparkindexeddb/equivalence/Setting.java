// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.testing.TestSpark;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * How a round is run, which is to change nothing.
 *
 * @param zone the session's time zone
 * @param ansi whether what overflows is an error
 * @param compiled whether Spark compiles its plans
 * @param adaptive whether Spark plans anew as it learns
 * @param partitions of a shuffle
 * @param thresholds of the export worker, as JavaScript, if they are not its own
 */
record Setting(
    String zone,
    boolean ansi,
    boolean compiled,
    boolean adaptive,
    int partitions,
    Optional<String> thresholds) {

  /** Behind and before UTC, by no whole hours, and with summer times of their own. */
  private static final String[] ZONES = {
    "UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia"
  };

  static Setting generate(SeededRandom random) {
    return new Setting(
        random.oneOf(ZONES),
        random.chance(0.4),
        random.chance(0.4),
        random.chance(0.5),
        random.oneOf(1, 1, 3),
        random.chance(0.6) ? Optional.of(shrunk(random)) : Optional.empty());
  }

  /** The same with what the worker itself takes for many. */
  Setting withoutThresholds() {
    return new Setting(zone, ansi, compiled, adaptive, partitions, Optional.empty());
  }

  /** So low that a store of a generator's few records is beyond most of them. */
  private static String shrunk(SeededRandom random) {
    return Stream.of(
            "minIndexGain: " + random.oneOf(1, 2, 4),
            "maxEntriesCounted: " + random.oneOf(2, 6, 30),
            "maxRecordsCounted: " + random.oneOf(30, 2_000_000),
            "maxCompoundIntervals: " + random.oneOf(2, 5, 1000),
            "minRecordsToSplit: " + random.oneOf(1, 5, 20),
            "keysAtOnce: " + random.oneOf(2, 7),
            "minRecordsEstimated: " + random.oneOf(5, 20),
            "placesSampled: " + random.oneOf(2, 3, 16),
            "keysPerPlace: " + random.oneOf(2, 4),
            "maxRecordsAtOnce: " + random.oneOf(7, 20, 60),
            "maxBytesBeyondOne: " + random.oneOf(100, 128 << 20),
            "searchTime: " + random.oneOf(-1, 1000),
            "aggregationTime: " + random.oneOf(-1, 2000),
            "maxGroupBytes: " + random.oneOf(100, 1000, 1 << 20),
            "summaryTime: " + random.oneOf(-1, 3000),
            "maxSummaryBytes: " + random.oneOf(500, 1 << 20),
            "summaryFetchBytes: " + random.oneOf(100, 1 << 20),
            "batchesAhead: " + random.oneOf(0, 1, 3),
            "maxBatchesWaiting: " + random.oneOf(1, 3, 8),
            "maxBytesWaiting: " + random.oneOf(500, 1 << 20),
            "maxWaitingAge: " + random.oneOf(5, 10_000),
            "abandonedAge: " + random.oneOf(1, 1000))
        .collect(Collectors.joining(", ", "{ ", " }"));
  }

  SparkSession session() {
    SparkSession session = TestSpark.spark().newSession();
    session.conf().set("spark.sql.session.timeZone", zone);
    session.conf().set("spark.sql.ansi.enabled", String.valueOf(ansi));
    session.conf().set("spark.sql.datetime.java8API.enabled", "true");
    session.conf().set("spark.sql.codegen.wholeStage", String.valueOf(compiled));
    session.conf().set("spark.sql.codegen.factoryMode", compiled ? "CODEGEN_ONLY" : "NO_CODEGEN");
    session.conf().set("spark.sql.adaptive.enabled", String.valueOf(adaptive));
    session.conf().set("spark.sql.shuffle.partitions", String.valueOf(partitions));
    return session;
  }
}
