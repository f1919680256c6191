// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.wire.query.PushedLiteral;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/** Makes literals of the wire of Spark's. */
public final class SparkLiterals {
  private SparkLiterals() {}

  /**
   * Returns the value to compare a field with; it must be of the very type of the field, since
   * browsers cast nothing. Strings with a collation are of another type than plain ones.
   */
  static PushdownDecision<PushedLiteral> toWire(Expression value, Type type) {
    if (!(value instanceof Literal<?> literal)) {
      return PushdownDecision.residual("browsers compute no '%s'".formatted(value));
    }
    if (!SparkTypes.same(SparkTypes.toSpark(type), literal.dataType())) {
      return PushdownDecision.residual(
          "browsers compare no %s with '%s'"
              .formatted(
                  SparkTypes.toSpark(type).catalogString(), literal.dataType().catalogString()));
    }
    return literal.value() == null
        ? PushdownDecision.pushed(PushedLiteral.NULL)
        : notNull(literal.value(), type);
  }

  /**
   * Returns whether an expression holds a null among bytes, of which Spark 4 fails to make a text.
   */
  public static boolean isUnwritable(Expression expression) {
    // Not recursive: a chain of a thousand conditions is as many levels deep.
    Deque<Expression> open = new ArrayDeque<>(List.of(expression));
    while (!open.isEmpty()) {
      Expression next = open.pop();
      if (next instanceof Literal<?> literal && isNullOfBytes(literal)) {
        return true;
      }
      open.addAll(Arrays.asList(next.children()));
    }
    return false;
  }

  private static boolean isNullOfBytes(Literal<?> literal) {
    return literal.value() == null && literal.dataType() instanceof BinaryType;
  }

  private static PushdownDecision<PushedLiteral> notNull(Object value, Type type) {
    if (type instanceof Type.Decimal) {
      return PushdownDecision.pushed(PushedLiteral.of(((Decimal) value).toJavaBigDecimal()));
    }
    return type instanceof Type.Scalar scalar
        ? scalar(value, scalar)
        : PushdownDecision.residual("browsers compare no structs, arrays or maps");
  }

  private static PushdownDecision<PushedLiteral> scalar(Object value, Type.Scalar type) {
    return switch (type) {
      case BOOLEAN -> PushdownDecision.pushed(PushedLiteral.of((boolean) (Boolean) value));
      case TINYINT, SMALLINT, INT, DATE ->
          PushdownDecision.pushed(PushedLiteral.of(((Number) value).intValue()));
      case BIGINT, TIMESTAMP, TIMESTAMP_NTZ ->
          PushdownDecision.pushed(PushedLiteral.of(((Number) value).longValue()));
      case FLOAT, DOUBLE ->
          PushdownDecision.pushed(PushedLiteral.of(((Number) value).doubleValue()));
      case STRING, TEXT, JSON -> text((UTF8String) value);
      case BINARY -> PushdownDecision.pushed(PushedLiteral.of((byte[]) value));
    };
  }

  /** Spark compares bytes, and lets a string hold some that are no text. */
  private static PushdownDecision<PushedLiteral> text(UTF8String value) {
    String text = value.toString();
    return PushdownDecision.pushed(PushedLiteral.of(text))
        .unless(!UTF8String.fromString(text).equals(value), "a string to compare with is no UTF-8");
  }
}
