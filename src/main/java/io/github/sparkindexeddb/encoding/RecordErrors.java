// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.encoding.column.Misfit;
import io.github.sparkindexeddb.encoding.line.KeyText;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Malformed;
import java.util.List;
import java.util.Locale;

/**
 * Which records of a batch are malformed, and why the first of each column is; and the errors about
 * one record. What is told is what an export worker would, so that the words are the same.
 */
final class RecordErrors {
  private final String place;
  private final List<Column> columns;
  private final ObjectNode[] first;
  private long count;

  /**
   * @param place database and store
   */
  RecordErrors(String place, List<Column> columns) {
    this.place = place;
    this.columns = columns;
    this.first = new ObjectNode[columns.size()];
  }

  /** Takes note of a value of a column, which makes its record malformed. */
  void add(int column, Misfit misfit, Key key) {
    if (first[column] == null) {
      first[column] = told(column, misfit, key);
    }
  }

  /** Counts a malformed record. */
  void count() {
    count++;
  }

  /** Returns what was noted, and forgets it. */
  Malformed take() {
    if (count == 0) {
      return Malformed.NONE;
    }
    ObjectNode note = Json.object().put("count", count);
    ObjectNode sentences = note.putObject("first");
    for (int column = 0; column < first.length; column++) {
      if (first[column] != null) {
        sentences.set(columns.get(column).name(), first[column]);
        first[column] = null;
      }
    }
    count = 0;
    return Malformed.fromJson(note);
  }

  private ObjectNode told(int column, Misfit misfit, Key key) {
    Column of = columns.get(column);
    ObjectNode told = misfit.found().deepCopy();
    ArrayNode path = told.putArray("path").add(of.name());
    for (Object step : misfit.path()) {
      if (step instanceof Integer position) {
        path.add(position);
      } else {
        path.add((String) step);
      }
    }
    if (of.source() != Column.Source.FIELD) {
      told.put("source", of.source().name().toLowerCase(Locale.ROOT));
    }
    return told.put("key", KeyText.json(key)).put("place", place);
  }

  /** Returns the error of a value that does not fit. */
  IndexedDbException doesNotFit(int column, Misfit misfit, Key key) {
    ObjectNode failure = failure(ErrorCode.VALUE_DOES_NOT_FIT);
    failure.putArray("args").add(told(column, misfit, key));
    failure.putObject("details").put("column", columns.get(column).name());
    return error(failure);
  }

  /** Returns the error of a record that is larger than any may be. */
  IndexedDbException tooLarge(Key key, long bytes) {
    ObjectNode failure = failure(ErrorCode.RECORD_TOO_LARGE);
    failure.putArray("args").add(KeyText.json(key)).add(bytes).add(Protocol.MAX_RECORD_BYTES);
    failure.putObject("details").put("bytes", bytes);
    return error(failure);
  }

  private static ObjectNode failure(ErrorCode code) {
    return Json.object()
        .put("id", 0)
        .put("type", "failure")
        .put("code", code.name())
        .put("message", "");
  }

  private static IndexedDbException error(ObjectNode failure) {
    return ((Message.Failure) Message.fromJson(failure)).error();
  }

  /** Returns the error of a line that is none. */
  static IndexedDbException invalid(String place, Key key, String why) {
    return IndexedDbException.of(
        ErrorCode.BAD_MESSAGE,
        "Cannot read the record with key %s in store '%s' as it is kept: %s. Use page link and"
            + " agent of one version; then have the agent forget the client.",
        PlainText.of(KeyText.json(key)),
        PlainText.of(place),
        why);
  }
}
