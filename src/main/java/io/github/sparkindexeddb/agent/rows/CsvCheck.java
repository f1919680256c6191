// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.rows;

import java.nio.ByteBuffer;

/**
 * Whether bytes are lines of CSV as {@code columns/csv.js} writes them: RFC 4180 with {@code \n} at
 * the end of a line, fields in quotes from their first byte to their last or free of quotes, as
 * many in each line as there are columns.
 */
final class CsvCheck extends BatchCheck {
  private static final long COMMAS = Words.of(',');

  private enum State {
    FIELD_START,
    PLAIN,
    QUOTED,
    /** Behind a quote in quotes: it ends the field, unless another follows. */
    QUOTE
  }

  private final int columns;
  private final Utf8Check utf8 = new Utf8Check();
  private State state = State.FIELD_START;

  /** Fields of this line before this one. */
  private int fields;

  CsvCheck(int columns) {
    this.columns = columns;
  }

  @Override
  boolean isWhole() {
    return state == State.FIELD_START && fields == 0;
  }

  @Override
  void check(ByteBuffer bytes, int from, int to) {
    int at = from;
    while (at < to && !isBroken()) {
      if (isWithinText()) {
        at = Words.skipText(bytes, at, to, COMMAS);
      }
      if (at < to) {
        take(bytes.get(at++));
      }
    }
  }

  private boolean isWithinText() {
    return (state == State.PLAIN || state == State.QUOTED) && !utf8.isInside();
  }

  private void take(byte next) {
    if (!utf8.accepts(next)) {
      fail("it is not UTF-8");
      return;
    }
    switch (state) {
      case FIELD_START -> start(next);
      case PLAIN -> plain(next);
      case QUOTED -> state = next == '"' ? State.QUOTE : State.QUOTED;
      case QUOTE -> quote(next);
    }
  }

  private void start(byte next) {
    if (next == '"') {
      state = State.QUOTED;
    } else {
      plain(next);
    }
  }

  private void plain(byte next) {
    switch (next) {
      case ',', '\n' -> endField(next);
      case '"' -> fail("a quote stands within a field without quotes");
      case '\r' -> fail("a line end stands within a field without quotes");
      default -> state = State.PLAIN;
    }
  }

  private void quote(byte next) {
    switch (next) {
      case '"' -> state = State.QUOTED;
      case ',', '\n' -> endField(next);
      default -> fail("something stands between the quotes of a field and its end");
    }
  }

  private void endField(byte end) {
    state = State.FIELD_START;
    fields++;
    if (end == ',') {
      return;
    }
    if (fields != columns) {
      fail("a line has %s fields, not %s".formatted(fields, columns));
    }
    fields = 0;
    addRows(1);
  }
}
