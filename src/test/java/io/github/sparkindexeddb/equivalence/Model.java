// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;

/**
 * What Spark is to see of a JavaScript value in a column of some type: written from types.md alone,
 * so that it shares no mistake with the connector.
 */
final class Model {
  /** In place of a value: the column's type cannot hold it. */
  static final Object MISFIT = new Object();

  private static final long DAY = 86_400_000;
  private static final long SAFE = (1L << 53) - 1;

  private Model() {}

  /** The value of a record's column, or {@link #MISFIT}. */
  static Object value(Column column, Js key, Js record) {
    return switch (column.source()) {
      case KEY -> value(column.type(), key);
      case VALUE -> value(column.type(), record);
      case FIELD ->
          record instanceof Js.Obj object
              ? value(column.type(), object.get(column.name()))
              : record.isNull() ? null : MISFIT;
      case CORRUPT, DIGEST -> throw new IllegalArgumentException("depends on more than a value");
    };
  }

  static Object value(Type type, Js js) {
    if (js.isNull()) {
      return null;
    } else if (type instanceof Type.Struct struct) {
      return struct(struct, fields(js));
    } else if (type instanceof Type.Map map) {
      return map(map, js);
    } else if (type instanceof Type.Array array) {
      return array(array, js);
    } else if (type instanceof Type.Decimal decimal) {
      return decimal(decimal, js.unboxed());
    }
    return scalar((Type.Scalar) type, js.unboxed());
  }

  /** What has fields of its own, as the object of them. */
  private static Js fields(Js js) {
    if (js instanceof Js.File file) {
      return file.fields();
    } else if (js instanceof Js.Blob blob) {
      return blob.fields();
    }
    return js instanceof Js.Err error ? error.fields() : js;
  }

  private static Object scalar(Type.Scalar type, Js js) {
    return switch (type) {
      case BOOLEAN -> js instanceof Js.Bool bool ? bool.value() : MISFIT;
      case TINYINT -> integer(js, Byte.MAX_VALUE, Long::byteValue);
      case SMALLINT -> integer(js, Short.MAX_VALUE, Long::shortValue);
      case INT -> integer(js, Integer.MAX_VALUE, Long::intValue);
      case BIGINT -> integer(js, Long.MAX_VALUE, number -> number);
      case FLOAT -> real(js);
      case DOUBLE -> js instanceof Js.Num number ? number.value() : MISFIT;
      case STRING -> js instanceof Js.Text text ? wellFormed(text.value()) : MISFIT;
      case TEXT -> text(js);
      case JSON -> wellFormed(TaggedJson.of(js));
      case BINARY -> js instanceof Js.Bytes bytes ? bytes(bytes) : MISFIT;
      case DATE -> date(js);
      case TIMESTAMP -> js instanceof Js.Date date ? Instant.ofEpochMilli(date.time()) : MISFIT;
      case TIMESTAMP_NTZ ->
          js instanceof Js.Date date
              ? LocalDateTime.ofInstant(Instant.ofEpochMilli(date.time()), ZoneOffset.UTC)
              : MISFIT;
    };
  }

  /** From {@code -highest - 1} to {@code highest}; numbers only as far as they are safe. */
  private static Object integer(
      Js js, long highest, java.util.function.Function<Long, Object> narrowed) {
    BigInteger value;
    if (js instanceof Js.Big big) {
      value = big.value();
    } else if (js instanceof Js.Num number && isInteger(number.value())) {
      value = BigInteger.valueOf((long) number.value());
    } else {
      return MISFIT;
    }
    BigInteger limit = BigInteger.valueOf(highest);
    boolean fits = value.compareTo(limit) <= 0 && value.compareTo(limit.not()) >= 0;
    return fits ? narrowed.apply(value.longValue()) : MISFIT;
  }

  private static boolean isInteger(double number) {
    return number == Math.rint(number)
        && Math.abs(number) <= SAFE
        && Double.compare(number, -0.0) != 0;
  }

