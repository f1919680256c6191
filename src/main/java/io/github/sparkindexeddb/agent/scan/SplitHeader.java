// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.WellFormedText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes what stands before the batches of a split: which columns they have. */
final class SplitHeader {
  /**
   * Names that would be others, or none, without quotes: readers may trim spaces, and take U+FEFF
   * for the mark of a byte order. {@code columns/csv.js} quotes the same values.
   */
  private static final Pattern QUOTED =
      Pattern.compile("[\",\\r\\n]|^[\\s\\p{Z}\\ufeff]|[\\s\\p{Z}\\ufeff]\\z|^\\z");

  private SplitHeader() {}

  /**
   * Returns the head of a split.
   *
   * @return empty if the format has no head
   * @throws IndexedDbException {@code BAD_REQUEST} if an aggregation is of fields that are not in
   *     the columns
   */
  static byte[] of(WorkerRequest.ReadSpec spec) {
    return switch (spec.projection().format()) {
      case ARROW -> ArrowSchema.message(columns(spec));
      case CSV -> names(columns(spec)).getBytes(StandardCharsets.UTF_8);
      case NDJSON -> new byte[0];
    };
  }

  /** Returns the columns of the batches, which are those of its groups if there are any. */
  static List<Column> columns(WorkerRequest.ReadSpec spec) {
    List<Column> columns = spec.projection().columns();
    return spec.query()
        .aggregation()
        .map(aggregation -> aggregation.columns(field -> type(field, columns)))
        .orElse(columns);
  }

  private static Type type(FieldReference field, List<Column> columns) {
    return field
        .typeIn(columns)
        .orElseThrow(
            () ->
                IndexedDbException.of(
                    ErrorCode.BAD_REQUEST,
                    "Cannot aggregate '%s': it is in no column of the scan. Name its column among"
                        + " 'columns'.",
                    AgentLog.plain(field.toString())));
  }

  private static String names(List<Column> columns) {
    return columns.stream()
        .map(column -> quoted(WellFormedText.of(column.name())))
        .collect(Collectors.joining(",", "", "\n"));
  }

  private static String quoted(String name) {
    return QUOTED.matcher(name).find() ? '"' + name.replace("\"", "\"\"") + '"' : name;
  }
}
