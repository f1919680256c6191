// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A condition on records, with SQL's rules for null: only records for which it is true are read,
 * and the browser sorts them out.
 *
 * <pre>{@code
 * column("total").isMoreThan(10).and(column("customer", "city").is("Rome"))
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Condition {
  /** From here on a double's shortest decimal form may be another integer than the double is. */
  private static final double UNSAFE = 0x1p53;

  private final ObjectNode json;

  private Condition(ObjectNode json) {
    this.json = json;
  }

  /**
   * Returns a column, or a field within one.
   *
   * @param path the column's name, then those of the fields on the way
   */
  public static Field column(String... path) {
    if (path.length == 0) {
      throw new IllegalArgumentException("Cannot name a column: the path is empty. Give a name.");
    }
    return new Field(List.of(path));
  }

  public Condition and(Condition other) {
    return combined("and", this, other);
  }

  public Condition or(Condition other) {
    return combined("or", this, other);
  }

  /** Returns the condition that is true where this is false, and null where this is null. */
  public Condition not() {
    return combined("not", this);
  }

  /** Returns the condition as option {@code predicate} has it. */
  @Override
  public String toString() {
    return Json.write(json);
  }

  private static Condition combined(String op, Condition... of) {
    ObjectNode json = Json.object().put("op", op);
    json.set("of", Json.array(Arrays.asList(of), condition -> condition.json));
    return new Condition(json);
  }

  /**
   * A field that is compared. Values are {@code Boolean}, any number of the JDK, {@code String},
   * {@code Instant} (for a {@code date}, of its midnight in UTC) or {@code byte[]}; whether they go
   * with the column's type is checked when the read is planned. A value is compared as what it is,
   * to the last digit, also where no value of the column can be equal to it.
   */
  public static final class Field {
    private final List<String> path;

    private Field(List<String> path) {
      this.path = path;
    }

    public Condition is(Object value) {
      return compared("=", value);
    }

    public Condition isNot(Object value) {
      return is(value).not();
    }

    public Condition isLessThan(Object value) {
      return compared("<", value);
    }

    public Condition isAtMost(Object value) {
      return compared("<=", value);
    }

    public Condition isMoreThan(Object value) {
      return compared(">", value);
    }

    public Condition isAtLeast(Object value) {
      return compared(">=", value);
    }

    public Condition isIn(Object... values) {
      ObjectNode json = on("in");
      json.set("values", Json.array(Arrays.asList(values), Condition::literal));
      return new Condition(json);
    }

    public Condition isNull() {
      return new Condition(on("isNull"));
    }

    public Condition isNotNull() {
      return new Condition(on("isNotNull"));
    }

    public Condition startsWith(String text) {
      return new Condition(on("startsWith").put("value", text));
    }

    public Condition endsWith(String text) {
      return new Condition(on("endsWith").put("value", text));
    }

    public Condition contains(String text) {
      return new Condition(on("contains").put("value", text));
    }

    private Condition compared(String op, Object value) {
      ObjectNode json = on(op);
      json.set("value", literal(value));
      return new Condition(json);
    }

    private ObjectNode on(String op) {
      ObjectNode json = Json.object().put("op", op);
      json.set("column", Json.array(path, TextNode::valueOf));
      return json;
    }
  }

  /** Returns the value as tagged JSON. */
  private static JsonNode literal(Object value) {
    if (value instanceof Boolean flag) {
      return BooleanNode.valueOf(flag);
    }
    if (value instanceof String text) {
      return TextNode.valueOf(text);
    }
    if (value instanceof Instant instant) {
      return Json.object().set("$date", DecimalNode.valueOf(millis(instant)));
    }
    if (value instanceof byte[] bytes) {
      return Json.object().put("$binary", Base64.getEncoder().encodeToString(bytes));
    }
    if (value instanceof Double || value instanceof Float) {
      return real(((Number) value).doubleValue());
    }
    if (value instanceof BigDecimal decimal) {
      // Parsers read a fraction in JSON as a double.
      return Json.object().put("$decimal", decimal.toString());
    }
    if (isInteger(value)) {
      return Json.object().numberNode(new BigInteger(value.toString()));
    }
    throw new IllegalArgumentException(
        "Cannot compare with %s. Give a Boolean, a number of the JDK, a String, an Instant or bytes."
            .formatted(value == null ? "null: ask isNull" : value.getClass().getName()));
  }

  private static BigDecimal millis(Instant instant) {
    return BigDecimal.valueOf(instant.getEpochSecond())
        .scaleByPowerOfTen(3)
        .add(BigDecimal.valueOf(instant.getNano(), 6))
        .stripTrailingZeros();
  }

  private static JsonNode real(double value) {
    return Math.abs(value) < UNSAFE
        ? DoubleNode.valueOf(value)
        : Json.object().put("$number", Double.toString(value));
  }

  private static boolean isInteger(Object value) {
    return value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigInteger
        || value instanceof AtomicLong
        || value instanceof AtomicInteger;
  }
}
