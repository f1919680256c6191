// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.testing;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Types that the protocol has, and rows of them. */
public final class RandomRows {
  private static final List<DataType> SCALARS =
      List.of(
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.StringType,
          DataTypes.BinaryType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType,
          DataTypes.createDecimalType(9, 2),
          DataTypes.createDecimalType(19, 0),
          DataTypes.createDecimalType(38, 18));

  private static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "plain ASCII of some length",
          "Grüße",
          "日本語テキスト",
          "😀😀",
          "é",
          "\u0000",
          "\ufffd");

  private static final int MAX_FIELDS = 4;
  private static final int MAX_ELEMENTS = 5;

  private final Random random;

  public RandomRows(Random random) {
    this.random = random;
  }

  /** Returns a schema of a column for each scalar. */
  public static StructType scalars() {
    return struct(SCALARS.stream());
  }

  /** Returns columns of types that are nested at most so deeply. */
  public StructType schema(int depth) {
    return struct(IntStream.range(0, random.nextInt(MAX_FIELDS)).mapToObj(i -> type(depth)));
  }

  private DataType type(int depth) {
    return switch (depth == 0 ? 0 : random.nextInt(5)) {
      case 1 -> DataTypes.createArrayType(type(depth - 1));
      case 2 -> DataTypes.createMapType(DataTypes.StringType, type(depth - 1));
      case 3 -> schema(depth - 1);
      default -> SCALARS.get(random.nextInt(SCALARS.size()));
    };
  }

  private static StructType struct(Stream<DataType> types) {
    List<StructField> fields = new ArrayList<>();
    types.forEach(type -> fields.add(DataTypes.createStructField("c" + fields.size(), type, true)));
    return DataTypes.createStructType(fields);
  }

  /** Returns rows of a schema, in which one value of six is null. */
  public List<Row> rows(StructType schema, int count) {
    return IntStream.range(0, count).mapToObj(i -> row(schema)).toList();
  }

  private Row row(StructType schema) {
    return RowFactory.create(
        Arrays.stream(schema.fields()).map(field -> valueOrNull(field.dataType())).toArray());
  }

  private Object valueOrNull(DataType type) {
    return random.nextInt(6) == 0 ? null : value(type);
  }

  private Object value(DataType type) {
    if (type instanceof StructType struct) {
      return row(struct);
    }
    if (type instanceof ArrayType array) {
      return elements(array.elementType());
    }
    if (type instanceof MapType map) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      elements(map.valueType()).forEach(each -> entries.put(value(map.keyType()), each));
      return entries;
    }
    return type instanceof DecimalType decimal ? number(decimal) : scalar(type.typeName());
  }

  private List<Object> elements(DataType type) {
    List<Object> elements = new ArrayList<>();
    for (int i = random.nextInt(MAX_ELEMENTS); i > 0; i--) {
      elements.add(valueOrNull(type));
    }
    return elements;
  }

  private BigDecimal number(DecimalType type) {
    BigInteger least = BigInteger.TEN.pow(type.precision());
    BigInteger digits =
        random.nextInt(4) == 0
            ? least.subtract(BigInteger.ONE)
            : new BigInteger(128, random).mod(least);
    return new BigDecimal(random.nextBoolean() ? digits : digits.negate(), type.scale());
  }

  private Object scalar(String type) {
    return switch (type) {
      case "boolean" -> random.nextBoolean();
      case "byte" -> (byte) random.nextInt();
      case "short" -> (short) random.nextInt();
      case "integer" -> random.nextInt();
      case "long" -> random.nextLong();
      case "float" -> random.nextFloat();
      case "double" -> random.nextDouble();
      case "string" -> TEXTS.get(random.nextInt(TEXTS.size()));
      case "binary" -> TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.UTF_8);
      case "date" -> LocalDate.ofEpochDay(random.nextInt(40_000));
      case "timestamp" -> Instant.ofEpochMilli(random.nextInt());
      case "timestamp_ntz" -> LocalDateTime.ofEpochSecond(random.nextInt(), 0, ZoneOffset.UTC);
      default -> throw new AssertionError(type);
    };
  }
}
