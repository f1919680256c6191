// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import static io.github.sparkindexeddb.spark.pushdown.Conditions.condition;
import static io.github.sparkindexeddb.spark.pushdown.Conditions.field;
import static io.github.sparkindexeddb.spark.pushdown.Conditions.name;
import static io.github.sparkindexeddb.spark.pushdown.Conditions.typed;
import static io.github.sparkindexeddb.spark.pushdown.Conditions.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.query.PushedPredicate.Always;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.math.BigDecimal;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.GeneralScalarExpression;
import org.apache.spark.sql.connector.expressions.filter.AlwaysFalse;
import org.apache.spark.sql.connector.expressions.filter.AlwaysTrue;
import org.apache.spark.sql.connector.expressions.filter.And;
import org.apache.spark.sql.connector.expressions.filter.Not;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.VarcharType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PredicatePushdownTest {
  private static final Expression ID = field("a_bigint");
  private static final Expression NAME = field("a_text");
  private static final Predicate KNOWN = condition("=", ID, value(5L));

  private final PredicatePushdown pushdown = new PredicatePushdown(Conditions.fields());

  static Stream<Arguments> operators() {
    String id = "\"column\":[\"a_bigint\"]";
    String text = "\"column\":[\"a_text\"]";
    String known = "{\"op\":\"=\"," + id + ",\"value\":\"5\"}";
    return Stream.of(
        arguments(KNOWN, known),
        arguments(condition("<=>", ID, value(5L)), known.replace("\"=\"", "\"<=>\"")),
        arguments(condition("<", ID, value(5L)), known.replace("\"=\"", "\"<\"")),
        arguments(condition("<=", ID, value(5L)), known.replace("\"=\"", "\"<=\"")),
        arguments(condition(">", ID, value(5L)), known.replace("\"=\"", "\">\"")),
        arguments(condition(">=", ID, value(5L)), known.replace("\"=\"", "\">=\"")),
        arguments(condition("<>", ID, value(5L)), "{\"op\":\"not\",\"of\":[" + known + "]}"),
        arguments(condition("<", value(5L), ID), known.replace("\"=\"", "\">\"")),
        arguments(condition("<=", value(5L), ID), known.replace("\"=\"", "\">=\"")),
        arguments(condition("=", value(5L), ID), known),
        arguments(
            condition("IN", ID, value(5L), typed(null, DataTypes.LongType)),
            "{\"op\":\"in\"," + id + ",\"values\":[\"5\",null]}"),
        arguments(condition("IS_NULL", ID), "{\"op\":\"isNull\"," + id + "}"),
        arguments(condition("IS_NOT_NULL", ID), "{\"op\":\"isNotNull\"," + id + "}"),
        arguments(
            condition("STARTS_WITH", NAME, value("K")),
            "{\"op\":\"startsWith\"," + text + ",\"value\":\"K\"}"),
        arguments(
            condition("ENDS_WITH", NAME, value("")),
            "{\"op\":\"endsWith\"," + text + ",\"value\":\"\"}"),
        arguments(
            condition("CONTAINS", NAME, value("\ud83d\ude00")),
            "{\"op\":\"contains\"," + text + ",\"value\":\"\\uD83D\\uDE00\"}"),
        arguments(new Not(KNOWN), "{\"op\":\"not\",\"of\":[" + known + "]}"),
        arguments(
            new And(KNOWN, new AlwaysTrue()),
            "{\"op\":\"and\",\"of\":[" + known + ",{\"op\":\"always\",\"value\":true}]}"),
        arguments(
            new Or(new AlwaysFalse(), KNOWN),
            "{\"op\":\"or\",\"of\":[{\"op\":\"always\",\"value\":false}," + known + "]}"));
  }

  @ParameterizedTest
  @MethodSource("operators")
  void pushesEveryOperator(Predicate offered, String pushed) {
    assertThat(json(pushdown.decide(offered))).isEqualTo(pushed);
  }

  static Stream<Arguments> literals() {
    return Stream.of(
        arguments(Scalar.BOOLEAN, value(false), "false"),
        arguments(Scalar.TINYINT, value((byte) -128), "-128"),
        arguments(Scalar.SMALLINT, value((short) 300), "300"),
        arguments(Scalar.INT, value(Integer.MAX_VALUE), "2147483647"),
        arguments(Scalar.BIGINT, value(Long.MIN_VALUE), "\"-9223372036854775808\""),
        arguments(Scalar.BIGINT, value((1L << 53) + 1), "\"9007199254740993\""),
        arguments(Scalar.FLOAT, value(0.1f), "0.10000000149011612"),
        arguments(Scalar.DOUBLE, value(-0.0), "-0.0"),
        arguments(Scalar.DOUBLE, value(Double.NaN), "\"NaN\""),
        arguments(Scalar.DOUBLE, value(Double.NEGATIVE_INFINITY), "\"-Infinity\""),
        arguments(Scalar.STRING, value("a"), "\"a\""),
        arguments(Scalar.TEXT, value("\ufffd"), "\"\\uFFFD\""),
        arguments(Scalar.JSON, value("\"a\""), "\"\\\"a\\\"\""),
        arguments(Scalar.BINARY, value(new byte[] {0, 1, -1}), "\"AAH/\""),
        arguments(Scalar.DATE, value(Date.valueOf("1970-01-03")), "2"),
        arguments(
            Scalar.TIMESTAMP, value(Instant.parse("1970-01-01T00:00:01.000001Z")), "\"1000001\""),
        arguments(
            Scalar.TIMESTAMP_NTZ,
            value(LocalDateTime.parse("1969-12-31T23:59:59")),
            "\"-1000000\""));
  }

  @ParameterizedTest
  @MethodSource("literals")
  void pushesLiteralsOfEveryType(Scalar type, Expression literal, String pushed) {
    assertThat(json(pushdown.decide(condition("=", field(name(type)), literal))))
        .endsWith("\"value\":" + pushed + "}");
  }

  @Test
  void pushesDecimalsAsPlainText() {
    Expression price = typed(decimal("100000"), DataTypes.createDecimalType(10, 2));

    assertThat(json(pushdown.decide(condition(">", field("price"), price))))
        .endsWith("\"value\":\"100000.00\"}");
  }

  @Test
  void aComparisonWithNullIsNull() {
    Expression nothing = typed(null, DataTypes.LongType);

    assertThat(pushdown.decide(condition("<", ID, nothing)))
        .isEqualTo(PushdownDecision.pushed(new Always(Optional.empty())));
    assertThat(json(pushdown.decide(condition("<=>", ID, nothing)))).endsWith("\"value\":null}");
    assertThat(pushdown.decide(condition("CONTAINS", NAME, typed(null, DataTypes.StringType))))
        .isEqualTo(PushdownDecision.pushed(new Always(Optional.empty())));
  }

  @Test
  void aBooleanComparedWithTrueIsPushed() {
    assertThat(json(pushdown.decide(condition("<=>", field("a_boolean"), new AlwaysTrue()))))
        .isEqualTo("{\"op\":\"<=>\",\"column\":[\"a_boolean\"],\"value\":true}");
  }

  static Stream<Arguments> fields() {
    return Stream.of(
        arguments(field("address", "city"), "[\"address\",\"city\"]"),
        arguments(field("address", "a.b"), "[\"address\",\"a.b\"]"),
        arguments(field("ADDRESS", "City"), "[\"address\",\"city\"]"),
        arguments(field("tags"), "[\"tags\"]"),
        arguments(field("attributes"), "[\"attributes\"]"),
        arguments(field("address", "at"), "[\"address\",\"at\"]"),
        arguments(field("value"), "[\"value\"]"),
        arguments(field("_key"), "[\"_key\"]"));
  }

  @ParameterizedTest
  @MethodSource("fields")
  void asksWhetherAnyFieldIsNull(Expression field, String pushed) {
    assertThat(json(pushdown.decide(condition("IS_NULL", field))))
        .isEqualTo("{\"op\":\"isNull\",\"column\":" + pushed + "}");
  }

  static Stream<Arguments> leftToSpark() {
    Expression upper = new GeneralScalarExpression("UPPER", new Expression[] {NAME});
    return Stream.of(
        arguments(condition("=", upper, value("X")), "browsers compute no 'UPPER(a_text)'"),
        arguments(condition("=", ID, field("value")), "browsers compute no 'value'"),
        arguments(condition("=", value(1L), value(1L)), "browsers compute no '1'"),
        arguments(condition("IN", ID, upper), "browsers compute no 'UPPER(a_text)'"),
        arguments(condition("STARTS_WITH", NAME, upper), "browsers compute no 'UPPER(a_text)'"),
        arguments(condition("BOOLEAN_EXPRESSION", ID), "browsers know no 'BOOLEAN_EXPRESSION'"),
        arguments(condition("CASE_WHEN", KNOWN, KNOWN), "browsers know no 'CASE_WHEN'"),
        arguments(new Or(KNOWN, condition("RLIKE", NAME, value("a"))), "browsers know no 'RLIKE'"),
        arguments(condition("=", ID, value(5)), "browsers compare no bigint with 'int'"),
        arguments(
            condition("=", field("price"), typed(decimal("1"), DataTypes.createDecimalType(12, 2))),
            "browsers compare no decimal(10,2) with 'decimal(12,2)'"),
        arguments(
            condition("=", NAME, typed(UTF8String.fromString("a"), new VarcharType(3))),
            "browsers compare no string with 'varchar(3)'"),
        arguments(
            condition(
                "=", NAME, typed(UTF8String.fromBytes(new byte[] {-1}), DataTypes.StringType)),
            "a string to compare with is no UTF-8"),
        arguments(condition("CONTAINS", field("a_binary"), value("a")), "it is no string"),
        arguments(
            new Or(KNOWN, condition("IN", field("a_binary"), typed(null, DataTypes.BinaryType))),
            "it holds a null among bytes"),
        arguments(
            condition("=", field("_client"), value("a")),
            "column '_client' is of the client, not of its records"),
        arguments(
            condition("IS_NULL", field("_origin")),
            "column '_origin' is of the client, not of its records"),
        arguments(
            condition("IS_NOT_NULL", field("corrupt")),
            "column 'corrupt' shows records that do not fit"),
        arguments(condition("IS_NULL", field("other")), "there is no column 'other'"),
        arguments(
            condition("IS_NULL", field("address", "a", "b")), "there is no field 'address.a.b'"),
        arguments(
            condition("IS_NULL", field("tags", "element")), "there is no field 'tags.element'"));
  }

  @ParameterizedTest
  @MethodSource("leftToSpark")
  void leavesWhatIsNotKnownToSparkAndSaysWhy(Predicate offered, String reason) {
    assertThat(pushdown.decide(offered)).isEqualTo(PushdownDecision.residual(reason));
  }

  @Test
  void leavesStructsToSpark() {
    DataType struct = SparkTypes.toSpark(Conditions.fields().type(FieldReference.of("address")));

    assertThat(pushdown.decide(condition("<", field("address"), typed(new Object(), struct))))
        .isEqualTo(PushdownDecision.residual("browsers compare no structs, arrays or maps"));
  }

  @Test
  void tellsNamesApartByCaseIfTheSessionDoes() {
    PredicatePushdown sensitive =
        new PredicatePushdown(new PushableFields(Conditions.TABLE, () -> Conditions.KEY, true));

    assertThat(sensitive.decide(condition("IS_NULL", field("A_BIGINT"))))
        .isEqualTo(PushdownDecision.residual("there is no column 'A_BIGINT'"));
  }

  @Test
  void makesOneLevelOfALongChain() {
    PushedPredicate pushed =
        ((PushdownDecision.Pushed<PushedPredicate>) pushdown.decide(chain(1_000))).value();
    assertThat(pushed.levels()).isEqualTo(2);
    assertThat(pushed.operands()).hasSize(1_000);
    assertThat(pushed.operands().get(0)).hasToString("a_bigint = \"0\"");
  }

  @Test
  void leavesWhatIsTooDeepOrTooLongToSpark() {
    Predicate deep = KNOWN;
    for (int i = 0; i < 64; i++) {
      deep = new Not(deep);
    }
    Expression[] many =
        IntStream.range(0, 10_001).mapToObj(n -> value((long) n)).toArray(Expression[]::new);
    many[0] = ID;

    assertThat(pushdown.decide(deep))
        .isEqualTo(PushdownDecision.residual("it is nested too deeply"));
    for (Predicate tooLong : List.of(condition("IN", many), chain(100_000))) {
      assertThat(pushdown.decide(tooLong)).isEqualTo(PushdownDecision.residual("it is too long"));
    }
  }

  @Test
  void leavesWhatIsTooLongInBytesToSpark() {
    Expression text = field("a_string");
    String half = "e".repeat(600_000);

    assertThat(pushdown.decide(condition("=", text, value(half))))
        .isInstanceOf(PushdownDecision.Pushed.class);
    for (Predicate tooLong :
        List.of(
            condition("=", text, value(half + half)),
            condition("CONTAINS", text, value(half + half)),
            condition("IN", text, value(half), value(half + 1)))) {
      assertThat(pushdown.decide(tooLong)).isEqualTo(PushdownDecision.residual("it is too long"));
    }
    PushedPredicates together = new PushedPredicates(pushdown);
    assertThat(together.add(condition("=", text, value(half))))
        .isInstanceOf(PushdownDecision.Pushed.class);
    assertThat(together.add(condition("=", text, value(half + 1))))
        .isEqualTo(PushdownDecision.residual("the others are long enough"));
  }

  /** Pairs of pairs, as deep as they are many. */
  private static Predicate chain(int length) {
    return IntStream.range(0, length)
        .mapToObj(n -> condition("=", ID, value((long) n)))
        .reduce(Or::new)
        .orElseThrow();
  }

  private static Object decimal(String text) {
    return org.apache.spark.sql.types.Decimal.apply(new BigDecimal(text), 10, 2);
  }

  private static String json(PushdownDecision<PushedPredicate> decision) {
    assertThat(decision).isInstanceOf(PushdownDecision.Pushed.class);
    return Json.write(((PushdownDecision.Pushed<PushedPredicate>) decision).value().json());
  }
}
