// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.rows;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Looks at the bytes of one batch as they pass, whatever parts they come in: a batch that is not
 * whole rows would hide or change those that follow it in a file, which may be another browser's.
 *
 * <p>Confined to the holder of the batch.
 */
public abstract sealed class BatchCheck permits ArrowCheck, CsvCheck, JsonLinesCheck {
  private long rows;
  private String problem;

  /** Returns the check of one batch of these columns. */
  public static BatchCheck of(Format format, List<Column> columns) {
    return switch (format) {
      case ARROW -> new ArrowCheck(columns);
      case CSV -> new CsvCheck(columns.size());
      case NDJSON -> new JsonLinesCheck(columns.size());
    };
  }

  /** Takes the next bytes, which stay unread in their buffer. */
  public final void update(ByteBuffer bytes) {
    if (problem == null) {
      check(bytes, bytes.position(), bytes.limit());
    }
  }

  /**
   * Ends the batch.
   *
   * @param announced how many rows its page said it has
   * @return why it is not so many whole rows, as the rest of a sentence; empty if it is
   */
  public final Optional<String> problem(long announced) {
    if (problem == null && !isWhole()) {
      fail("it ends within a row");
    }
    if (problem == null && rows != announced) {
      fail("it has %s rows, not %s as its page said".formatted(rows, announced));
    }
    return Optional.ofNullable(problem);
  }

  /** Returns whether something is wrong already: nothing of the batch is of use any more. */
  public final boolean isBroken() {
    return problem != null;
  }

  /** Looks at bytes from one index of the buffer to another, unless {@link #isBroken}. */
  abstract void check(ByteBuffer bytes, int from, int to);

  /** Returns whether the bytes so far end where a row does. */
  abstract boolean isWhole();

  /** Counts rows that are whole. */
  final void addRows(long count) {
    rows += count;
  }

  /** Keeps the first problem. */
  final void fail(String why) {
    if (problem == null) {
      problem = why;
    }
  }
}
