// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.wire.Column;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Type;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.io.WritableUtils;

/**
 * A record of a store: its columns by name, typed, and the whole as JSON. A column is decoded when
 * it is asked for, so that what nobody reads costs next to nothing.
 *
 * <p>As usual in Hadoop the reader fills one instance again and again: copy what you keep, or take
 * {@link #copy()}. Confined to one thread.
 */
public final class RecordWritable implements Writable {
  /** Of the serialized form. */
  private static final byte VERSION = 1;

  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private RecordLayout layout = RecordLayout.EMPTY;

  /** The record's line without its end; only the first {@link #length} bytes count. */
  private byte[] line = NOTHING;

  private int length = NOTHING.length;

  /** Begin and end of each column's value in the line; valid if {@link #located}. */
  private int[] values = new int[0];

  private boolean located = true;

  /** What the last layout that was read looked like; those after it are mostly the same. */
  private byte[] layoutBytes;

  /** An empty record, to be filled by a reader. */
  public RecordWritable() {}

  /**
   * Takes a copy of what stands behind the key in a line.
   *
   * @param from where the key ends: at a comma, or at the end of the object
   * @param to behind the object
   */
  void fill(RecordLayout columns, byte[] bytes, int from, int to) {
    int size = Math.max(NOTHING.length, to - from);
    byte[] own = line == NOTHING || line.length < size ? new byte[size + size / 4] : line;
    own[0] = '{';
    own[1] = '}';
    if (bytes[from] == ',') {
      System.arraycopy(bytes, from + 1, own, 1, to - from - 1);
    }
    set(columns, own, size);
  }

  /** Takes the line by reference. */
  @SuppressWarnings("ReferenceEquality") // One layout for all records of a split.
  private void set(RecordLayout columns, byte[] json, int bytes) {
    if (layout != columns) {
      layout = columns;
      layoutBytes = null;
      values = new int[2 * columns.columns().size()];
    }
    line = json;
    length = bytes;
    located = false;
  }

  /** The names of the columns, in order. */
  public List<String> names() {
    return layout.columns().stream().map(Column::name).toList();
  }

  /**
   * @throws IllegalArgumentException if there is no column of that name, as all that take one
   */
  public Type type(String name) {
    return layout.column(layout.place(name)).type();
  }

  public boolean isNull(String name) {
    return slice(layout.place(name)).isNull();
  }

  /**
   * The value as Java's: {@code Boolean}; {@code Long} for every integer type; {@code Double} for
   * {@code float} and {@code double}; {@code BigDecimal}; {@code String}; {@code byte[]}; {@code
   * LocalDate}, {@code Instant} and {@code LocalDateTime}; {@code List}, {@code Map}, and for a
   * struct a {@code Map} by the names of its fields. Null for null.
   */
  public Object get(String name) {
    return value(layout.place(name), Object.class, "a value");
  }

  public boolean getBoolean(String name) {
    return present(name, Boolean.class, "a boolean");
  }

  /** Of any integer type. */
  public long getLong(String name) {
    int place = layout.place(name);
    JsonSlice slice = slice(place);
    if (layout.column(place).type() == Type.Scalar.BIGINT && !slice.isNull()) {
      return decoded(place, () -> Numbers.integer(slice));
    }
    return present(name, Long.class, "a long");
  }

  /** Of any numeric type, as the nearest double. */
  public double getDouble(String name) {
    int place = layout.place(name);
    JsonSlice slice = slice(place);
    if (layout.column(place).type() == Type.Scalar.DOUBLE && !slice.isNull()) {
      return decoded(place, () -> Numbers.real(slice));
    }
    return present(name, Number.class, "a double").doubleValue();
  }

  /** Of a {@code string}, {@code text} or {@code json} column; null for null. */
  public String getString(String name) {
    return value(layout.place(name), String.class, "a string");
  }

  /** Of a {@code timestamp}; null for null and for a Date that is none. */
  public Instant getInstant(String name) {
    return value(layout.place(name), Instant.class, "an instant");
  }

