// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

import io.github.sparkindexeddb.wire.PlainText;
import java.util.Map;

/**
 * Finds out what an object with a tag is. What no worker writes under a tag is refused, so that
 * nobody has to check it again.
 */
final class TagReader {
  /** The farthest from 1970 that a Date can be, in milliseconds. */
  private static final long MAX_MILLIS = 8_640_000_000_000_000L;

  private static final Map<String, Token> TAGS =
      Map.of(
          "$date", Token.DATE,
          "$number", Token.SPECIAL_NUMBER,
          "$bigint", Token.BIGINT,
          "$binary", Token.BINARY,
          "$array", Token.TYPED_ARRAY,
          "$set", Token.SET,
          "$map", Token.MAP,
          "$blob", Token.BLOB,
          "$regexp", Token.REGEXP,
          "$error", Token.ERROR);

  private static final String UNREADABLE = "$unreadable";

  private final RecordTape tape;

  TagReader(RecordTape tape) {
    this.tape = tape;
  }

  /** Takes note that a list or an object is whole. */
  void closed(int container) throws InvalidLineException {
    if (tape.kind(container + 1) != Token.TAG || tape.kind(container) != Token.OBJECT) {
      return;
    }
    String tag = Strings.exact(tape, container + 1);
    int tagged = tape.tagged(container);
    Token kind = tag.equals(UNREADABLE) ? Token.UNREADABLE : TAGS.get(tag);
    if (kind == null || !fits(kind, tagged)) {
      throw new InvalidLineException("it has a tag '%s' of something else".formatted(shown(tag)));
    }
    boolean isNoDate = kind == Token.DATE && tape.kind(tagged) == Token.NULL;
    tape.become(container, isNoDate ? Token.INVALID_DATE : kind);
  }

  private static String shown(String tag) {
    return PlainText.of(tag);
  }

  private boolean fits(Token kind, int tagged) {
    Token found = tape.kind(tagged);
    return switch (kind) {
      case DATE -> found == Token.NULL || isTime(tagged);
      case SPECIAL_NUMBER -> found == Token.STRING && Numbers.isSpecial(tape, tagged);
      case BIGINT -> found == Token.STRING && Numbers.isBigInt(tape, tagged);
      case BINARY -> found == Token.STRING && Base64Text.isValid(tape, tagged);
      case UNREADABLE -> found == Token.STRING;
      case SET -> found == Token.LIST;
      case MAP -> found == Token.LIST && holdsPairs(tagged);
      case TYPED_ARRAY -> found == Token.OBJECT && isTypedArray(tagged);
      case REGEXP -> hasTexts(tagged, "source", "flags");
      case ERROR -> found == Token.OBJECT;
      default -> found == Token.OBJECT && isBlob(tagged);
    };
  }

  private boolean isTime(int value) {
    return tape.kind(value) == Token.NUMBER
        && Numbers.isInteger(tape, value)
        && Math.abs(Numbers.integer(tape, value)) <= MAX_MILLIS;
  }

  private boolean holdsPairs(int list) {
    for (int pair = list + 1; !tape.isClose(pair); pair = tape.next(pair)) {
      if (tape.kind(pair) != Token.LIST || tape.isClose(pair + 1)) {
        return false;
      }
      int second = tape.next(pair + 1);
      if (tape.isClose(second) || !tape.isClose(tape.next(second))) {
        return false;
      }
    }
    return true;
  }

  private boolean isTypedArray(int object) {
    int type = tape.member(object, "type");
    int values = tape.member(object, "values");
    if (tape.kind(type) != Token.STRING || tape.kind(values) != Token.LIST) {
      return false;
    }
    String kind = Strings.exact(tape, type);
    boolean isBig = kind.equals("int64") || kind.equals("uint64");
    for (int value = values + 1; !tape.isClose(value); value = tape.next(value)) {
      Token element = tape.kind(value);
      boolean isNumber = element == Token.NUMBER || element == Token.SPECIAL_NUMBER;
      if (isBig ? element != Token.BIGINT : !isNumber) {
        return false;
      }
    }
    return isBig || kind.matches("int8|int16|uint16|int32|uint32|float16|float32|float64");
  }

  private boolean hasTexts(int object, String... names) {
    if (tape.kind(object) != Token.OBJECT) {
      return false;
    }
    for (String name : names) {
      if (tape.kind(tape.member(object, name)) != Token.STRING) {
        return false;
      }
    }
    return true;
  }

  private boolean isBlob(int object) {
    int bytes = tape.member(object, "bytes");
    if (tape.kind(bytes) == Token.STRING && Base64Text.isValid(tape, bytes)) {
      tape.become(bytes, Token.BLOB_BYTES);
      return true;
    }
    return tape.kind(bytes) == Token.UNREADABLE;
  }
}
