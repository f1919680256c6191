// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

/**
 * Says whether bytes are UTF-8 (RFC 3629, section 4): eight at a time as long as they are ASCII,
 * and else by an automaton without branches. A byte's row of the table has the next state for each
 * state, six bits each, at the place that the state itself says; so a step is one shift.
 */
public final class Utf8 {
  /** The state between characters, in which a text begins and ends. */
  public static final int START = 0;

  /** The state after bytes that are of no text, from where nothing leads away. */
  public static final int INVALID = 48;

  private static final long NOT_ASCII = 0x8080808080808080L;

  private static final int BLOCK_BYTES = 4 * Long.BYTES;

  /** One, two or three bytes of a character are still to come. */
  private static final int ONE_MORE = 6;

  private static final int TWO_MORE = 12;
  private static final int THREE_MORE = 18;

  /** After a first byte that not every second may follow. */
  private static final int AFTER_E0 = 24;

  private static final int AFTER_ED = 30;
  private static final int AFTER_F0 = 36;
  private static final int AFTER_F4 = 42;

  private static final int STATE_BITS = 6;
  private static final int STATE = (1 << STATE_BITS) - 1;

  private static final long[] TABLE = table();

  private Utf8() {}

  /** Returns the first place from which on bytes are no longer known to be ASCII. */
  public static int asciiEnd(byte[] bytes, int from, int to) {
    int at = from;
    for (; at <= to - BLOCK_BYTES; at += BLOCK_BYTES) {
      long four =
          LittleEndian.int64(bytes, at)
              | LittleEndian.int64(bytes, at + Long.BYTES)
              | LittleEndian.int64(bytes, at + 2 * Long.BYTES)
              | LittleEndian.int64(bytes, at + 3 * Long.BYTES);
      if ((four & NOT_ASCII) != 0) {
        return at;
      }
    }
    while (at < to && bytes[at] >= 0) {
      at++;
    }
    return at;
  }

  /** Returns whether the bytes are whole characters. */
  public static boolean isValid(byte[] bytes, int from, int to) {
    long state = START;
    int at = from;
    // Fewer at once would make a branch of each letter beyond ASCII, and none that is foreseen.
    for (; at <= to - BLOCK_BYTES; at += BLOCK_BYTES) {
      long one = LittleEndian.int64(bytes, at);
      long two = LittleEndian.int64(bytes, at + Long.BYTES);
      long three = LittleEndian.int64(bytes, at + 2 * Long.BYTES);
      long four = LittleEndian.int64(bytes, at + 3 * Long.BYTES);
      if (((one | two | three | four) & NOT_ASCII) != 0) {
        state = step(step(step(step(state, one), two), three), four);
      } else if ((state & STATE) != START) {
        return false;
      }
    }
    for (; at < to; at++) {
      state = TABLE[bytes[at] & 0xFF] >>> state;
    }
    return (state & STATE) == START;
  }

  /**
   * Returns the state after one more byte, of those that do not come all at once.
   *
   * @param state {@link #START} before the first of them
   */
  public static int next(int state, byte value) {
    return (int) (TABLE[value & 0xFF] >>> state) & STATE;
  }

  private static long step(long from, long word) {
    long state = TABLE[(int) word & 0xFF] >>> from;
    state = TABLE[(int) (word >>> 8) & 0xFF] >>> state;
    state = TABLE[(int) (word >>> 16) & 0xFF] >>> state;
    state = TABLE[(int) (word >>> 24) & 0xFF] >>> state;
    state = TABLE[(int) (word >>> 32) & 0xFF] >>> state;
    state = TABLE[(int) (word >>> 40) & 0xFF] >>> state;
    state = TABLE[(int) (word >>> 48) & 0xFF] >>> state;
    return TABLE[(int) (word >>> 56) & 0xFF] >>> state;
  }

  /** Returns whether a byte is not the first of a character. */
  public static boolean isContinuation(byte value) {
    return value <= (byte) 0xBF;
  }

  private static long[] table() {
    long[] table = new long[1 << Byte.SIZE];
    for (int value = 0; value < table.length; value++) {
      for (int state = START; state <= INVALID; state += STATE_BITS) {
        table[value] |= (long) transition(state, value) << state;
      }
    }
    return table;
  }

  /** Table 3-7 of the Unicode Standard. */
  private static int transition(int state, int value) {
    return switch (state) {
      case START -> first(value);
      case ONE_MORE -> within(value, 0x80, 0xBF, START);
      case TWO_MORE -> within(value, 0x80, 0xBF, ONE_MORE);
      case THREE_MORE -> within(value, 0x80, 0xBF, TWO_MORE);
      case AFTER_E0 -> within(value, 0xA0, 0xBF, ONE_MORE);
      case AFTER_ED -> within(value, 0x80, 0x9F, ONE_MORE);
      case AFTER_F0 -> within(value, 0x90, 0xBF, TWO_MORE);
      case AFTER_F4 -> within(value, 0x80, 0x8F, TWO_MORE);
      default -> INVALID;
    };
  }

  private static int first(int value) {
    return switch (value) {
      case 0xE0 -> AFTER_E0;
      case 0xED -> AFTER_ED;
      case 0xF0 -> AFTER_F0;
      case 0xF4 -> AFTER_F4;
      default ->
          value < 0x80
              ? START
              : value < 0xE0
                  ? within(value, 0xC2, 0xDF, ONE_MORE)
                  : value < 0xF0 ? TWO_MORE : within(value, 0xF1, 0xF3, THREE_MORE);
    };
  }

  private static int within(int value, int least, int greatest, int state) {
    return value >= least && value <= greatest ? state : INVALID;
  }
}
