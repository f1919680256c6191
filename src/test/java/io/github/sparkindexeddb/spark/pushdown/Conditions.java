// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.Literal;
import org.apache.spark.sql.connector.expressions.NamedReference;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;

/** A table with a column of every type, and conditions on it as Spark offers them. */
public final class Conditions {
  public static final Column KEY = new Column("_key", Scalar.DOUBLE, Source.KEY);

  public static final List<Column> TABLE =
      Stream.concat(
              Arrays.stream(Scalar.values()).map(type -> Column.field(name(type), type)),
              Stream.of(
                  Column.field("price", new Type.Decimal(10, 2)),
                  Column.field("tags", new Type.Array(Scalar.STRING)),
                  Column.field("attributes", new Type.Map(Scalar.STRING, Scalar.STRING)),
                  Column.field(
                      "address",
                      new Type.Struct(
                          List.of(
                              new Type.Field("city", Scalar.STRING),
                              new Type.Field("a.b", Scalar.INT),
                              new Type.Field(
                                  "at",
                                  new Type.Struct(
                                      List.of(
                                          new Type.Field("north", Scalar.DOUBLE),
                                          new Type.Field("east", Scalar.DOUBLE))))))),
                  new Column("value", Scalar.BIGINT, Source.VALUE),
                  new Column("corrupt", Scalar.STRING, Source.CORRUPT)))
          .toList();

  private Conditions() {}

  /** The column of that type. */
  public static String name(Scalar type) {
    return "a_" + type.json().asText();
  }

  public static PushableFields fields() {
    return new PushableFields(TABLE, () -> KEY, false);
  }

  public static Predicate condition(String name, Expression... children) {
    return new Predicate(name, children);
  }

  /** A reference by names that are quoted where they have to be. */
  public static NamedReference field(String... names) {
    return Expressions.column(
        String.join(".", Arrays.stream(names).map(name -> "`" + name + "`").toList()));
  }

  /** A literal as Spark makes it of a value. */
  public static Expression value(Object value) {
    var literal = (org.apache.spark.sql.catalyst.expressions.Literal) functions.lit(value).expr();
    return typed(literal.value(), literal.dataType());
  }

  /** A literal of any type, null too. */
  public static Expression typed(Object value, DataType type) {
    return new Literal<>() {
      @Override
      public Object value() {
        return value;
      }

      @Override
      public DataType dataType() {
        return type;
      }

      @Override
      public Expression[] children() {
        return new Expression[0];
      }

      @Override
      public String toString() {
        return String.valueOf(value);
      }
    };
  }
}
