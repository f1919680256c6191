// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;

/**
 * A record of a store: its columns by name, typed, and the whole as JSON. A column is decoded when
 * it is asked for, so that what nobody reads costs next to nothing.
 *
 * <p>As usual in Hadoop the reader fills one instance again and again: copy what you keep, or keep
 * a {@link #copy()}. Confined to one thread.
 */
public final class RecordWritable implements Writable, Serializable {
  private static final long serialVersionUID = 1L;

  /** Version of the serialized form, which is Java's too. */
  private static final byte VERSION = 1;

  private static final byte[] EMPTY_OBJECT = "{}".getBytes(StandardCharsets.UTF_8);

  private RecordLayout layout = RecordLayout.EMPTY;

  /** The record's line without its end; only the first {@link #length} bytes count. */
  private byte[] line = EMPTY_OBJECT;

  private int length = EMPTY_OBJECT.length;

  /** Begin and end of each column's value in the line; valid if {@link #located}. */
  private int[] values = new int[0];

  private boolean located = true;

  /** The serialized layout that was read last; those after it are mostly the same. */
  private byte[] layoutBytes;

  /** Creates an empty record, to be filled by a reader. */
  public RecordWritable() {}

  /**
   * Copies what stands behind the key in a line.
   *
   * @param from where the key ends: at a comma, or at the end of the object
   * @param to behind the object
   */
  void fill(RecordLayout columns, byte[] bytes, int from, int to) {
    int size = Math.max(EMPTY_OBJECT.length, to - from);
    byte[] own = line == EMPTY_OBJECT || line.length < size ? new byte[size + size / 4] : line;
    own[0] = '{';
    own[1] = '}';
    if (bytes[from] == ',') {
      System.arraycopy(bytes, from + 1, own, 1, to - from - 1);
    }
    set(columns, own, size);
  }

  /** Keeps the line by reference. */
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

  /** Returns the names of the columns, in order. */
  public List<String> names() {
    return layout.columns().stream().map(Column::name).toList();
  }

  /**
   * Returns the type of a column.
   *
   * @throws IllegalArgumentException if there is no column of that name, as do all methods that
   *     name one
   */
  public Type type(String name) {
    return layout.column(layout.indexOf(name)).type();
  }

  public boolean isNull(String name) {
    int index = layout.indexOf(name);
    return isNull(index, slice(index));
  }

  /**
   * Returns the value as Java's: {@code Boolean}; {@code Long} for every integer type; {@code
   * Double} for {@code float} and {@code double}; {@code BigDecimal}; {@code String}; {@code
   * byte[]}; {@code LocalDate}, {@code Instant} and {@code LocalDateTime}; {@code List}, {@code
   * Map}, and for a struct a {@code Map} by the names of its fields. Null for null.
   */
  public Object get(String name) {
    return value(layout.indexOf(name), Object.class, "a value");
  }

  public boolean getBoolean(String name) {
    return present(name, Boolean.class, "a boolean");
  }

  /** Returns the value of a column of any integer type. */
  public long getLong(String name) {
    int index = layout.indexOf(name);
    JsonSlice slice = slice(index);
    if (layout.column(index).type() == Type.Scalar.BIGINT && !isNull(index, slice)) {
      return decoded(index, () -> Numbers.integer(slice));
    }
    return present(name, Long.class, "a long");
  }

  /** Returns the value of a column of any numeric type, as the nearest double. */
  public double getDouble(String name) {
    int index = layout.indexOf(name);
    JsonSlice slice = slice(index);
    if (layout.column(index).type() == Type.Scalar.DOUBLE && !isNull(index, slice)) {
      return decoded(index, () -> Numbers.real(slice));
    }
    return present(name, Number.class, "a double").doubleValue();
  }

  /** Returns the value of a {@code string}, {@code text} or {@code json} column; null for null. */
  public String getString(String name) {
    return value(layout.indexOf(name), String.class, "a string");
  }

  /** Returns the value of a {@code timestamp}; null for null and for a Date that is none. */
  public Instant getInstant(String name) {
    return value(layout.indexOf(name), Instant.class, "an instant");
  }

  /** Returns the value of a {@code decimal}; null for null. */
  public BigDecimal getDecimal(String name) {
    return value(layout.indexOf(name), BigDecimal.class, "a decimal");
  }

  /** Returns the value of {@code binary}; null for null. */
  public byte[] getBytes(String name) {
    return value(layout.indexOf(name), byte[].class, "bytes");
  }

  /** Returns the value of an {@code array}; null for null. */
  public List<?> getList(String name) {
    return value(layout.indexOf(name), List.class, "a list");
  }

  /** Returns the value of a {@code map} or a struct; null for null. */
  public Map<?, ?> getMap(String name) {
    return value(layout.indexOf(name), Map.class, "a map");
  }

  /**
   * Returns the record as JSON; what JSON cannot say is tagged as in {@code
   * connector-docs/types.md}.
   */
  public String json() {
    return new String(line, 0, length, StandardCharsets.UTF_8);
  }

  /** Writes {@link #json()} into a text that is reused. */
  public void json(Text text) {
    text.set(line, 0, length);
  }

  /** Returns a copy that the reader does not change. */
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
    WritableFields.writeBytes(out, layoutBytes, layoutBytes.length);
    WritableFields.writeBytes(out, line, length);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    WritableFields.requireVersion(in, VERSION, "record");
    byte[] columns = WritableFields.readBytes(in);
    RecordLayout next =
        Arrays.equals(columns, layoutBytes) ? layout : RecordLayout.fromBytes(columns);
    byte[] json = WritableFields.readBytes(in);
    set(next, json, json.length);
    layoutBytes = columns;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    write(out);
  }

  private void readObject(ObjectInputStream in) throws IOException {
    readFields(in);
  }

  private JsonSlice slice(int index) {
    if (!located) {
      decoded(
          index,
          () -> {
            layout.locate(line, length, values);
            return null;
          });
      located = true;
    }
    return new JsonSlice(line, values[2 * index], values[2 * index + 1]);
  }

  private boolean isNull(int index, JsonSlice slice) {
    return decoded(index, slice::isNull);
  }

  private <T> T present(String name, Class<T> wanted, String what) {
    T value = value(layout.indexOf(name), wanted, what);
    if (value == null) {
      throw new IllegalStateException(
          "Cannot read column '%s' as %s: it is null. Ask isNull first.".formatted(name, what));
    }
    return value;
  }

  private <T> T value(int index, Class<T> wanted, String what) {
    Column column = layout.column(index);
    JsonSlice slice = slice(index);
    Object value = decoded(index, () -> ValueDecoder.of(column.type(), slice));
    if (value != null && !wanted.isInstance(value)) {
      throw new IllegalArgumentException(
          "Cannot read column '%s' as %s: its type is %s. Use the method of that type, or get."
              .formatted(column.name(), what, column.type().json()));
    }
    return wanted.cast(value);
  }

  private interface Decoding<T> {
    T run();
  }

  /** Makes one error of whatever is wrong with the text. */
  private <T> T decoded(int index, Decoding<T> decoding) {
    try {
      return decoding.run();
    } catch (IllegalArgumentException | ArithmeticException | IndexedDbException e) {
      throw IndexedDbException.of(
              ErrorCode.SPLIT_DAMAGED,
              "Cannot read column '%s' of a record: its line is not the JSON that it should be (%s)."
                  + " Compare the versions of browser files, agent and connector.",
              layout.column(index).name(),
              PlainText.of(String.valueOf(e.getMessage())))
          .causedBy(e);
    }
  }

  /** Returns {@link #json()}. */
  @Override
  public String toString() {
    return json();
  }
}
