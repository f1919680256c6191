// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

import io.github.sparkindexeddb.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The tokens of one record: of its line, and of what else is read as one, as its key. A value is
 * the index of its first token, so that it costs no object; what it holds follows it. Each token is
 * a kind and the part of the text that it is. Lists and objects have a {@link Token#CLOSE} behind
 * what they hold.
 *
 * <p>The bytes of a binary value are values too, those of the indices 0 to 255. Confined to one
 * thread; filled anew for each record.
 */
public final class RecordTape {
  /** The value that stands for an absent one: null. */
  public static final int NOTHING = 256;

  /** A token takes nine bytes, and a tape that grows has another beside it. */
  private static final int BYTES_PER_TOKEN = 2 * 9;

  /** How many values a record may unfold to; {@code values/record-limits.js} has the same. */
  private static final int MAX_VALUES = 20_000_000;

  private static final int MAX_TOKENS =
      (int) Math.min(MAX_VALUES, Runtime.getRuntime().maxMemory() / 4 / BYTES_PER_TOKEN);

  /** From this size on the room is given back after a record. */
  private static final int LARGE = 1 << 20;

  private static final Token[] TOKENS = Token.values();
  private static final int ESCAPED = 0x40;

  private final LineScanner scanner = new LineScanner(this);
  private byte[] text = new byte[4096];
  private int textLength;
  private byte[] kinds = new byte[1024];
  private int[] starts = new int[1024];
  private int[] ends = new int[1024];
  private int count;
  private final int constantText;
  private final int constantCount;
  private int unreadable;

  /** Begins without a record. */
  public RecordTape() {
    for (int value = 0; value <= NOTHING; value++) {
      byte[] word =
          (value < NOTHING ? String.valueOf(value) : "null").getBytes(StandardCharsets.UTF_8);
      System.arraycopy(word, 0, text, textLength, word.length);
      kinds[value] = (byte) (value < NOTHING ? Token.NUMBER : Token.NULL).ordinal();
      starts[value] = textLength;
      textLength += word.length;
      ends[value] = textLength;
    }
    count = NOTHING + 1;
    constantText = textLength;
    constantCount = count;
  }

  /** Forgets what was read. */
  public void clear() {
    if (text.length > LARGE) {
      text = Arrays.copyOf(text, constantText);
    }
    if (kinds.length > LARGE) {
      kinds = Arrays.copyOf(kinds, constantCount);
      starts = Arrays.copyOf(starts, constantCount);
      ends = Arrays.copyOf(ends, constantCount);
    }
    textLength = constantText;
    count = constantCount;
    unreadable = 0;
  }

  /**
   * Reads a value, beside those that were read since the tape was cleared.
   *
   * @param json of one value, in UTF-8 and without white space, as {@code JSON.stringify} writes it
   * @return the value
   * @throws InvalidLineException if it is anything else, or tagged as nothing is
   */
  public int read(byte[] json) throws InvalidLineException {
    if (!Utf8.isValid(json, 0, json.length)) {
      throw new InvalidLineException("it is not in UTF-8");
    }
    int from = textLength;
    // One byte more, which ends what has no end.
    if (text.length <= from + json.length) {
      text = Arrays.copyOf(text, Math.max(2 * from, from + json.length + 1));
    }
    System.arraycopy(json, 0, text, from, json.length);
    textLength = from + json.length;
    text[textLength] = 0;
    int root = count;
    scanner.scan(text, from, textLength);
    return root;
  }

  /** Returns what the value is. */
  public Token kind(int value) {
    return TOKENS[kinds[value] & ~ESCAPED];
  }

  /** Returns whether it is null to every engine: null, absent, or a Date that is none. */
  public boolean isNull(int value) {
    Token kind = kind(value);
    return kind == Token.NULL || kind == Token.INVALID_DATE;
  }

  /** Returns whether a string or a name has escapes. */
  public boolean isEscaped(int value) {
    return (kinds[value] & ESCAPED) != 0;
  }

  /** Returns the text that all places are in. It is not to be changed. */
  public byte[] text() {
    return text;
  }

  /** Returns where a number, or what a string or a name holds, begins in the text. */
  public int start(int value) {
    return starts[value];
  }

  /** Returns where a number, or what a string or a name holds, ends in the text. */
  public int end(int value) {
    return ends[value];
  }

  /** Returns where the value's JSON begins in the text. */
  public int jsonStart(int value) {
    return isQuoted(value) ? starts[value] - 1 : starts[value];
  }

  /** Returns where the value's JSON ends in the text. */
  public int jsonEnd(int value) {
    if (kind(value).isOpen()) {
      return starts[ends[value]] + 1;
    }
    return isQuoted(value) ? ends[value] + 1 : ends[value];
  }

  private boolean isQuoted(int value) {
    Token kind = kind(value);
    return kind == Token.STRING || kind == Token.BLOB_BYTES;
  }

  /** Returns the token behind the value. */
  public int next(int value) {
    return kind(value).isOpen() ? ends[value] + 1 : value + 1;
  }

  /** Returns what a tag holds. */
  public int tagged(int value) {
    return value + 2;
  }

  /** Returns whether the token ends what it is in. */
  public boolean isClose(int token) {
    return kinds[token] == (byte) Token.CLOSE.ordinal();
  }

  /**
   * Returns the value of an object's field that is called so; {@link #NOTHING} if there is none.
   */
  public int member(int object, String name) {
    for (int token = object + 1; !isClose(token); token = next(token + 1)) {
      if (isText(token, name)) {
        return token + 1;
      }
    }
    return NOTHING;
  }

  private boolean isText(int string, String ascii) {
    int start = starts[string];
    boolean same = ends[string] - start == ascii.length();
    for (int i = 0; same && i < ascii.length(); i++) {
      same = text[start + i] == ascii.charAt(i);
    }
    return same;
  }

  /** Returns whether anything of what was read has no form. */
  public boolean hasUnreadable() {
    return unreadable > 0;
  }

  /** Returns how many tokens there are. */
  int count() {
    return count;
  }

  /** Adds a token that the text from one place to another is. */
  int add(Token kind, int start, int end) throws InvalidLineException {
    if (count == kinds.length) {
      grow();
    }
    kinds[count] = (byte) kind.ordinal();
    starts[count] = start;
    ends[count] = end;
    return count++;
  }

  private void grow() throws InvalidLineException {
    if (count >= MAX_TOKENS) {
      throw new InvalidLineException("it holds more than %s values".formatted(MAX_TOKENS));
    }
    int size = Math.min(2 * count, MAX_TOKENS);
    kinds = Arrays.copyOf(kinds, size);
    starts = Arrays.copyOf(starts, size);
    ends = Arrays.copyOf(ends, size);
  }

  /** Says of the last token that it has escapes. */
  void escaped() {
    kinds[count - 1] |= ESCAPED;
  }

  /** Leaves out the first character of a name. */
  void skipFirst(int name) {
    starts[name]++;
  }

  /** Ends a list or an object. */
  void close(int open, int at) throws InvalidLineException {
    int close = add(Token.CLOSE, at, at + 1);
    // Only now: the arrays may have grown.
    ends[open] = close;
  }

  /** Says what a token is that something else was taken for. */
  void become(int token, Token kind) {
    kinds[token] = (byte) (kinds[token] & ESCAPED | kind.ordinal());
    if (kind == Token.UNREADABLE) {
      unreadable++;
    }
  }
}