  private static Object real(Js js) {
    return js instanceof Js.Num number
            && Double.compare((double) (float) number.value(), number.value()) == 0
        ? (Object) (float) number.value()
        : MISFIT;
  }

  private static Object decimal(Type.Decimal type, Js js) {
    BigDecimal value;
    if (js instanceof Js.Big big) {
      value = new BigDecimal(big.value());
    } else if (js instanceof Js.Num number
        && Double.isFinite(number.value())
        && Double.compare(number.value(), -0.0) != 0) {
      value = new BigDecimal(TaggedJson.number(number.value()));
    } else {
      return MISFIT;
    }
    if (value.stripTrailingZeros().scale() > type.scale()) {
      return MISFIT;
    }
    BigDecimal scaled = value.setScale(type.scale());
    return scaled.precision() <= type.precision() ? scaled : MISFIT;
  }

  private static Object date(Js js) {
    return js instanceof Js.Date date && date.time() % DAY == 0
        ? LocalDate.ofEpochDay(date.time() / DAY)
        : MISFIT;
  }

  private static Object text(Js js) {
    if (js instanceof Js.Text text) {
      return wellFormed(text.value());
    }
    if (js instanceof Js.RegExp regExp) {
      return regExp.code();
    }
    return js instanceof Js.Big big ? big.value().toString() : wellFormed(TaggedJson.of(js));
  }

  private static Object struct(Type.Struct type, Js js) {
    if (!(js instanceof Js.Obj object)) {
      return MISFIT;
    }
    List<Object> values = new ArrayList<>();
    type.fields().forEach(field -> values.add(value(field.type(), object.get(field.name()))));
    return values.contains(MISFIT) ? MISFIT : RowFactory.create(values.toArray());
  }

  private static Object array(Type.Array type, Js js) {
    List<Object> values = new ArrayList<>();
    if (js instanceof Js.Arr array) {
      array.elements().forEach(element -> values.add(value(type.element(), element)));
    } else if (js instanceof Js.SetOf set) {
      set.elements().forEach(element -> values.add(value(type.element(), element)));
    } else if (js instanceof Js.Typed typed) {
      typed.elements().forEach(element -> values.add(value(type.element(), element)));
    } else if (js instanceof Js.Bytes bytes && bytes.isTypedArray()) {
      bytes.bytes().forEach(each -> values.add(value(type.element(), new Js.Num(each))));
    } else {
      return MISFIT;
    }
    return values.contains(MISFIT) ? MISFIT : values;
  }

  /** Without null keys, and without two that are one in the type. */
  private static Object map(Type.Map type, Js js) {
    List<Js> keys = new ArrayList<>();
    List<Js> values = new ArrayList<>();
    if (js instanceof Js.MapOf map) {
      keys.addAll(map.keys());
      values.addAll(map.values());
    } else if (js instanceof Js.Obj object
        && (type.key() == Type.Scalar.STRING || type.key() == Type.Scalar.TEXT)) {
      object.fields().keySet().forEach(name -> keys.add(new Js.Text(name)));
      values.addAll(object.fields().values());
    } else {
      return MISFIT;
    }
    Map<Object, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < keys.size(); i++) {
      Object key = value(type.key(), keys.get(i));
      Object value = value(type.value(), values.get(i));
      if (key == null || key == MISFIT || value == MISFIT || map.containsKey(key)) {
        return MISFIT;
      }
      map.put(key, value);
    }
    return map;
  }

  static byte[] bytes(Js.Bytes bytes) {
    byte[] array = new byte[bytes.bytes().size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = bytes.bytes().get(i).byteValue();
    }
    return array;
  }

  /** Each lone surrogate as U+FFFD. */
  private static String wellFormed(String text) {
    return text.codePoints()
        .map(point -> point >= 0xd800 && point <= 0xdfff ? 0xfffd : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
