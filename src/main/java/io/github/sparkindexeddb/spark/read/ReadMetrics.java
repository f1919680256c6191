// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongFunction;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;

/**
 * The metrics of a read in Spark's UI. Tasks report a number for each metric; the driver, which
 * makes metrics anew by the names of their classes, shows their sum.
 */
public final class ReadMetrics {
  private ReadMetrics() {}

  /** A number that is counted in each task. */
  enum Measure {
    RECORDS_READ("records read", ReadMetrics::number),
    RECORDS_SKIPPED("records skipped by the browser", ReadMetrics::number),
    BYTES_READ("bytes over the wire", ReadMetrics::bytes),
    MILLIS_WAITING("time waiting for the browser", ReadMetrics::time),
    BATCHES_READ("batches read", ReadMetrics::number),
    RESUMES("transfers resumed", ReadMetrics::number),
    RECORDS_CORRUPT("corrupt records", ReadMetrics::number);

    private final String description;
    private final LongFunction<String> shown;

    Measure(String description, LongFunction<String> shown) {
      this.description = description;
      this.shown = shown;
    }

    CustomTaskMetric of(long value) {
      return new Measured(name(), value);
    }
  }

  private record Measured(String name, long value) implements CustomTaskMetric {}

  /** Returns the metrics of a scan. */
  static CustomMetric[] all() {
    return new CustomMetric[] {
      new RecordsRead(),
      new RecordsSkipped(),
      new BytesRead(),
      new TimeWaiting(),
      new BatchesRead(),
      new Resumes(),
      new RecordsCorrupt()
    };
  }

  /** The sum over all tasks. */
  abstract static class Sum implements CustomMetric {
    private final Measure measure;

    Sum(Measure measure) {
      this.measure = measure;
    }

    @Override
    public String name() {
      return measure.name();
    }

    @Override
    public String description() {
      return measure.description;
    }

    @Override
    public String aggregateTaskMetrics(long[] taskMetrics) {
      return measure.shown.apply(Arrays.stream(taskMetrics).sum());
    }
  }

  /** Rows that the browsers sent. */
  public static final class RecordsRead extends Sum {
    public RecordsRead() {
      super(Measure.RECORDS_READ);
    }
  }

  /** Records that the browsers looked at, and did not send. */
  public static final class RecordsSkipped extends Sum {
    public RecordsSkipped() {
      super(Measure.RECORDS_SKIPPED);
    }
  }

  /** Bytes of splits, each counted once in each task that reads them. */
  public static final class BytesRead extends Sum {
    public BytesRead() {
      super(Measure.BYTES_READ);
    }
  }

  /** The time that tasks waited for bytes: of browsers, agents and the network together. */
  public static final class TimeWaiting extends Sum {
    public TimeWaiting() {
      super(Measure.MILLIS_WAITING);
    }
  }

  /** Arrow batches. */
  public static final class BatchesRead extends Sum {
    public BatchesRead() {
      super(Measure.BATCHES_READ);
    }
  }

  /** The number of times that an interrupted transfer was resumed. */
  public static final class Resumes extends Sum {
    public Resumes() {
      super(Measure.RESUMES);
    }
  }

  /** Records that did not fit, under a mode that goes on. */
  public static final class RecordsCorrupt extends Sum {
    public RecordsCorrupt() {
      super(Measure.RECORDS_CORRUPT);
    }
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String time(long millis) {
    return String.format(Locale.ROOT, "%.1f s", millis / 1e3);
  }

  private static String bytes(long count) {
    return count < 1 << 20
        ? String.format(Locale.ROOT, "%.1f KiB", count / 1024.0)
        : String.format(Locale.ROOT, "%,.1f MiB", count / 1048576.0);
  }
}
