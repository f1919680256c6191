// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyOrder;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
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
    return KeyOrder.compare(key, other.key);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    write(out, key);
  }

  private static void write(DataOutput out, Key key) throws IOException {
    out.writeByte(KeyOrder.type(key));
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
    set(read(in, 0));
  }

  private static Key read(DataInput in, int depth) throws IOException {
    byte type = in.readByte();
    return switch (type) {
      case 1 -> new Key.NumberKey(in.readDouble());
      case 2 -> new Key.DateKey(in.readLong());
      case 3 -> new Key.StringKey(string(in));
      case 4 -> new Key.BinaryKey(WritableFields.readFully(in, in.readInt()));
      case 5 -> array(in, depth + 1);
      default -> throw new IOException("Cannot read a key: it has no type '%s'.".formatted(type));
    };
  }

  private static Key array(DataInput in, int depth) throws IOException {
    if (depth > TaggedKey.MAX_DEPTH) {
      throw new IOException(
          "Cannot read a key: it is nested more than %s levels deep."
              .formatted(TaggedKey.MAX_DEPTH));
    }
    List<Key> elements = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      elements.add(read(in, depth));
    }
    return new Key.ArrayKey(elements);
  }

  /** Text is built as it comes: a length that lies takes no memory. */
  private static String string(DataInput in) throws IOException {
    int length = in.readInt();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(in.readChar());
    }
    return text.toString();
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
