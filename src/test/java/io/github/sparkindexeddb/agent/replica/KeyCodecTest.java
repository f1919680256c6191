// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyOrder;
import io.github.sparkindexeddb.wire.value.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyCodecTest {
  private static final int PAIRS = 200_000;
  private static final int MAX_DEPTH = 3;

  /** Keys at which an encoding could go wrong. */
  private static final List<Key> EDGES =
      List.of(
          number(Double.NEGATIVE_INFINITY),
          number(-Double.MAX_VALUE),
          number(-1),
          number(-Double.MIN_VALUE),
          number(0),
          number(Double.MIN_VALUE),
          number(1),
          number(Math.nextUp(1.0)),
          number(Double.POSITIVE_INFINITY),
          new Key.DateKey(-8_640_000_000_000_000L),
          new Key.DateKey(-1),
          new Key.DateKey(0),
          new Key.DateKey(8_640_000_000_000_000L),
          string(""),
          string("\0"),
          string("\0\0"),
          string("\0a"),
          string("\u0001"),
          string("a"),
          string("a\0"),
          string("ab"),
          string("\u007E"),
          string("\u007F"),
          string("\u407E"),
          string("\u407F"),
          string("\uD800"),
          string("\uD800\uDC00"),
          string("\uDFFF"),
          string("\uFFFF"),
          string("\uFFFF\uFFFF"),
          binary(),
          binary(0),
          binary(0, 0),
          binary(0, 1),
          binary(0, 255),
          binary(1),
          binary(255),
          array(),
          array(number(1)),
          array(number(1), number(0)),
          array(string("a")),
          array(string("a"), string("")),
          array(string("ab")),
          array(binary()),
          array(binary(), binary()),
          array(binary(0)),
          array(array()),
          array(array(), number(0)),
          array(array(number(0))));

  @Test
  void ordersTheEdgesAsIndexedDbDoesAndGivesThemBack() {
    for (int i = 0; i < EDGES.size(); i++) {
      for (int j = 0; j < EDGES.size(); j++) {
        assertThat(order(EDGES.get(i), EDGES.get(j)))
            .as("%s against %s", EDGES.get(i), EDGES.get(j))
            .isEqualTo(Integer.compare(i, j));
      }
      assertThat(KeyCodec.decode(KeyCodec.encode(EDGES.get(i)))).isEqualTo(EDGES.get(i));
    }
  }

  @Test
  void encodesMinusZeroAsZero() {
    assertThat(KeyCodec.encode(number(-0.0))).isEqualTo(KeyCodec.encode(number(0)));
  }

  @Test
  void ordersAnyKeysAsIndexedDbDoesAndGivesThemBack() {
    long seed = Long.getLong("keys.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < PAIRS; i++) {
      Key one = key(random, 0);
      Key other = random.nextInt(4) == 0 ? near(random, one) : key(random, 0);
      String pair = "%s against %s, -Dkeys.seed=%d".formatted(one, other, seed);
      assertThat(order(one, other))
          .as(pair)
          .isEqualTo(Integer.signum(KeyOrder.compare(one, other)));
      assertThat(KeyCodec.decode(KeyCodec.encode(one))).as(pair).isEqualTo(one);
      byte[] bytes = KeyCodec.encode(one);
      byte[] others = KeyCodec.encode(other);
      assertThat(Arrays.mismatch(bytes, others))
          .as("one begins the other: " + pair)
          .isNotEqualTo(Math.min(bytes.length, others.length));
    }
  }

  @Test
  void spansHoldTheKeysOfTheirRange() {
    long seed = Long.getLong("keys.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < PAIRS / 10; i++) {
      Key key = key(random, 1);
      KeyRange range =
          new KeyRange(
              bound(random, key), bound(random, key), random.nextBoolean(), random.nextBoolean());
      assertThat(KeySpan.of(range).contains(KeyCodec.encode(key)))
          .as("%s in %s, -Dkeys.seed=%d", key, range, seed)
          .isEqualTo(range.contains(key));
    }
  }

  @Test
  void refusesBytesOfNoKey() {
    for (byte[] bytes :
        List.of(
            bytes(),
            bytes(0),
            bytes(0x60),
            bytes(0x10, 1),
            bytes(0x30, 'a'),
            bytes(0x40, 0),
            bytes(0x40, 0, 1, 0, 0),
            bytes(0x50),
            bytes(0x50, 0, 0),
            bytes(0x30, 0xFF, 0xFF, 0xFF, 0),
            bytes(0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF))) {
      assertRefused(ErrorCode.REPLICA_DAMAGED, () -> KeyCodec.decode(bytes));
    }
  }

  private static Optional<Key> bound(Random random, Key key) {
    return switch (random.nextInt(4)) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(key);
      case 2 -> Optional.of(near(random, key));
      default -> Optional.of(key(random, 1));
    };
  }

  private static int order(Key one, Key other) {
    return Integer.signum(Arrays.compareUnsigned(KeyCodec.encode(one), KeyCodec.encode(other)));
  }

  /** A key that has much in common with another. */
  private static Key near(Random random, Key key) {
    if (key instanceof Key.NumberKey number) {
      return number(random.nextBoolean() ? Math.nextUp(number.value()) : -number.value());
    }
    if (key instanceof Key.DateKey date) {
      return new Key.DateKey(date.millis() + random.nextInt(3) - 1);
    }
    if (key instanceof Key.StringKey string) {
      return string(string.value() + text(random, 2));
    }
    if (key instanceof Key.BinaryKey binary) {
      return new Key.BinaryKey(
          Arrays.copyOf(binary.value(), binary.value().length + random.nextInt(2)));
    }
    List<Key> elements = new ArrayList<>(((Key.ArrayKey) key).elements());
    elements.add(key(random, MAX_DEPTH));
    return new Key.ArrayKey(elements);
  }

  private static Key key(Random random, int depth) {
    return switch (random.nextInt(depth < MAX_DEPTH ? 6 : 4)) {
      case 0 -> number(numberOf(random));
      case 1 -> new Key.DateKey(random.nextLong(-8_640_000_000_000_000L, 8_640_000_000_000_000L));
      case 2 -> string(text(random, 5));
      case 3 -> {
        byte[] bytes = new byte[random.nextInt(5)];
        random.nextBytes(bytes);
        if (bytes.length > 0 && random.nextBoolean()) {
          bytes[random.nextInt(bytes.length)] = 0;
        }
        yield new Key.BinaryKey(bytes);
      }
      default -> {
        List<Key> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          elements.add(key(random, depth + 1));
        }
        yield new Key.ArrayKey(elements);
      }
    };
  }

  private static double numberOf(Random random) {
    double any = Double.longBitsToDouble(random.nextLong());
    return random.nextBoolean() || Double.isNaN(any) ? random.nextInt(20) - 10 : any;
  }

  private static String text(Random random, int most) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      int units = new int[] {3, 0x100, 0x5000, 0x10000}[random.nextInt(4)];
      text.append((char) random.nextInt(units));
    }
    return text.toString();
  }

  private static Key number(double value) {
    return new Key.NumberKey(value);
  }

  private static Key string(String value) {
    return new Key.StringKey(value);
  }

  private static Key binary(int... bytes) {
    return new Key.BinaryKey(bytes(bytes));
  }

  private static Key array(Key... elements) {
    return new Key.ArrayKey(List.of(elements));
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
