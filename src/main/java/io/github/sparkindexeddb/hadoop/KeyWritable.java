// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Key;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.io.WritableComparable;

/**
 * The primary key of a record, in IndexedDB's order: numbers, dates, strings, binary, arrays.
 * Strings are ordered by their UTF-16 units, and may hold halves of characters.
 *
 * <p>Readers fill one instance again and again; {@link #get()} is immutable. Confined to one
 * thread.
 */
public final class KeyWritable implements WritableComparable<KeyWritable>, Serializable {
  private static final long serialVersionUID = 1L;

  /** Version of the serialized form, which is Java's too. */
  private static final byte VERSION = 1;

  private Key key = new Key.NumberKey(0);

  /** Creates the key 0, to be filled by a reader. */
  public KeyWritable() {}

  public KeyWritable(Key key) {
    set(key);
  }

  public Key get() {
    return key;
  }

  public void set(Key other) {
    key = other;
  }

  @Override
  public int compareTo(KeyWritable other) {
    return compare(key, other.key);
  }

  private static int compare(Key one, Key other) {
    int types = Integer.compare(typeOrder(one), typeOrder(other));
    if (types != 0) {
      return types;
    }
    if (one instanceof Key.NumberKey number) {
      return Double.compare(number.value(), ((Key.NumberKey) other).value());
    }
    if (one instanceof Key.DateKey date) {
      return Long.compare(date.millis(), ((Key.DateKey) other).millis());
    }
    if (one instanceof Key.StringKey string) {
      return string.value().compareTo(((Key.StringKey) other).value());
    }
    if (one instanceof Key.BinaryKey binary) {
      return Arrays.compareUnsigned(binary.value(), ((Key.BinaryKey) other).value());
    }
    return compare(((Key.ArrayKey) one).elements(), ((Key.ArrayKey) other).elements());
  }

  private static int compare(List<Key> one, List<Key> other) {
    for (int i = 0; i < Math.min(one.size(), other.size()); i++) {
      int elements = compare(one.get(i), other.get(i));
      if (elements != 0) {
        return elements;
      }
    }
    return Integer.compare(one.size(), other.size());
  }

  /** Returns the place of the key's type in IndexedDB's order, which is its serialized form too. */
  private static int typeOrder(Key key) {
    if (key instanceof Key.NumberKey) {
      return 1;
    }
    if (key instanceof Key.DateKey) {
      return 2;
    }
    if (key instanceof Key.StringKey) {
      return 3;
    }
    return key instanceof Key.BinaryKey ? 4 : 5;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    write(out, key);
  }

  private static void write(DataOutput out, Key key) throws IOException {
    out.writeByte(typeOrder(key));
    if (key instanceof Key.NumberKey number) {
      out.writeDouble(number.value());
    } else if (key instanceof Key.DateKey date) {
      out.writeLong(date.millis());
    } else if (key instanceof Key.StringKey string) {
      out.writeInt(string.value().length());
      out.writeChars(string.value());
    } else if (key instanceof Key.BinaryKey binary) {
      out.writeInt(binary.value().length);
      out.write(binary.value());
    } else if (key instanceof Key.ArrayKey array) {
      out.writeInt(array.elements().size());
      for (Key element : array.elements()) {
        write(out, element);
      }
    }
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    WritableFields.requireVersion(in, VERSION, "key");
    set(read(in));
  }

  private static Key read(DataInput in) throws IOException {
    return switch (in.readByte()) {
      case 1 -> new Key.NumberKey(in.readDouble());
      case 2 -> new Key.DateKey(in.readLong());
      case 3 -> new Key.StringKey(string(in));
      case 4 -> {
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        yield new Key.BinaryKey(bytes);
      }
      default -> {
        List<Key> elements = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
          elements.add(read(in));
        }
        yield new Key.ArrayKey(elements);
      }
    };
  }

  private static String string(DataInput in) throws IOException {
    char[] units = new char[in.readInt()];
    for (int i = 0; i < units.length; i++) {
      units[i] = in.readChar();
    }
    return new String(units);
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    write(out);
  }

  private void readObject(ObjectInputStream in) throws IOException {
    readFields(in);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyWritable writable && key.equals(writable.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  /** Returns the key as JSON: <code>5</code>, <code>"a"</code>, <code>{"date":0}</code>. */
  @Override
  public String toString() {
    if (key instanceof Key.NumberKey || key instanceof Key.StringKey) {
      return Json.write(key.json().elements().next());
    }
    return Json.write(key.json());
  }
}
