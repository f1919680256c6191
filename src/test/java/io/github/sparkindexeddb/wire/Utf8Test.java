// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Java's own decoder is the judge. */
class Utf8Test {
  private static final byte[] EDGES =
      bytes(
          0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1,
          0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF);

  private static final CharsetDecoder DECODER = StandardCharsets.UTF_8.newDecoder();

  @Test
  void judgesAllThatIsUpToFourBytesAtEveryPlace() {
    byte[] text = new byte[80];
    for (int length = 1; length <= 4; length++) {
      for (int n = 0; n < Math.pow(EDGES.length, length); n++) {
        Arrays.fill(text, (byte) 'x');
        int at = n % (text.length - length);
        for (int i = 0, rest = n; i < length; i++, rest /= EDGES.length) {
          text[at + i] = EDGES[rest % EDGES.length];
        }
        assertJudgedAsByJava(text, 0, text.length);
        assertJudgedAsByJava(text, at, at + length);
      }
    }
  }

  @Test
  void judgesLongTexts() {
    Random random = new Random(14);
    for (int n = 0; n < 20_000; n++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(60); i > 0; i--) {
        text.appendCodePoint(random.nextInt(1 << (1 + random.nextInt(20))));
      }
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      assertJudgedAsByJava(bytes, 0, bytes.length);
      if (bytes.length > 0) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        int from = random.nextInt(bytes.length);
        assertJudgedAsByJava(bytes, from, from + random.nextInt(bytes.length - from + 1));
      }
    }
  }

  @Test
  void findsTheEndOfAscii() {
    for (int length = 0; length < 100; length++) {
      byte[] text = new byte[length];
      assertThat(Utf8.asciiEnd(text, 0, length)).isEqualTo(length);
      for (int at = 0; at < length; at++) {
        text[at] = -1;
        assertThat(Utf8.asciiEnd(text, 0, length)).isBetween(Math.max(0, at - 31), at);
        assertThat(Utf8.asciiEnd(text, 0, at)).isEqualTo(at);
        text[at] = 0;
      }
    }
  }

  private static void assertJudgedAsByJava(byte[] bytes, int from, int to) {
    CharBuffer text = CharBuffer.allocate(to - from);
    DECODER.reset();
    boolean valid = !DECODER.decode(ByteBuffer.wrap(bytes, from, to - from), text, true).isError();
    if (Utf8.isValid(bytes, from, to) != valid || isValidByPieces(bytes, from, to) != valid) {
      assertThat(valid).as("%s from %s to %s", bytes, from, to).isEqualTo(!valid);
    }
  }

  private static boolean isValidByPieces(byte[] bytes, int from, int to) {
    int state = Utf8.START;
    for (int at = from; at < to; at++) {
      state = Utf8.next(state, bytes[at]);
    }
    return state == Utf8.START;
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
