// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.schema;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Types of the wire as Spark's, and the reverse. Everything is nullable in Spark, whatever a user's
 * schema says of it.
 */
public final class SparkTypes {
  /** Types that a user's schema can name: its strings take any value, as text. */
  private static final List<Type.Scalar> SCALARS =
      Arrays.stream(Type.Scalar.values())
          .filter(type -> type != Type.Scalar.STRING && type != Type.Scalar.JSON)
          .toList();

  private SparkTypes() {}

  /** Returns Spark's type of columns that have a type of the wire. */
  public static DataType toSpark(Type type) {
    if (type instanceof Type.Scalar scalar) {
      return scalar(scalar);
    }
    if (type instanceof Type.Decimal decimal) {
      return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
    }
    if (type instanceof Type.Array array) {
      return DataTypes.createArrayType(toSpark(array.element()), true);
    }
    if (type instanceof Type.Map map) {
      return DataTypes.createMapType(toSpark(map.key()), toSpark(map.value()), true);
    }
    return new StructType(
        ((Type.Struct) type)
            .fields().stream()
                .map(field -> toSpark(field.name(), field.type()))
                .toArray(StructField[]::new));
  }

  /** Returns a field that remembers, in its metadata, what Spark's type cannot say. */
  public static StructField toSpark(String name, Type type) {
    return new StructField(name, toSpark(type), true, WireTypeMetadata.of(type));
  }

  /** Returns the schema of columns in their order. */
  public static StructType toSpark(List<Column> columns) {
    return new StructType(
        columns.stream()
            .map(column -> toSpark(column.name(), column.type()))
            .toArray(StructField[]::new));
  }

  /**
   * Returns the wire type of a field of a user's schema.
   *
   * @param parent path of the struct that holds it, empty for a column
   * @throws IndexedDbException {@code TYPE_NOT_SUPPORTED}, naming the path
   */
  static Type toWire(StructField field, String parent) {
    String path = parent.isEmpty() ? field.name() : parent + "." + field.name();
    Type type = toWire(field.dataType(), path);
    return WireTypeMetadata.read(field)
        .filter(marked -> toSpark(marked).equals(toSpark(type)))
        .orElse(type);
  }

  private static Type toWire(DataType type, String path) {
    if (type instanceof ArrayType array) {
      return new Type.Array(toWire(array.elementType(), path + ".element"));
    }
    if (type instanceof MapType map) {
      return new Type.Map(
          toWire(map.keyType(), path + ".key"), toWire(map.valueType(), path + ".value"));
    }
    if (type instanceof StructType struct && struct.fields().length > 0) {
      return new Type.Struct(
          Arrays.stream(struct.fields())
              .map(field -> new Type.Field(field.name(), toWire(field, path)))
              .toList());
    }
    if (type instanceof DecimalType decimal && decimal.scale() >= 0) {
      return new Type.Decimal(decimal.precision(), decimal.scale());
    }
    return SCALARS.stream()
        .filter(scalar -> same(scalar(scalar), type))
        .findFirst()
        .orElseThrow(() -> notSupported(type, path));
  }

  /**
   * Returns the part of {@code full} that Spark asks for. Types are taken from {@code full}, since
   * a pruned schema need not carry the metadata that tells JSON text from other strings.
   */
  public static Type pruned(Type full, DataType wanted) {
    if (full instanceof Type.Struct struct && wanted instanceof StructType fields) {
      return new Type.Struct(
          Arrays.stream(fields.fields()).map(field -> pruned(struct, field)).toList());
    }
    if (full instanceof Type.Array array && wanted instanceof ArrayType elements) {
      return new Type.Array(pruned(array.element(), elements.elementType()));
    }
    if (full instanceof Type.Map map && wanted instanceof MapType entries) {
      return new Type.Map(
          pruned(map.key(), entries.keyType()), pruned(map.value(), entries.valueType()));
    }
    return full;
  }

  private static Type.Field pruned(Type.Struct struct, StructField wanted) {
    return struct.fields().stream()
        .filter(field -> field.name().equals(wanted.name()))
        .findFirst()
        .map(field -> new Type.Field(field.name(), pruned(field.type(), wanted.dataType())))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Spark asks for a field '%s' that is not in %s"
                        .formatted(wanted.name(), struct)));
  }

  private static DataType scalar(Type.Scalar type) {
    return switch (type) {
      case BOOLEAN -> DataTypes.BooleanType;
      case TINYINT -> DataTypes.ByteType;
      case SMALLINT -> DataTypes.ShortType;
      case INT -> DataTypes.IntegerType;
      case BIGINT -> DataTypes.LongType;
      case FLOAT -> DataTypes.FloatType;
      case DOUBLE -> DataTypes.DoubleType;
      case STRING, TEXT, JSON -> DataTypes.StringType;
      case BINARY -> DataTypes.BinaryType;
      case DATE -> DataTypes.DateType;
      case TIMESTAMP -> DataTypes.TimestampType;
      case TIMESTAMP_NTZ -> DataTypes.TimestampNTZType;
    };
  }

  /**
   * Returns whether two types are the same, by name too: since Spark 4 char, varchar and collated
   * strings are kinds of its string type.
   */
  public static boolean same(DataType one, DataType other) {
    return one.equals(other) && one.typeName().equals(other.typeName());
  }

  private static IndexedDbException notSupported(DataType type, String path) {
    return IndexedDbException.of(
        ErrorCode.TYPE_NOT_SUPPORTED,
        "Cannot read column '%s' as '%s': no IndexedDB value becomes that type. Use boolean,"
            + " tinyint, smallint, int, bigint, float, double, decimal, string, binary, date,"
            + " timestamp, timestamp_ntz, or an array, map or non-empty struct of these.",
        path,
        type.catalogString());
  }
}
