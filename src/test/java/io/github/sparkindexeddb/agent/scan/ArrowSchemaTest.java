// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What {@link ArrowSchema} writes, as the Arrow of Spark reads it. */
class ArrowSchemaTest {
  private static final Map<Type.Scalar, ArrowType> SCALARS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(Type.Scalar.BOOLEAN, ArrowType.Bool.INSTANCE),
              Map.entry(Type.Scalar.TINYINT, new ArrowType.Int(8, true)),
              Map.entry(Type.Scalar.SMALLINT, new ArrowType.Int(16, true)),
              Map.entry(Type.Scalar.INT, new ArrowType.Int(32, true)),
              Map.entry(Type.Scalar.BIGINT, new ArrowType.Int(64, true)),
              Map.entry(
                  Type.Scalar.FLOAT, new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
              Map.entry(
                  Type.Scalar.DOUBLE, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
              Map.entry(Type.Scalar.STRING, ArrowType.Utf8.INSTANCE),
              Map.entry(Type.Scalar.TEXT, ArrowType.Utf8.INSTANCE),
              Map.entry(Type.Scalar.JSON, ArrowType.Utf8.INSTANCE),
              Map.entry(Type.Scalar.BINARY, ArrowType.Binary.INSTANCE),
              Map.entry(Type.Scalar.DATE, new ArrowType.Date(DateUnit.DAY)),
              Map.entry(
                  Type.Scalar.TIMESTAMP, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
              Map.entry(
                  Type.Scalar.TIMESTAMP_NTZ, new ArrowType.Timestamp(TimeUnit.MICROSECOND, null))));

  @TestFactory
  Stream<DynamicTest> aScalarIsTheArrowTypeThatTheProtocolStates() {
    return Arrays.stream(Type.Scalar.values())
        .map(
            type ->
                DynamicTest.dynamicTest(
                    type.name(),
                    () ->
                        assertThat(read(Column.field("c", type)))
                            .containsExactly(nullable("c", SCALARS.get(type)))));
  }

  @Test
  void aDecimalHas128Bits() {
    assertThat(read(Column.field("least", decimal(1, 1)), Column.field("most", decimal(38, 0))))
        .containsExactly(
            nullable("least", new ArrowType.Decimal(1, 1, 128)),
            nullable("most", new ArrowType.Decimal(38, 0, 128)));
  }

  @Test
  void aListHasElementsThatMayBeNull() {
    Type lists = new Type.Array(new Type.Array(Type.Scalar.DATE));
    Field inner =
        nullable(
            "element", ArrowType.List.INSTANCE, nullable("element", SCALARS.get(Type.Scalar.DATE)));
    assertThat(read(Column.field("c", lists)))
        .containsExactly(nullable("c", ArrowType.List.INSTANCE, inner));
  }

  @Test
  void aStructHasItsFieldsInOrderAndMayHaveNone() {
    Type empty = new Type.Struct(List.of());
    Type struct =
        new Type.Struct(
            List.of(
                new Type.Field("z", Type.Scalar.TIMESTAMP),
                new Type.Field("", empty),
                new Type.Field("a", decimal(20, 2))));
    assertThat(read(Column.field("c", struct)))
        .containsExactly(
            nullable(
                "c",
                ArrowType.Struct.INSTANCE,
                nullable("z", SCALARS.get(Type.Scalar.TIMESTAMP)),
                nullable("", ArrowType.Struct.INSTANCE),
                nullable("a", new ArrowType.Decimal(20, 2, 128))));
  }

  @Test
  void aMapHasEntriesAndKeysThatAreNeverNullAndNotSorted() {
    Type map = new Type.Map(Type.Scalar.STRING, new Type.Array(Type.Scalar.INT));
    Field key = new Field("key", FieldType.notNullable(ArrowType.Utf8.INSTANCE), null);
    Field value =
        nullable(
            "value", ArrowType.List.INSTANCE, nullable("element", SCALARS.get(Type.Scalar.INT)));
    Field entries =
        new Field("entries", FieldType.notNullable(ArrowType.Struct.INSTANCE), List.of(key, value));
    assertThat(read(Column.field("c", map)))
        .containsExactly(nullable("c", new ArrowType.Map(false), entries));
  }

  @Test
  void aNameIsWellFormedText() {
    assertThat(
            read(
                    Column.field("a\ud800", Type.Scalar.INT),
                    Column.field("\ud83d\ude00", Type.Scalar.JSON))
                .stream()
                .map(Field::getName))
        .containsExactly("a\ufffd", "\ud83d\ude00");
  }

  @Test
  void aMessageIsWholeAndAlignedHoweverManyColumnsThereAre() {
    for (int count = 0; count <= 300; count++) {
      Column[] columns = columns(count);
      ByteBuffer message = ByteBuffer.wrap(ArrowSchema.message(List.of(columns)));
      message.order(ByteOrder.LITTLE_ENDIAN);
      assertThat(message.getInt()).isEqualTo(-1);
      assertThat(message.getInt()).isEqualTo(message.remaining());
      assertThat(message.capacity() % 8).isZero();
      assertThat(read(columns).stream().map(Field::getName))
          .containsExactly(Arrays.stream(columns).map(Column::name).toArray(String[]::new));
    }
    assertThat(read(columns(10_000))).hasSize(10_000);
  }

  @Test
  void headAndTailAreAStreamOfNoRows() throws IOException {
    byte[] head = ArrowSchema.message(List.of(columns(3)));
    try (RootAllocator memory = new RootAllocator();
        ArrowStreamReader stream =
            new ArrowStreamReader(
                new SequenceInputStream(
                    new ByteArrayInputStream(head), new ByteArrayInputStream(Format.ARROW.tail())),
                memory)) {
      assertThat(stream.getVectorSchemaRoot().getFieldVectors()).hasSize(3);
      assertThat(stream.loadNextBatch()).isFalse();
      assertThat(stream.bytesRead()).isEqualTo(head.length + Format.ARROW.tail().length);
    }
  }

  private static Column[] columns(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Column.field("ä".repeat(count % 20) + i, Type.Scalar.BIGINT))
        .toArray(Column[]::new);
  }

  private static Type decimal(int precision, int scale) {
    return new Type.Decimal(precision, scale);
  }

  private static Field nullable(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.nullable(type), List.of(children));
  }

  private static List<Field> read(Column... columns) {
    ByteArrayInputStream message = new ByteArrayInputStream(ArrowSchema.message(List.of(columns)));
    try {
      Schema schema =
          MessageSerializer.deserializeSchema(new ReadChannel(Channels.newChannel(message)));
      assertThat(message.available()).isZero();
      return schema.getFields();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
