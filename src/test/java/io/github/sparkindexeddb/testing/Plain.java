// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.util.DateTimeUtils;
import scala.collection.JavaConverters;
import scala.collection.Seq;

/**
 * Spark's values as values that {@code equals} compares deeply: rows and arrays are lists, maps
 * Java maps, binary {@code "0x0a"}, timestamps instants, decimals their digits.
 */
public final class Plain {
  private Plain() {}

  /** The rows of a frame. */
  public static List<Object> rows(Dataset<Row> frame) {
    List<Object> rows = new ArrayList<>();
    frame.collectAsList().forEach(row -> rows.add(value(row)));
    return rows;
  }

  /** The values of a frame's only column. */
  public static List<Object> column(Dataset<Row> frame) {
    List<Object> values = new ArrayList<>();
    frame.collectAsList().forEach(row -> values.add(value(row.get(0))));
    return values;
  }

  /** One value of a row. */
  public static Object value(Object value) {
    if (value instanceof Row row) {
      return list(IntStream.range(0, row.size()).mapToObj(row::get).toList());
    } else if (value instanceof Seq<?> seq) {
      return list(JavaConverters.seqAsJavaList(seq));
    } else if (value instanceof scala.collection.Map<?, ?> map) {
      Map<Object, Object> plain = new LinkedHashMap<>();
      JavaConverters.mapAsJavaMap(map).forEach((key, item) -> plain.put(value(key), value(item)));
      return plain;
    } else if (value instanceof byte[] bytes) {
      return "0x" + HexFormat.of().formatHex(bytes);
    } else if (value instanceof Timestamp timestamp) {
      // Spark's own way back: java.sql.Timestamp counts days before 1582 by another calendar.
      return DateTimeUtils.microsToInstant(DateTimeUtils.fromJavaTimestamp(timestamp));
    } else if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value;
  }

  private static List<Object> list(List<?> values) {
    List<Object> plain = new ArrayList<>();
    values.forEach(value -> plain.add(value(value)));
    return plain;
  }
}
