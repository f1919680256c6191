// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

import io.github.sparkindexeddb.wire.value.Kind;
import java.util.Locale;

/** What values are, as summaries count them and errors name them. */
public final class Kinds {
  private static final int MAX_DIGITS = 38;

  private Kinds() {}

  /** Returns the kind of what has a form; a Blob's bytes have none. */
  public static Kind of(RecordTape tape, int value) {
    return switch (tape.kind(value)) {
      case NULL, INVALID_DATE -> Kind.NULL;
      case TRUE, FALSE -> Kind.BOOLEAN;
      case NUMBER -> Numbers.isLong(tape, value) ? Kind.INTEGER : Kind.NUMBER;
      case SPECIAL_NUMBER -> Kind.NUMBER;
      case BIGINT -> ofBigInt(tape, value);
      case STRING, NAME -> Kind.STRING;
      case DATE -> Kind.DATE;
      case BINARY -> Kind.BINARY;
      case TYPED_ARRAY -> Kind.valueOf(elementType(tape, value).toUpperCase(Locale.ROOT));
      case LIST, SET -> Kind.LIST;
      case OBJECT -> Kind.OBJECT;
      case MAP -> Kind.MAP;
      case BLOB -> Kind.BLOB;
      case REGEXP -> Kind.REGEXP;
      case ERROR -> Kind.ERROR;
      default -> throw new IllegalArgumentException("no kind of " + tape.kind(value));
    };
  }

  private static Kind ofBigInt(RecordTape tape, int value) {
    if (Numbers.isLong(tape, value)) {
      return Kind.BIGINT64;
    }
    return digits(tape, value) <= MAX_DIGITS ? Kind.BIGINT38 : Kind.BIGINT;
  }

  /** Returns how many digits a bigint has. */
  public static int digits(RecordTape tape, int bigint) {
    int digits = tape.tagged(bigint);
    int start = tape.start(digits);
    return tape.end(digits) - start - (tape.text()[start] == '-' ? 1 : 0);
  }

  /** Returns what the elements of a typed array are: {@code int8}. */
  private static String elementType(RecordTape tape, int typedArray) {
    return Strings.exact(tape, tape.member(tape.tagged(typedArray), "type"));
  }

  /** Returns the list of a typed array's elements. */
  public static int elements(RecordTape tape, int typedArray) {
    return tape.member(tape.tagged(typedArray), "values");
  }

  /** Returns what the class of a value is called, as far as a line tells. */
  public static String className(RecordTape tape, int value) {
    return switch (tape.kind(value)) {
      case NULL -> "Null";
      case INVALID_DATE, DATE -> "Date";
      case TRUE, FALSE -> "Boolean";
      case NUMBER, SPECIAL_NUMBER -> "Number";
      case BIGINT -> "BigInt";
      case STRING, NAME -> "String";
      case BINARY -> "Uint8Array";
      case TYPED_ARRAY -> arrayName(elementType(tape, value));
      case LIST -> "Array";
      case SET -> "Set";
      case MAP -> "Map";
      case BLOB -> blobName(tape, value);
      case REGEXP -> "RegExp";
      case ERROR -> "Error";
      default -> "Object";
    };
  }

  private static String arrayName(String elementType) {
    return switch (elementType) {
      case "int64" -> "BigInt64Array";
      case "uint64" -> "BigUint64Array";
      default ->
          (elementType.startsWith("u")
                  ? "Ui"
                  : elementType.substring(0, 1).toUpperCase(Locale.ROOT))
              + elementType.substring(elementType.startsWith("u") ? 2 : 1)
              + "Array";
    };
  }

  private static String blobName(RecordTape tape, int blob) {
    return tape.isNull(tape.member(tape.tagged(blob), "name")) ? "Blob" : "File";
  }
}
