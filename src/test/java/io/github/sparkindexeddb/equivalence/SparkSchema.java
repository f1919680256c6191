// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Types of the wire as a user would write them for Spark. */
final class SparkSchema {
  private SparkSchema() {}

  /** Strings bear the mark that an inferred schema has, so that they are taken as the wire's. */
  static StructField field(String name, Type type) {
    Metadata mark =
        type == Type.Scalar.JSON || type == Type.Scalar.STRING
            ? new MetadataBuilder().putString("indexeddb", type.json().asText()).build()
            : Metadata.empty();
    return new StructField(name, type(type), true, mark);
  }

  private static DataType type(Type type) {
    if (type instanceof Type.Struct struct) {
      return new StructType(
          struct.fields().stream()
              .map(field -> field(field.name(), field.type()))
              .toArray(StructField[]::new));
    } else if (type instanceof Type.Array array) {
      return DataTypes.createArrayType(type(array.element()), true);
    } else if (type instanceof Type.Map map) {
      return DataTypes.createMapType(type(map.key()), type(map.value()), true);
    } else if (type instanceof Type.Decimal decimal) {
      return DataTypes.createDecimalType(decimal.precision(), decimal.scale());
    }
    return scalar((Type.Scalar) type);
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

  /** For messages. */
  static String text(List<Column> columns) {
    return columns.stream()
        .map(column -> column.name() + ":" + column.type().json() + "/" + column.source())
        .collect(Collectors.joining(", ", "(", ")"));
  }
}