  /** Of a {@code decimal}; null for null. */
  public BigDecimal getDecimal(String name) {
    return value(layout.place(name), BigDecimal.class, "a decimal");
  }

  /** Of {@code binary}; null for null. */
  public byte[] getBytes(String name) {
    return value(layout.place(name), byte[].class, "bytes");
  }

  /** Of an {@code array}; null for null. */
  public List<?> getList(String name) {
    return value(layout.place(name), List.class, "a list");
  }

  /** Of a {@code map} or a struct; null for null. */
  public Map<?, ?> getMap(String name) {
    return value(layout.place(name), Map.class, "a map");
  }

  /** The record as JSON; what JSON cannot say is tagged as in {@code connector-docs/types.md}. */
  public String json() {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  /** As {@link #json()}, into a text that is reused. */
  public void json(Text text) {
    text.set(line, 0, length);
  }

  /** One that the reader does not change. */
  public RecordWritable copy() {
    RecordWritable copy = new RecordWritable();
    copy.set(layout, Arrays.copyOf(line, length), length);
    return copy;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(VERSION);
    if (layoutBytes == null) {
      layoutBytes = layout.bytes();
    }
    writeBytes(out, layoutBytes, layoutBytes.length);
    writeBytes(out, line, length);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    byte version = in.readByte();
    if (version != VERSION) {
      throw new IOException(
          "Cannot read a record: it was written in form '"
              + version
              + "', this release knows '"
              + VERSION
              + "'. Use the same release of the connector in all tasks.");
    }
    byte[] columns = readBytes(in);
    RecordLayout next =
        Arrays.equals(columns, layoutBytes) ? layout : RecordLayout.fromBytes(columns);
    byte[] json = readBytes(in);
    set(next, json, json.length);
    layoutBytes = columns;
  }

  private static void writeBytes(DataOutput out, byte[] bytes, int count) throws IOException {
    WritableUtils.writeVInt(out, count);
    out.write(bytes, 0, count);
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes = new byte[WritableUtils.readVInt(in)];
    in.readFully(bytes);
    return bytes;
  }

  private JsonSlice slice(int place) {
    if (!located) {
      decoded(
          place,
          () -> {
            layout.locate(line, length, values);
            return null;
          });
      located = true;
    }
    return new JsonSlice(line, values[2 * place], values[2 * place + 1]);
  }

  private <T> T present(String name, Class<T> wanted, String what) {
    T value = value(layout.place(name), wanted, what);
    if (value == null) {
      throw new IllegalStateException(
          "Cannot read column '" + name + "' as " + what + ": it is null. Ask isNull first.");
    }
    return value;
  }

  private <T> T value(int place, Class<T> wanted, String what) {
    Column column = layout.column(place);
    JsonSlice slice = slice(place);
    Object value = decoded(place, () -> TypedValue.of(column.type(), slice));
    if (value != null && !wanted.isInstance(value)) {
      throw new IllegalArgumentException(
          "Cannot read column '"
              + column.name()
              + "' as "
              + what
              + ": its type is "
              + column.type().json()
              + ". Use the method of that type, or get.");
    }
    return wanted.cast(value);
  }

  private interface Decoding<T> {
    T run();
  }

  /** Whatever is wrong with the text, and however it shows, is one error. */
  private <T> T decoded(int place, Decoding<T> decoding) {
    try {
      return decoding.run();
    } catch (IllegalArgumentException | ArithmeticException | IndexedDbException e) {
      throw new IndexedDbException(
          ErrorCode.SPLIT_DAMAGED,
          "Cannot read column '"
              + layout.column(place).name()
              + "' of a record: its line is not the JSON that it should be ("
              + e.getMessage()
              + "). Compare the versions of browser files, agent and connector.",
          e);
    }
  }

  /** As {@link #json()}. */
  @Override
  public String toString() {
    return json();
  }
}
