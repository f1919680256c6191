// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

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
final class ScanRegistry extends SparkListener {
  private static final Map<SparkContext, ScanRegistry> BY_APPLICATION =
      Collections.synchronizedMap(new WeakHashMap<>());

  private static final long RELEASE_TIMEOUT_MILLIS = 1_000;

  private final Set<GroupScan> scans = ConcurrentHashMap.newKeySet();

  /** Returns the scans of the one application that a JVM can run. */
  static ScanRegistry active() {
    return BY_APPLICATION.computeIfAbsent(SparkContext.getOrCreate(), ScanRegistry::listening);
  }

  private static ScanRegistry listening(SparkContext context) {
    ScanRegistry registry = new ScanRegistry();
    context.addSparkListener(registry);
    return registry;
  }

  void add(GroupScan scan) {
    scans.add(scan);
  }

  /** Releases a scan, once, however often it is called. */
  void release(GroupScan scan) {
    if (scans.remove(scan)) {
      scan.release();
    }
  }

  /**
   * Runs on Spark's thread, which stops with the application, so it waits for agents not for long.
   */
  @Override
  public void onApplicationEnd(SparkListenerApplicationEnd end) {
    Thread release =
        new Thread(() -> List.copyOf(scans).forEach(this::release), "indexeddb-release");
    release.setDaemon(true);
    release.start();
    try {
      release.join(RELEASE_TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
