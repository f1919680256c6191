// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.rows;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Whether bytes are lines of JSON (RFC 8259) as {@code columns/ndjson.js} writes them, without
 * space between tokens: in each line one object of as many members as there are columns, or without
 * columns one value of any kind.
 */
final class JsonLinesCheck extends BatchCheck {
  /**
   * A record has up to a thousand levels, and a Map in it three for each: its tag and two lists.
   */
  static final int MAX_DEPTH = 4096;

  private static final long BACKSLASHES = Words.of('\\');

  /** What comes next, or what the bytes are within. */
  private enum State {
    LINE,
    VALUE,
    ELEMENT_OR_END,
    NAME_OR_END,
    NAME,
    COLON,
    COMMA_OR_END,
    STRING,
    ESCAPE,
    HEX_DIGITS,
    NUMBER,
    WORD
  }

  private final int columns;
  private final Utf8Check utf8 = new Utf8Check();
  private final JsonNumberCheck number = new JsonNumberCheck();
  private State state = State.LINE;

  /** Which of the open brackets are objects, the outermost first. */
  private final BitSet objects = new BitSet();

  private int depth;
  private int members;
  private boolean isName;
  private int hexDigits;

  /** The word that is being read, and how many of its letters have come. */
  private String word = "";

  private int letters;

  JsonLinesCheck(int columns) {
    this.columns = columns;
  }

  @Override
  boolean isWhole() {
    return state == State.LINE;
  }

  @Override
  void check(ByteBuffer bytes, int from, int to) {
    int at = from;
    while (at < to && !isBroken()) {
      if (state == State.STRING && !utf8.isInside()) {
        at = Words.skipText(bytes, at, to, BACKSLASHES);
      } else if (state == State.NUMBER) {
        at = number.skipDigits(bytes, at, to);
      }
      if (at < to) {
        take(bytes.get(at++));
      }
    }
  }

  private void take(byte next) {
    switch (state) {
      case STRING -> string(next);
      case NUMBER -> number(next);
      case LINE -> line(next);
      case VALUE -> value(next);
      case ELEMENT_OR_END -> endOr(next, ']');
      case NAME_OR_END -> endOr(next, '}');
      case NAME -> name(next);
      case COLON -> colon(next);
      case COMMA_OR_END -> after(next);
      case ESCAPE -> escape(next);
      case HEX_DIGITS -> hexDigit(next);
      case WORD -> letter(next);
    }
  }

  private void line(byte first) {
    members = 0;
    if (first == '\n') {
      fail("a line is empty");
    } else if (columns > 0 && first != '{') {
      fail("a line does not begin with '{'");
    } else {
      value(first);
    }
  }

  private void value(byte first) {
    switch (first) {
      case '{' -> open(true, State.NAME_OR_END);
      case '[' -> open(false, State.ELEMENT_OR_END);
      case '"' -> begin(false);
      case 't' -> begin("true");
      case 'f' -> begin("false");
      case 'n' -> begin("null");
      default -> {
        state = State.NUMBER;
        require(number.begins(first), "a value");
      }
    }
  }

  private void open(boolean isObject, State next) {
    if (depth == MAX_DEPTH) {
      fail("a line is nested more than " + MAX_DEPTH + " levels deep");
      return;
    }
    objects.set(depth++, isObject);
    state = next;
  }

  private void begin(boolean name) {
    isName = name;
    state = State.STRING;
  }

  private void begin(String expected) {
    word = expected;
    letters = 1;
    state = State.WORD;
  }

  private void endOr(byte next, char end) {
    if (next == end) {
      close();
    } else if (end == ']') {
      value(next);
    } else {
      name(next);
    }
  }

  private void name(byte next) {
    require(next == '"', "a name");
    begin(true);
    members += depth == 1 ? 1 : 0;
  }

  private void colon(byte next) {
    require(next == ':', "a colon");
    state = State.VALUE;
  }

  private void after(byte next) {
    boolean isObject = depth > 0 && objects.get(depth - 1);
    if (depth == 0) {
      require(next == '\n', "the end of the line");
      state = State.LINE;
      addRows(1);
    } else if (next == ',') {
      state = isObject ? State.NAME : State.VALUE;
    } else {
      require(next == (isObject ? '}' : ']'), "a comma or the end of what is open");
      close();
    }
  }

  private void close() {
    depth--;
    state = State.COMMA_OR_END;
    if (depth == 0 && columns > 0 && members != columns) {
      fail("a line has %s members, not %s".formatted(members, columns));
    }
  }

  private void string(byte next) {
    if (next == '"' && !utf8.isInside()) {
      state = isName ? State.COLON : State.COMMA_OR_END;
    } else if (next == '\\' && !utf8.isInside()) {
      state = State.ESCAPE;
    } else if (next >= 0 && next < ' ') {
      fail("a control character stands in a string");
    } else if (!utf8.accepts(next)) {
      fail("it is not UTF-8");
    }
  }

  private void escape(byte next) {
    hexDigits = 4;
    state = next == 'u' ? State.HEX_DIGITS : State.STRING;
    require("\"\\/bfnrtu".indexOf(next) >= 0, "an escape");
  }

  private void hexDigit(byte next) {
    require(Character.digit(next, 16) >= 0, "a hexadecimal digit");
    if (--hexDigits == 0) {
      state = State.STRING;
    }
  }

  private void number(byte next) {
    if (!number.accepts(next)) {
      require(number.isWhole(), "a number");
      state = State.COMMA_OR_END;
      after(next);
    }
  }

  private void letter(byte next) {
    require(next == word.charAt(letters++), "true, false or null");
    if (letters == word.length()) {
      state = State.COMMA_OR_END;
    }
  }

  private void require(boolean fits, String wanted) {
    if (!fits) {
      fail("a line is not JSON: it has not " + wanted + " where one must be");
    }
  }
}
