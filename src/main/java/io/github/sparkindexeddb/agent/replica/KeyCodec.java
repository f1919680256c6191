// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyOrder;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Keys as bytes whose unsigned order is {@link KeyOrder}, so that a database without a notion of
 * IndexedDB sorts them rightly. A byte tells the type; then a number or a date has eight bytes, and
 * what has no fixed length ends in a byte that is less than any that could go on. So no encoded key
 * begins another one.
 *
 * <p>A UTF-16 unit takes one byte up to {@code U+007E}, two up to {@code U+407E} and else three:
 * the leading bits tell how many, and grow with the unit. A zero byte of a binary key is followed
 * by {@code FF}, as two zero bytes end it.
 */
public final class KeyCodec {
  private static final int NUMBER = 0x10;
  private static final int DATE = 0x20;
  private static final int STRING = 0x30;
  private static final int BINARY = 0x40;
  private static final int ARRAY = 0x50;

  private static final int END = 0;
  private static final int ESCAPED_ZERO = 0xFF;

  /** The first unit that takes two bytes, and the first that takes three. */
  private static final int TWO = 0x7F;

  private static final int THREE = 0x407F;
  private static final int TWO_BITS = 0x80;
  private static final int THREE_BITS = 0xC0;
  private static final int LOW_BITS = 0x3F;

  private KeyCodec() {}

  /** Returns the bytes of a key. */
  public static byte[] encode(Key key) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    write(key, bytes);
    return bytes.toByteArray();
  }

  /**
   * Returns the key of such bytes.
   *
   * @throws IndexedDbException {@code REPLICA_DAMAGED} if they are of no key
   */
  public static Key decode(byte[] bytes) {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    try {
      Key key = read(left.get() & 0xFF, left);
      if (!left.hasRemaining()) {
        return key;
      }
    } catch (BufferUnderflowException e) {
      throw noKey().causedBy(e);
    }
    throw noKey();
  }

  private static void write(Key key, ByteArrayOutputStream to) {
    if (key instanceof Key.NumberKey number) {
      to.write(NUMBER);
      writeLong(sortable(Double.doubleToLongBits(number.value())), to);
    } else if (key instanceof Key.DateKey date) {
      to.write(DATE);
      writeLong(date.millis() ^ Long.MIN_VALUE, to);
    } else if (key instanceof Key.StringKey string) {
      to.write(STRING);
      string.value().chars().forEach(unit -> writeUnit(unit, to));
      to.write(END);
    } else if (key instanceof Key.BinaryKey binary) {
      to.write(BINARY);
      writeBinary(binary.value(), to);
    } else {
      to.write(ARRAY);
      ((Key.ArrayKey) key).elements().forEach(element -> write(element, to));
      to.write(END);
    }
  }

  private static void writeLong(long value, ByteArrayOutputStream to) {
    to.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  /** Negative numbers are the less, the greater their other bits are. */
  private static long sortable(long bits) {
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }

  private static long unsortable(long bits) {
    return bits < 0 ? bits ^ Long.MIN_VALUE : ~bits;
  }

  private static void writeUnit(int unit, ByteArrayOutputStream to) {
    if (unit < TWO) {
      to.write(unit + 1);
    } else if (unit < THREE) {
      int value = unit - TWO;
      to.write(TWO_BITS | value >> Byte.SIZE);
      to.write(value);
    } else {
      int value = unit - THREE;
      to.write(THREE_BITS | value >> 2 * Byte.SIZE);
      to.write(value >> Byte.SIZE);
      to.write(value);
    }
  }

  private static void writeBinary(byte[] value, ByteArrayOutputStream to) {
    for (byte each : value) {
      to.write(each);
      if (each == 0) {
        to.write(ESCAPED_ZERO);
      }
    }
    to.write(END);
    to.write(END);
  }

  private static Key read(int type, ByteBuffer from) {
    return switch (type) {
      case NUMBER -> readNumber(from);
      case DATE -> new Key.DateKey(from.getLong() ^ Long.MIN_VALUE);
      case STRING -> readString(from);
      case BINARY -> readBinary(from);
      case ARRAY -> readArray(from);
      default -> throw noKey();
    };
  }

  private static Key readNumber(ByteBuffer from) {
    double value = Double.longBitsToDouble(unsortable(from.getLong()));
    if (Double.isNaN(value)) {
      throw noKey();
    }
    return new Key.NumberKey(value);
  }

  private static Key readString(ByteBuffer from) {
    StringBuilder text = new StringBuilder();
    for (int lead = from.get() & 0xFF; lead != END; lead = from.get() & 0xFF) {
      text.append((char) readUnit(lead, from));
    }
    return new Key.StringKey(text.toString());
  }

  private static int readUnit(int lead, ByteBuffer from) {
    if (lead < TWO_BITS) {
      return lead - 1;
    }
    int value = (lead & LOW_BITS) << Byte.SIZE | from.get() & 0xFF;
    int unit = lead < THREE_BITS ? value + TWO : (value << Byte.SIZE | from.get() & 0xFF) + THREE;
    if (unit > Character.MAX_VALUE) {
      throw noKey();
    }
    return unit;
  }

  private static Key readBinary(ByteBuffer from) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    while (true) {
      int next = from.get() & 0xFF;
      if (next == 0) {
        int kind = from.get() & 0xFF;
        if (kind == END) {
          return new Key.BinaryKey(value.toByteArray());
        }
        if (kind != ESCAPED_ZERO) {
          throw noKey();
        }
      }
      value.write(next);
    }
  }

  private static Key readArray(ByteBuffer from) {
    List<Key> elements = new ArrayList<>();
    for (int type = from.get() & 0xFF; type != END; type = from.get() & 0xFF) {
      elements.add(read(type, from));
    }
    return new Key.ArrayKey(elements);
  }

  private static IndexedDbException noKey() {
    return IndexedDbException.of(
        ErrorCode.REPLICA_DAMAGED,
        "Cannot read a key of the replica database: its bytes are of no key. Check the disk and"
            + " restore a backup.");
  }
}
