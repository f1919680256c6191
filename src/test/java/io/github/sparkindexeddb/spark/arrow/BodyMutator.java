// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import io.github.sparkindexeddb.wire.arrow.ArrowMessage;
import io.github.sparkindexeddb.wire.arrow.ArrowMessages;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Changes true bodies: bits, numbers in the table of a batch or in its body, and their length. */
final class BodyMutator {
  private static final long[] LIES = {
    0,
    1,
    2,
    3,
    4,
    7,
    8,
    9,
    15,
    16,
    63,
    64,
    65,
    127,
    128,
    255,
    256,
    1000,
    1 << 15,
    (1 << 16) - 1,
    1 << 16,
    1 << 20,
    (1 << 20) + 1,
    1 << 24,
    (1 << 24) + 1,
    1 << 28,
    64 << 20,
    (64 << 20) + 8,
    Integer.MAX_VALUE - 8,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 32,
    (1L << 32) + 8,
    1L << 40,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2,
    -8,
    -64,
    -(1 << 16),
    Integer.MIN_VALUE
  };

  private final byte[] body;

  /** The messages, of which the first is the schema. */
  private final List<Span> messages;

  /** A message, whose table begins after its prefix. */
  private record Span(int start, int table, int bytesAt, int end) {}

  private BodyMutator(byte[] body, List<Span> messages) {
    this.body = body;
    this.messages = messages;
  }

  static BodyMutator of(byte[] body) {
    ByteArrayInputStream in = new ByteArrayInputStream(body);
    ArrowMessages messages = new ArrowMessages(in);
    List<Span> spans = new ArrayList<>();
    try {
      for (int start = 0; ; start = body.length - in.available()) {
        Optional<ArrowMessage> message = messages.next(body.length);
        if (message.isEmpty()) {
          return new BodyMutator(body, spans);
        }
        int bytesAt = body.length - in.available();
        messages.body((int) message.get().bodyLength());
        spans.add(new Span(start, start + 8, bytesAt, body.length - in.available()));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Returns the body with some changes.
   *
   * @param other of which a message may be taken
   */
  byte[] mutant(Random random, BodyMutator other) {
    byte[] mutant = body.clone();
    Span batch = messages.get(1 + random.nextInt(messages.size() - 1));
    switch (random.nextInt(9)) {
      case 0 -> flip(mutant, 0, mutant.length, random);
      case 1 -> flip(mutant, batch.start, batch.end, random);
      case 2, 3, 4 -> lie(mutant, batch.table, batch.bytesAt, random);
      case 5 -> {
        lie(mutant, batch.table, batch.bytesAt, random);
        lie(mutant, batch.start, batch.end, random);
      }
      case 6 -> lie(mutant, batch.bytesAt, batch.end, random);
      case 7 -> mutant = resized(mutant, random);
      default -> mutant = spliced(batch, other, random);
    }
    return mutant;
  }

  private static void flip(byte[] bytes, int from, int to, Random random) {
    for (int i = random.nextInt(4); i >= 0 && to > from; i--) {
      bytes[from + random.nextInt(to - from)] ^= (byte) (1 << random.nextInt(8));
    }
  }

  /**
   * Writes a number where there may be one: tables and bodies are aligned, as their numbers are.
   */
  private static void lie(byte[] bytes, int from, int to, Random random) {
    int width = new int[] {1, 2, 4, 8}[random.nextInt(4)];
    int places = (to - from) / width;
    if (places == 0) {
      return;
    }
    int at = from + random.nextInt(places) * width;
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long lie = LIES[random.nextInt(LIES.length)];
    switch (width) {
      case 1 -> buffer.put(at, (byte) lie);
      case 2 -> buffer.putShort(at, (short) (lie + relative(buffer.getShort(at), random)));
      case 4 -> buffer.putInt(at, (int) (lie + relative(buffer.getInt(at), random)));
      default -> buffer.putLong(at, lie + relative(buffer.getLong(at), random));
    }
  }

  /** A little more or less than the truth is a lie of its own. */
  private static long relative(long truth, Random random) {
    return random.nextInt(3) == 0 ? truth : 0;
  }

  /** Cuts the end off, or takes some out, or repeats some. */
  private static byte[] resized(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    int to = at + random.nextInt(bytes.length - at);
    return switch (random.nextInt(3)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> joined(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, to, bytes.length));
      default -> joined(Arrays.copyOf(bytes, to), Arrays.copyOfRange(bytes, at, bytes.length));
    };
  }

  /** Puts a message of another body in the place of one of this. */
  private byte[] spliced(Span batch, BodyMutator other, Random random) {
    Span foreign = other.messages.get(random.nextInt(other.messages.size()));
    byte[] start =
        joined(
            Arrays.copyOf(body, batch.start),
            Arrays.copyOfRange(other.body, foreign.start, foreign.end));
    return joined(start, Arrays.copyOfRange(body, batch.end, body.length));
  }

  private static byte[] joined(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
