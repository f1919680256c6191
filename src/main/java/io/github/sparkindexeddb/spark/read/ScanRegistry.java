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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerApplicationEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scans that an application has open. While a job runs they are kept from expiring, since it
 * may come to read them late; when the application ends they are released. Safe for all threads.
 */
final class ScanRegistry extends SparkListener {
  private static final Logger LOG = LoggerFactory.getLogger(ScanRegistry.class);
  private static final Map<SparkContext, ScanRegistry> BY_APPLICATION =
      Collections.synchronizedMap(new WeakHashMap<>());

  private static final long RELEASE_TIMEOUT_MILLIS = 1_000;

  /** A part of every sensible time to live. */
  private static final long KEEP_SECONDS = 30;

  private final Set<GroupScan> scans = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "indexeddb-keep"));

  /** Returns the scans of the one application that a JVM can run. */
  static ScanRegistry active() {
    return BY_APPLICATION.computeIfAbsent(SparkContext.getOrCreate(), ScanRegistry::listening);
  }

  private static ScanRegistry listening(SparkContext context) {
    ScanRegistry registry = new ScanRegistry();
    context.addSparkListener(registry);
    // It ends with the thread.
    ScheduledFuture<?> unused =
        registry.keeper.scheduleWithFixedDelay(
            () -> registry.keepIfBusy(context), KEEP_SECONDS, KEEP_SECONDS, TimeUnit.SECONDS);
    return registry;
  }

  private void keepIfBusy(SparkContext context) {
    if (!context.isStopped() && context.statusTracker().getActiveJobIds().length > 0) {
      keepAll();
    }
  }

  /** Has all scans live on in the agents; what is gone is left to who reads it. */
  void keepAll() {
    for (GroupScan scan : scans) {
      try {
        scan.keep();
      } catch (RuntimeException e) { // Else the timer would end, and the other scans expire.
        LOG.warn("Cannot keep a scan from expiring.", e);
      }
    }
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
    keeper.shutdownNow();
    Thread release = daemon(() -> List.copyOf(scans).forEach(this::release), "indexeddb-release");
    release.start();
    try {
      release.join(RELEASE_TIMEOUT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
