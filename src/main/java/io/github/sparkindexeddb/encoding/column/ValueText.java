// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Strings;

/** Values as text. */
public final class ValueText {
  private ValueText() {}

  /** Writes the JSON of a value as it stands in the line. */
  public static void writeJson(RecordTape tape, int value, GrowableBytes out) {
    out.put(tape.text(), tape.jsonStart(value), tape.jsonEnd(value));
  }

  /**
   * Writes a string as it is, a bigint as its digits, a RegExp as JavaScript writes it, anything
   * else as tagged JSON.
   */
  public static void write(RecordTape tape, int value, GrowableBytes out) {
    switch (tape.kind(value)) {
      case STRING, NAME -> Strings.writeUtf8(tape, value, out);
      case BIGINT -> Strings.writeUtf8(tape, tape.tagged(value), out);
      case REGEXP -> {
        int parts = tape.tagged(value);
        out.putByte('/');
        Strings.writeUtf8(tape, tape.member(parts, "source"), out);
        out.putByte('/');
        Strings.writeUtf8(tape, tape.member(parts, "flags"), out);
      }
      default -> writeJson(tape, value, out);
    }
  }
}
