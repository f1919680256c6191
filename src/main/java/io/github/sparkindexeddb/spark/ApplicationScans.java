// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.GroupScan;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;

/** The scans that an application has open; it releases them when it ends. Safe for all threads. */
final class ApplicationScans extends SparkListener {
  private static final Map<SparkContext, ApplicationScans> BY_APPLICATION =
      Collections.synchronizedMap(new WeakHashMap<>());

  private static final long FAREWELL_MILLIS = 1_000;

  private final Set<GroupScan> scans = ConcurrentHashMap.newKeySet();

  /** Those of the one application that a JVM can run. */
  static ApplicationScans active() {
    return BY_APPLICATION.computeIfAbsent(SparkContext.getOrCreate(), ApplicationScans::listening);
  }

  private static ApplicationScans listening(SparkContext context) {
    ApplicationScans scans = new ApplicationScans();
    context.addSparkListener(scans);
    return scans;
  }

  void add(GroupScan scan) {
    scans.add(scan);
  }

  /** Once for each scan, however often it is called. */
  void release(GroupScan scan) {
    if (scans.remove(scan)) {
      scan.release();
    }
  }

  /** On Spark's thread, which stops with the application: it does not wait for agents for long. */
  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    Thread farewell =
        new Thread(() -> List.copyOf(scans).forEach(this::release), "indexeddb-release");
    farewell.setDaemon(true);
    farewell.start();
    try {
      farewell.join(FAREWELL_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
