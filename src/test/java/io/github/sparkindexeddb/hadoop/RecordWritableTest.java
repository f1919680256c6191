// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.io.Text;
import org.junit.jupiter.api.Test;

class RecordWritableTest {
  private static final List<Column> COLUMNS =
      List.of(
          Column.field("id", Scalar.BIGINT),
          Column.field("total", Scalar.DOUBLE),
          Column.field("price", new Type.Decimal(10, 2)),
          Column.field("note", Scalar.STRING),
          Column.field("paid", Scalar.BOOLEAN),
          Column.field("at", Scalar.TIMESTAMP),
          Column.field("thumb", Scalar.BINARY),
          Column.field("tags", new Type.Array(Scalar.STRING)),
          Column.field(
              "customer", new Type.Struct(List.of(new Type.Field("city", Scalar.STRING)))));
  private static final String JSON =
      "{\"id\":7,\"total\":1.5,\"price\":2,\"note\":null,\"paid\":true,\"at\":{\"$date\":5},"
          + "\"thumb\":{\"$binary\":\"AQ==\"},\"tags\":[\"a\"],\"customer\":{\"city\":\"Rome\"}}";

  private final RecordWritable record = RecordFixtures.record(COLUMNS, JSON);

  @Test
  void returnsEachColumnAsItsType() {
    assertThat(record.getLong("id")).isEqualTo(7);
    assertThat(record.getDouble("total")).isEqualTo(1.5);
    assertThat(record.getDouble("id")).as("an integer as a double").isEqualTo(7.0);
    assertThat(record.getDecimal("price")).isEqualTo(new BigDecimal("2.00"));
    assertThat(record.getString("note")).isNull();
    assertThat(record.isNull("note")).isTrue();
    assertThat(record.isNull("paid")).isFalse();
    assertThat(record.getBoolean("paid")).isTrue();
    assertThat(record.getInstant("at")).isEqualTo(Instant.ofEpochMilli(5));
    assertThat(record.getBytes("thumb")).containsExactly(1);
    assertThat(record.getList("tags")).isEqualTo(List.of("a"));
    assertThat(record.getMap("customer")).isEqualTo(Map.of("city", "Rome"));
    assertThat(record.get("id")).isEqualTo(7L);
  }

  /** As {@code newAPIHadoopRDD(…)} of Spark needs them to collect them. */
  @Test
  void keysAndRecordsPassThroughJavasSerialization() throws Exception {
    KeyWritable key = new KeyWritable(new Key.StringKey("a"));

    assertThat(serialized(key)).isEqualTo(key);
    RecordWritable other = serialized(record.copy());
    assertThat(other.json()).isEqualTo(JSON);
    assertThat(other.getLong("id")).isEqualTo(7);
    assertThat(serialized(other).copy().getDecimal("price")).isEqualTo(new BigDecimal("2.00"));
  }

  @SuppressWarnings("unchecked")
  private static <T> T serialized(T value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    return (T) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }

  @Test
  void returnsTheWholeRecordAsJson() {
    assertThat(record.json()).isEqualTo(JSON);
    Text text = new Text();
    record.json(text);
    assertThat(text).hasToString(JSON);
    assertThat(RecordFixtures.record(List.of(), "{}").json()).isEqualTo("{}");
  }

  @Test
  void returnsNamesAndTypes() {
    assertThat(record.names()).startsWith("id", "total").hasSize(9);
    assertThat(record.type("price")).isEqualTo(new Type.Decimal(10, 2));
  }

  @Test
  void namesTheNearestColumn() {
    assertThatThrownBy(() -> record.get("totl"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot read column 'totl'")
        .hasMessageContaining("The nearest is 'total'");
  }

  @Test
  void refusesAnotherType() {
    assertThatThrownBy(() -> record.getLong("total"))
        .hasMessage(
            "Cannot read column 'total' as a long: its type is \"double\". Use the method of that"
                + " type, or get.");
    assertThatThrownBy(() -> record.getString("id")).hasMessageContaining("as a string");
  }

  @Test
  void refusesNullAsAPrimitive() {
    RecordWritable nothing = RecordFixtures.record(Scalar.BIGINT, "null");
    assertThatThrownBy(() -> nothing.getLong("v"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("it is null. Ask isNull first.");
    assertThat(nothing.get("v")).isNull();
  }

  @Test
  void saysWhichColumnIsDamaged() {
    for (String line : List.of("{\"v\":1x}", "{\"w\":1}", "{\"v\":1,\"w\":2}", "{\"v\":1", "{}")) {
      RecordWritable damaged =
          RecordFixtures.record(List.of(Column.field("v", Scalar.BIGINT)), line);
      assertThatThrownBy(() -> damaged.getLong("v"))
          .as(line)
          .isInstanceOf(IndexedDbException.class)
          .hasMessageStartingWith("[SPLIT_DAMAGED] Cannot read column 'v' of a record");
    }
  }

  @Test
  void isSerializedBetweenTasksWithItsColumns() throws IOException {
    DataOutputBuffer out = new DataOutputBuffer();
    record.write(out);
    RecordFixtures.record(Scalar.TEXT, "{\"$bigint\":\"5\"}").write(out);
    record.write(out);
    DataInputBuffer in = new DataInputBuffer();
    in.reset(out.getData(), out.getLength());
    RecordWritable read = new RecordWritable();
    read.readFields(in);
    assertThat(read.getMap("customer")).isEqualTo(Map.of("city", "Rome"));
    read.readFields(in);
    assertThat(read.getString("v")).isEqualTo("5");
    read.readFields(in);
    assertThat(read.getLong("id")).isEqualTo(7);
    assertThat(read.json()).isEqualTo(JSON);
  }

  @Test
  void refusesTheFormOfAnotherRelease() {
    DataInputBuffer in = new DataInputBuffer();
    in.reset(new byte[] {9}, 1);
    assertThatThrownBy(() -> new RecordWritable().readFields(in))
        .hasMessageContaining("it was written in form '9', this release knows '1'");
  }

  @Test
  void copiesWhatTheReaderWouldOverwrite() {
    RecordWritable reused = RecordFixtures.record(Scalar.STRING, "\"first\"");
    RecordWritable copy = reused.copy();
    byte[] next = ",\"v\":\"other\"}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    reused.fill(new RecordLayout(List.of(Column.field("v", Scalar.STRING))), next, 0, next.length);
    assertThat(reused.getString("v")).isEqualTo("other");
    assertThat(copy.getString("v")).isEqualTo("first");
  }
}
