// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * A place in the middle of a Spark job where its tasks wait: at a row of each partition. Works
 * where tasks run in this JVM.
 *
 * <p>Safe for use by several threads.
 */
public final class Gate implements AutoCloseable {
  private static final Map<String, Gate> GATES = new ConcurrentHashMap<>();
  private static final long LIMIT_SECONDS = 120;

  private final String name = UUID.randomUUID().toString();
  private final long row;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch opened = new CountDownLatch(1);
  private final AtomicInteger failures;
  private final AtomicLong passed = new AtomicLong();

  private Gate(long row, int failures) {
    this.row = row;
    this.failures = new AtomicInteger(failures);
    GATES.put(name, this);
  }

  /** Tasks wait after so many rows. */
  public static Gate atRow(long row) {
    return new Gate(row, 0);
  }

  /** The first task fails after so many rows; no task waits. */
  public static Gate failingOnceAtRow(long row) {
    Gate gate = new Gate(row, 1);
    gate.open();
    return gate;
  }

  /** A job in a thread of its own. */
  public record Job(CompletableFuture<List<String>> result) {
    /** Waits for the rows, as text with commas between the values; throws what the job threw. */
    public List<String> rows() {
      try {
        return result.join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
  }

  /** Starts to collect all rows, through the gate. */
  public Job collect(Dataset<Row> rows) {
    Dataset<String> lines = rows.mapPartitions(through(name), Encoders.STRING());
    return new Job(CompletableFuture.supplyAsync(lines::collectAsList));
  }

  /** As {@link #collect}, in a job group that can be cancelled. */
  public Job collectInGroup(String group, Dataset<Row> rows) {
    Dataset<String> lines = rows.mapPartitions(through(name), Encoders.STRING());
    SparkContext context = rows.sparkSession().sparkContext();
    return new Job(
        CompletableFuture.supplyAsync(
            () -> {
              context.setJobGroup(group, group, false);
              try {
                return lines.collectAsList();
              } finally {
                context.clearJobGroup();
              }
            }));
  }

  /** Waits until a task has come to the gate. */
  public void awaitReached() {
    await(reached);
  }

  /** Rows that have come to the gate, of all tasks. */
  public long passed() {
    return passed.get();
  }

  /** Lets the tasks go on. */
  public void open() {
    opened.countDown();
  }

  @Override
  public void close() {
    open();
    GATES.remove(name);
  }

  /** Captures the name alone: it is serialized. */
  private static MapPartitionsFunction<Row, String> through(String name) {
    return rows -> new Waiting(rows, GATES.get(name));
  }

  private void pass(long rows) {
    passed.incrementAndGet();
    if (rows == row) {
      reached.countDown();
      await(opened);
      if (failures.getAndDecrement() > 0) {
        throw new IllegalStateException("the gate fails this task");
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("Nothing came to the gate within " + LIMIT_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted at the gate", e);
    }
  }

  private static final class Waiting implements Iterator<String> {
    private final Iterator<Row> rows;
    private final Gate gate;
    private long passed;

    private Waiting(Iterator<Row> rows, Gate gate) {
      this.rows = rows;
      this.gate = gate;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public String next() {
      gate.pass(passed++);
      return rows.next().mkString(",");
    }
  }
}
