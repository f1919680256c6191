// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import io.github.sparkindexeddb.client.GroupScan;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.lang.ref.Cleaner;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A scan that exists in agents, for as long as something in the driver refers to it: the query's
 * plan, or a partition of a job that still runs. Then it is released in the agents, best effort,
 * since a scan also expires.
 *
 * <p>Spark keeps the partitions of a plan for good, and the agents the scan for a time. So it is
 * created once more, with the same splits, where an execution begins and it is gone: then nothing
 * of it was delivered to that execution. One that runs already when a scan is lost fails.
 *
 * <p>Safe for all threads: what is read in tasks is one reference, and whoever replaces it holds
 * {@code this}.
 */
final class ScanHandle {
  private static final Logger LOG = LoggerFactory.getLogger(ScanHandle.class);
  private static final Cleaner CLEANER = Cleaner.create();

  private final SparkContext context;
  private final UnaryOperator<GroupScan> again;

  /** All scans of this handle, to be released together: a former one may still be read. */
  private final List<GroupScan> created;

  private volatile Planned planned;

  /** The latest execution for which the scan was looked at. */
  private OptionalLong execution;

  /** The latest of all executions that it was looked at for: several may run at once. */
  private long latest;

  /** Whether a task was launched for it, ever. */
  private volatile boolean launched;

  /**
   * A scan.
   *
   * @param allowed the executions that may read it
   * @param afterResults whether the one that created it may hold results of a former one
   * @param submitted the splits of which Spark has submitted tasks
   */
  record Planned(
      GroupScan scan, Executions.Allowed allowed, boolean afterResults, Set<Integer> submitted) {
    static Planned of(GroupScan scan, Executions.Allowed allowed, boolean afterResults) {
      return new Planned(scan, allowed, afterResults, ConcurrentHashMap.newKeySet());
    }

    SplitAddress split(int index) {
      return scan.splits().get(index);
    }

    /**
     * Returns whether Spark may put what is read to results of a former scan: the store may have
     * been replaced between them.
     */
    boolean mayMix() {
      return afterResults && submitted.size() < scan.splits().size();
    }
  }

  private ScanHandle(GroupScan scan, UnaryOperator<GroupScan> again, List<GroupScan> created) {
    this.context = SparkContext.getOrCreate();
    this.again = again;
    this.created = created;
    this.planned = Planned.of(scan, Executions.Allowed.ALL, false);
    this.execution = Executions.current(context);
    this.latest = execution.orElse(-1);
    created.add(scan);
  }

  /**
   * @param again creates a scan of the same splits
   */
  static ScanHandle of(GroupScan scan, UnaryOperator<GroupScan> again) {
    List<GroupScan> created = new CopyOnWriteArrayList<>();
    ScanHandle handle = new ScanHandle(scan, again, created);
    ScanRegistry registry = ScanRegistry.active();
    registry.add(scan);
    CLEANER.register(handle, () -> created.forEach(registry::release));
    return handle;
  }

  Planned planned() {
    return planned;
  }

  GroupScan scan() {
    return planned.scan;
  }

  /** Takes note that Spark submits a task of that split, as of all that a stage reads, at once. */
  void onSubmitted(int index) {
    planned.submitted.add(index);
  }

  /** Returns the scan for a task that is launched now. */
  Planned onLaunched() {
    launched = true;
    return planned;
  }

  /** Sees to it that an execution that begins now has a scan to read. */
  synchronized void onExecution() {
    OptionalLong current = Executions.current(context);
    if (current.isEmpty() || current.equals(execution)) {
      return;
    }
    execution = current;
    latest = Math.max(latest, current.getAsLong());
    if (scan().isRepeatable() && !scan().keep()) {
      createAgain(current.getAsLong());
    }
  }

  private void createAgain(long creator) {
    try {
      GroupScan scan = again.apply(scan());
      ScanRegistry.active().add(scan);
      created.add(scan);
      planned =
          Planned.of(
              scan,
              new Executions.Allowed(creator, latest),
              launched && Executions.keepsResults(creator));
    } catch (IndexedDbException e) {
      LOG.info("Left a scan as it is: {}", e.getMessage());
    }
  }
}
