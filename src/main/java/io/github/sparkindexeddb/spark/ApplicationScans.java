// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.FleetScan;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.apache.spark.sql.SparkSession;

/** The scans that an application has open; it releases them when it ends. Safe for all threads. */
final class ApplicationScans extends SparkListener {
  private static final Map<SparkContext, ApplicationScans> BY_APPLICATION =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Set<FleetScan> scans = ConcurrentHashMap.newKeySet();

  /** Those of the application that this thread works for. */
  static ApplicationScans active() {
    return BY_APPLICATION.computeIfAbsent(
        SparkSession.active().sparkContext(), ApplicationScans::listening);
  }

  private static ApplicationScans listening(SparkContext context) {
    ApplicationScans scans = new ApplicationScans();
    context.addSparkListener(scans);
    return scans;
  }

  void add(FleetScan scan) {
    scans.add(scan);
  }

  /** Once for each scan, however often it is called. */
  void release(FleetScan scan) {
    if (scans.remove(scan)) {
      scan.release();
    }
  }

  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    List.copyOf(scans).forEach(this::release);
  }
}
