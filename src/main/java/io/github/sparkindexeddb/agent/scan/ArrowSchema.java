// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import static org.apache.arrow.flatbuf.Date.createDate;
import static org.apache.arrow.flatbuf.Decimal.createDecimal;
import static org.apache.arrow.flatbuf.Field.createChildrenVector;
import static org.apache.arrow.flatbuf.Field.createField;
import static org.apache.arrow.flatbuf.FloatingPoint.createFloatingPoint;
import static org.apache.arrow.flatbuf.Int.createInt;
import static org.apache.arrow.flatbuf.Map.createMap;
import static org.apache.arrow.flatbuf.Timestamp.createTimestamp;
import static org.apache.arrow.flatbuf.Type.Binary;
import static org.apache.arrow.flatbuf.Type.Bool;
import static org.apache.arrow.flatbuf.Type.Date;
import static org.apache.arrow.flatbuf.Type.Decimal;
import static org.apache.arrow.flatbuf.Type.FloatingPoint;
import static org.apache.arrow.flatbuf.Type.Int;
import static org.apache.arrow.flatbuf.Type.List;
import static org.apache.arrow.flatbuf.Type.Map;
import static org.apache.arrow.flatbuf.Type.Struct_;
import static org.apache.arrow.flatbuf.Type.Timestamp;
import static org.apache.arrow.flatbuf.Type.Utf8;

import com.google.flatbuffers.FlatBufferBuilder;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.WellFormedText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.TimeUnit;

/**
 * Writes the schema message of an Arrow stream, of the Arrow types that {@code protocol.md} states.
 * Confined to one call.
 */
public final class ArrowSchema {
  /** The beginning of a message, before the length of its metadata. */
  private static final int CONTINUATION = -1;

  private static final int ALIGNMENT = 8;
  private static final int DECIMAL_BITS = 128;

  private final FlatBufferBuilder builder = new FlatBufferBuilder();

  private ArrowSchema() {}

  /** Returns the message with its length before it, padded to eight bytes. */
  public static byte[] message(List<Column> columns) {
    byte[] metadata = new ArrowSchema().metadata(columns);
    int size = (metadata.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return ByteBuffer.allocate(2 * Integer.BYTES + size)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(CONTINUATION)
        .putInt(size)
        .put(metadata)
        .array();
  }

  private byte[] metadata(List<Column> columns) {
    int[] fields = columns.stream().mapToInt(each -> field(each.name(), each.type())).toArray();
    int vector = Schema.createFieldsVector(builder, fields);
    int schema = Schema.createSchema(builder, Endianness.Little, vector, 0, 0);
    byte kind = MessageHeader.Schema;
    builder.finish(Message.createMessage(builder, MetadataVersion.V5, kind, schema, 0, 0));
    return builder.sizedByteArray();
  }

  /**
   * An Arrow type within a field.
   *
   * @param id of the member of the union Type
   * @param table that the member is
   * @param children fields within
   */
  private record ArrowType(byte id, int table, int... children) {}

  private int field(String name, Type type) {
    return field(name, arrowType(type), true);
  }

  private int field(String name, ArrowType type, boolean nullable) {
    int children = createChildrenVector(builder, type.children);
    int text = builder.createString(WellFormedText.of(name));
    return createField(builder, text, nullable, type.id, type.table, 0, children, 0);
  }

  private ArrowType arrowType(Type type) {
    if (type instanceof Type.Decimal decimal) {
      int table = createDecimal(builder, decimal.precision(), decimal.scale(), DECIMAL_BITS);
      return new ArrowType(Decimal, table);
    }
    if (type instanceof Type.Array array) {
      return new ArrowType(List, empty(), field("element", array.element()));
    }
    if (type instanceof Type.Struct struct) {
      return struct(
          struct.fields().stream().mapToInt(each -> field(each.name(), each.type())).toArray());
    }
    return type instanceof Type.Map map ? map(map) : scalar((Type.Scalar) type);
  }

  private ArrowType map(Type.Map map) {
    int key = field("key", arrowType(map.key()), false);
    int entries = field("entries", struct(key, field("value", map.value())), false);
    return new ArrowType(Map, createMap(builder, false), entries);
  }

  private ArrowType struct(int... fields) {
    return new ArrowType(Struct_, empty(), fields);
  }

  private ArrowType scalar(Type.Scalar type) {
    return switch (type) {
      case BOOLEAN -> new ArrowType(Bool, empty());
      case TINYINT -> integer(Byte.SIZE);
      case SMALLINT -> integer(Short.SIZE);
      case INT -> integer(Integer.SIZE);
      case BIGINT -> integer(Long.SIZE);
      case FLOAT -> new ArrowType(FloatingPoint, createFloatingPoint(builder, Precision.SINGLE));
      case DOUBLE -> new ArrowType(FloatingPoint, createFloatingPoint(builder, Precision.DOUBLE));
      case STRING, TEXT, JSON -> new ArrowType(Utf8, empty());
      case BINARY -> new ArrowType(Binary, empty());
      case DATE -> new ArrowType(Date, createDate(builder, DateUnit.DAY));
      case TIMESTAMP -> timestamp(builder.createString("UTC"));
      case TIMESTAMP_NTZ -> timestamp(0);
    };
  }

  private ArrowType integer(int bits) {
    return new ArrowType(Int, createInt(builder, bits, true));
  }

  /**
   * @param zone where its name is; 0 for none
   */
  private ArrowType timestamp(int zone) {
    return new ArrowType(Timestamp, createTimestamp(builder, TimeUnit.MICROSECOND, zone));
  }

  /** Returns the table of a type without parameters. */
  private int empty() {
    builder.startTable(0);
    return builder.endTable();
  }
}
