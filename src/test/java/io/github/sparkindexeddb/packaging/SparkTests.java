// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sparkindexeddb.spark.IndexedDbSource;
import io.github.sparkindexeddb.testing.TestSpark;
import java.io.PrintWriter;
import java.util.Arrays;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs test classes in a JVM that was started with one version of Spark. */
final class SparkTests {
  static final String SPARK = "Spark: ";
  static final String CONNECTOR = "connector: ";
  static final String END = "tests: ";

  private SparkTests() {}

  /** Takes the names of test classes; every failure, if there is any, stands before the end. */
  public static void main(String[] classes) {
    TestSpark.startAlone();
    say(SPARK + TestSpark.spark().version() + ", Scala " + scala.util.Properties.versionString());
    say(
        CONNECTOR
            + IndexedDbSource.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Arrays.stream(classes).map(DiscoverySelectors::selectClass).toList())
            .build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    summary.printFailuresTo(new PrintWriter(System.out, true, UTF_8), 40);
    say(
        "%s%d found, %d passed, %d containers failed"
            .formatted(
                END,
                summary.getTestsFoundCount(),
                summary.getTestsSucceededCount(),
                summary.getContainersFailedCount()));
    System.exit(0);
  }

  private static void say(String line) {
    System.out.println(line);
  }
}
