// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

import java.util.Arrays;

/**
 * Reads JSON as {@code JSON.stringify} writes it: strictly, since of what one parser forgives
 * another makes something else. Without recursion, as a record may have thousands of levels.
 */
final class LineScanner {
  /** A record has up to a thousand levels, and that of a Map is three in JSON. */
  private static final int MAX_DEPTH = 3100;

  /** The longest number that JavaScript writes has 24 characters. */
  private static final int MAX_NUMBER_CHARS = 25;

  /** Of an exponent as JavaScript writes it: from 1e-324 to 1e+308. */
  private static final int MAX_EXPONENT_DIGITS = 3;

  private static final byte[] NULL = {'n', 'u', 'l', 'l'};
  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

  /** Bytes of a string that are not merely a part of its text. */
  private static final boolean[] SPECIAL = new boolean[256];

  static {
    Arrays.fill(SPECIAL, 0, ' ', true);
    SPECIAL['"'] = true;
    SPECIAL['\\'] = true;
  }

  private final RecordTape tape;
  private final TagReader tags;

  /** The lists and objects that are begun. */
  private final int[] open = new int[MAX_DEPTH];

  private int depth;
  private byte[] text = {};
  private int begin;
  private int at;
  private boolean escaped;

  LineScanner(RecordTape tape) {
    this.tape = tape;
    this.tags = new TagReader(tape);
  }

  /** Reads one value, which a byte 0 follows in the text. */
  void scan(byte[] json, int from, int to) throws InvalidLineException {
    text = json;
    begin = from;
    at = from;
    depth = 0;
    do {
      if (beginValue()) {
        endValues();
      }
    } while (depth > 0);
    if (at != to) {
      throw unexpected("the end");
    }
  }

  /** Returns whether a value is whole; otherwise one that it holds follows. */
  private boolean beginValue() throws InvalidLineException {
    switch (text[at]) {
      case '"' -> string(Token.STRING);
      case '{' -> {
        return !beginObject();
      }
      case '[' -> {
        return !beginList();
      }
      case 'n' -> word(NULL, Token.NULL);
      case 't' -> word(TRUE, Token.TRUE);
      case 'f' -> word(FALSE, Token.FALSE);
      default -> number();
    }
    return true;
  }

  /** Goes to the next value, and ends what has none. */
  private void endValues() throws InvalidLineException {
    while (depth > 0) {
      int container = open[depth - 1];
      boolean isObject = tape.kind(container) == Token.OBJECT;
      byte next = text[at];
      if (next == ',') {
        at++;
        if (isObject) {
          name(container);
        }
        return;
      }
      if (next != (isObject ? '}' : ']')) {
        throw unexpected("the end of a value");
      }
      end(container);
    }
  }

  private void end(int container) throws InvalidLineException {
    tape.close(container, at++);
    depth--;
    tags.closed(container);
  }

  private void begin(Token kind) throws InvalidLineException {
    if (depth == MAX_DEPTH) {
      throw new InvalidLineException("it has more than %s levels".formatted(MAX_DEPTH));
    }
    open[depth++] = tape.add(kind, at++, 0);
  }

  /** Returns whether it holds anything. */
  private boolean beginObject() throws InvalidLineException {
    begin(Token.OBJECT);
    if (text[at] == '}') {
      end(open[depth - 1]);
      return false;
    }
    name(open[depth - 1]);
    return true;
  }

  /** Returns whether it holds anything. */
  private boolean beginList() throws InvalidLineException {
    begin(Token.LIST);
    if (text[at] == ']') {
      end(open[depth - 1]);
      return false;
    }
    return true;
  }

  /** A name of the app that begins with a dollar has one more. */
  private void name(int object) throws InvalidLineException {
    if (text[at] != '"') {
      throw unexpected("a name");
    }
    int first = at + 1;
    Token kind = Token.NAME;
    if (text[first] == '$') {
      kind = text[first + 1] == '$' ? Token.NAME : Token.TAG;
    }
    boolean isFirst = tape.count() == object + 1;
    if (!isFirst && (kind == Token.TAG || tape.kind(object + 1) == Token.TAG)) {
      throw unexpected("a name in an object without a tag");
    }
    int name = string(kind);
    if (kind == Token.NAME && text[first] == '$') {
      tape.skipFirst(name);
    }
    if (text[at++] != ':') {
      at--;
      throw unexpected("':'");
    }
  }

  private int string(Token kind) throws InvalidLineException {
    int start = ++at;
    escaped = false;
    while (text[at] != '"') {
      if (SPECIAL[text[at] & 0xFF]) {
        escape();
      } else {
        at++;
      }
    }
    int string = tape.add(kind, start, at++);
    if (escaped) {
      tape.escaped();
    }
    return string;
  }

  private void escape() throws InvalidLineException {
    if (text[at] != '\\') {
      throw unexpected("a character of a string");
    }
    escaped = true;
    switch (text[at + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at += 2;
      case 'u' -> {
        for (int digit = at + 2; digit < at + 6; digit++) {
          if (Character.digit(text[digit], 16) < 0) {
            throw unexpected("an escape");
          }
        }
        at += 6;
      }
      default -> throw unexpected("an escape");
    }
  }

  private void word(byte[] word, Token kind) throws InvalidLineException {
    int end = at + word.length;
    if (end > text.length || !Arrays.equals(text, at, end, word, 0, word.length)) {
      throw unexpected("a value");
    }
    tape.add(kind, at, end);
    at = end;
  }

  private void number() throws InvalidLineException {
    int start = at;
    at += text[at] == '-' ? 1 : 0;
    int first = at;
    digits();
    boolean hasLeadingZero = text[first] == '0' && at - start > 1;
    if (text[at] == '.') {
      hasLeadingZero &= at > first + 1;
      at++;
      digits();
    }
    boolean tooLong = false;
    boolean hasExponent = text[at] == 'e';
    if (hasExponent) {
      at += text[at + 1] == '-' || text[at + 1] == '+' ? 2 : 1;
      int exponent = at;
      digits();
      tooLong = at - exponent > MAX_EXPONENT_DIGITS;
    }
    tooLong |= at - start > MAX_NUMBER_CHARS;
    if (hasLeadingZero || tooLong) {
      at = start;
      throw unexpected("a number");
    }
    int number = tape.add(Token.NUMBER, start, at);
    if (hasExponent && Double.isInfinite(Numbers.real(tape, number))) {
      throw unexpected("a number");
    }
  }

  private void digits() throws InvalidLineException {
    int start = at;
    while (text[at] >= '0' && text[at] <= '9') {
      at++;
    }
    if (at == start) {
      throw unexpected("a value");
    }
  }

  private InvalidLineException unexpected(String wanted) {
    return new InvalidLineException("byte %s is not %s".formatted(at - begin, wanted));
  }
}
