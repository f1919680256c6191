// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static io.github.sparkindexeddb.hadoop.Condition.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Conditions of users become predicates of the protocol, whose literals are of their column's type.
 */
class PredicateBinderTest {
  private static final List<Column> TABLE =
      List.of(
          Column.field("id", Scalar.BIGINT),
          Column.field("n", Scalar.INT),
          Column.field("total", Scalar.DOUBLE),
          Column.field("price", new Type.Decimal(20, 2)),
          Column.field("note", Scalar.STRING),
          Column.field("paid", Scalar.BOOLEAN),
          Column.field("at", Scalar.TIMESTAMP),
          Column.field("day", Scalar.DATE),
          Column.field("thumb", Scalar.BINARY),
          Column.field("tags", new Type.Array(Scalar.STRING)),
          Column.field(
              "customer", new Type.Struct(List.of(new Type.Field("zip.code", Scalar.BIGINT)))),
          Column.field("f", Scalar.FLOAT),
          Column.field("tiny", Scalar.TINYINT));

  @Test
  void writesLiteralsInTheTypeOfTheirColumn() {
    assertThat(json(column("id").is(5))).isEqualTo("{'op':'=','column':['id'],'value':'5'}");
    assertThat(json(column("n").isLessThan(5L))).endsWith("'value':5}");
    assertThat(json(column("total").isAtMost(5))).endsWith("'value':5.0}");
    assertThat(json(column("total").is(Double.NaN))).endsWith("'value':'NaN'}");
    assertThat(json(column("price").isMoreThan(new BigDecimal("123456789012345678.25"))))
        .endsWith("'value':'123456789012345678.25'}");
    assertThat(json(column("paid").is(true))).endsWith("'value':true}");
    assertThat(json(column("at").isAtLeast(Instant.ofEpochSecond(1, 500_000))))
        .endsWith("'value':'1000500'}");
    assertThat(json(column("day").is(Instant.EPOCH.minusSeconds(86_400)))).endsWith("'value':-1}");
    assertThat(json(column("thumb").is(new byte[] {1}))).endsWith("'value':'AQ=='}");
    assertThat(json(column("id").is(new BigInteger("9223372036854775807"))))
        .endsWith("'value':'9223372036854775807'}");
  }

  @Test
  void combinesConditions() {
    Condition condition =
        column("note")
            .startsWith("a")
            .or(column("note").isNull())
            .and(column("customer", "zip.code").isIn(1, 2).not());
    assertThat(json(condition))
        .isEqualTo(
            "{'op':'and','of':[{'op':'or','of':[{'op':'startsWith','column':['note'],'value':'a'},"
                + "{'op':'isNull','column':['note']}]},{'op':'not','of':[{'op':'in','column':"
                + "['customer','zip.code'],'values':['1','2']}]}]}");
  }

  @Test
  void namesTheTestedColumnsWhole() {
    Condition condition =
        column("customer", "zip.code").is(1).and(column("id").is(1)).and(column("id").is(2));
    assertThat(PredicateBinder.of(condition.toString(), TABLE).tested())
        .containsExactly(TABLE.get(10), TABLE.get(0));
  }

  /** What 10.5 means must not depend on whether the sampled records happened to hold integers. */
  @Test
  void movesNumbersBetweenTwoValuesToTheNextOne() {
    assertThat(json(column("id").isMoreThan(10.5)))
        .isEqualTo("{'op':'>=','column':['id'],'value':'11'}");
    assertThat(json(column("id").isLessThan(-10.5)))
        .isEqualTo("{'op':'<=','column':['id'],'value':'-11'}");
    assertThat(json(column("id").is(10.5)))
        .as("false, and null for null")
        .isEqualTo(
            "{'op':'and','of':[{'op':'isNull','column':['id']},{'op':'always','value':null}]}");
    assertThat(json(column("id").isIn(1, 1.5)))
        .isEqualTo("{'op':'in','column':['id'],'values':['1']}");
    assertThat(json(column("day").isLessThan(Instant.EPOCH.plusSeconds(1))))
        .isEqualTo("{'op':'<=','column':['day'],'value':0}");
  }

  @Test
  void movesWhatTheTypeCannotHoldToItsNextValue() {
    assertThat(json(column("f").isMoreThan(0.1)))
        .isEqualTo("{'op':'>=','column':['f'],'value':0.10000000149011612}");
    assertThat(json(column("price").isMoreThan(10.005)))
        .isEqualTo("{'op':'>=','column':['price'],'value':'10.01'}");
    assertThat(json(column("at").isAtMost(Instant.ofEpochSecond(1, 1))))
        .isEqualTo("{'op':'<=','column':['at'],'value':'1000000'}");
    assertThat(json(column("at").isMoreThan(Instant.ofEpochSecond(-1, 1))))
        .isEqualTo("{'op':'>=','column':['at'],'value':'-999999'}");
    assertThat(json(column("id").isAtLeast(0x1p62 + 1024)))
        .as("all digits, not the shortest form of the double")
        .isEqualTo("{'op':'>=','column':['id'],'value':'4611686018427388928'}");
    assertThat(json(column("total").isLessThan(new BigDecimal("1e400"))))
        .isEqualTo("{'op':'<=','column':['total'],'value':1.7976931348623157E308}");
  }

  @Test
  void makesTheSameForAllOfWhatIsBeyondTheType() {
    for (Condition always :
        List.of(
            column("at").isLessThan(Instant.MAX),
            column("at").isMoreThan(Instant.MIN),
            column("tiny").isLessThan(300),
            column("n").isLessThan(3e9),
            column("id").isLessThan(Double.NaN),
            column("price").isAtMost(Double.POSITIVE_INFINITY))) {
      assertThat(json(always))
          .as("true, and null for null")
          .matches("\\{'op':'or','of':\\[\\{'op':'isNotNull',.*'op':'always','value':null}]}");
    }
    for (Condition never :
        List.of(
            column("at").isMoreThan(Instant.MAX),
            column("tiny").isAtLeast(300),
            column("n").is(1L << 40),
            column("f").is(16777217),
            column("f").isIn(0.1),
            column("at").is(Instant.ofEpochSecond(1, 1)))) {
      assertThat(json(never))
          .as("false, and null for null")
          .matches("\\{'op':'and','of':\\[\\{'op':'isNull',.*'op':'always','value':null}]}");
    }
  }

  @Test
  void readsNumbersInJsonAsTheyStand() {
    assertThat(json("{'op':'=','column':['total'],'value':0.1}")).endsWith("'value':0.1}");
    assertThat(json("{'op':'=','column':['price'],'value':123456789012345678.25}"))
        .endsWith("'value':'123456789012345678.25'}");
    assertThat(json("{'op':'>','column':['id'],'value':9007199254740993.5}"))
        .endsWith("'value':'9007199254740994'}");
  }

  @Test
  void refusesNumbersOfOtherClasses() {
    Number third =
        new Number() {
          @Override
          public int intValue() {
            return 0;
          }

          @Override
          public long longValue() {
            return 0;
          }

          @Override
          public float floatValue() {
            return 1 / 3f;
          }

          @Override
          public double doubleValue() {
            return 1 / 3.0;
          }
        };
    assertThatThrownBy(() -> column("total").is(third))
        .hasMessage(
            "Cannot compare with "
                + third.getClass().getName()
                + ". Give a Boolean, a number of the JDK, a String, an Instant or bytes.");
    assertThat(json(column("id").is(new AtomicLong(7)))).endsWith("'value':'7'}");
  }

  @Test
  void refusesWhatDoesNotGoWithTheColumn() {
    assertRefused(
        column("id").is("5"), "column 'id' of type \"bigint\" cannot be compared with \"5\"");
    assertRefused(column("note").is(5), "column 'note' of type \"string\"");
    assertRefused(column("n").is(Instant.EPOCH), "column 'n' of type \"int\"");
    assertRefused(column("at").is(5), "column 'at' of type \"timestamp\"");
    assertRefused(column("tags").is("a"), "column 'tags' of type");
    assertRefused(column("id").startsWith("a"), "column 'id' of type");
    assertRefused(column("notes").isNull(), "there is no column 'notes'; the nearest is 'note'");
    assertRefused(
        column("customer", "zip").is(1), "there is no column 'customer.zip'; all are [zip.code]");
    assertRefused(
        column("customer", "zip.code", "zip").is(1),
        "there is no column 'customer.zip.code.zip'; all are []");
    assertRefused(column("client", "city").is(1), "there is no column 'client'; all are [");
  }

  @Test
  void refusesWhatIsTooLongForARequest() {
    String values =
        IntStream.rangeClosed(0, 10_000)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(","));
    String many = "{\"op\":\"in\",\"column\":[\"id\"],\"values\":[" + values + "]}";
    assertThatThrownBy(() -> PredicateBinder.of(many, TABLE))
        .hasMessage(
            "[OPTION_INVALID] Cannot use '"
                + many.substring(0, 200)
                + "…' as option 'predicate': it has more than 10000 parts or 1048576 bytes. Ask for a range of values, and leave it to the"
                + " tasks to test each.");
  }

  @Test
  void refusesWhatIsNoPredicate() {
    for (String text :
        List.of(
            "total > 5",
            "{}",
            "[]",
            "{\"op\":\"like\",\"column\":[\"id\"]}",
            "{\"op\":\"<\",\"column\":[\"total\"],\"value\":1e400}",
            "{\"op\":\"=\",\"column\":[\"id\"],\"value\":{\"$decimal\":\"x\"}}",
            "{\"op\":\"=\",\"column\":[\"total\"],\"value\":{\"$number\":\"x\"}}",
            "{\"op\":\"=\",\"column\":[\"thumb\"],\"value\":{\"$binary\":\"*\"}}",
            "{\"op\":\"=\",\"column\":[\"at\"],\"value\":{\"$date\":null}}")) {
      assertThatThrownBy(() -> PredicateBinder.of(text, TABLE))
          .as(text)
          .hasMessageStartingWith(
              "[OPTION_INVALID] Cannot use '" + text + "' as option 'predicate'");
    }
  }

  private static void assertRefused(Condition condition, String why) {
    assertThatThrownBy(() -> PredicateBinder.of(condition.toString(), TABLE))
        .hasMessageStartingWith(
            "[OPTION_INVALID] Cannot use '" + condition + "' as option 'predicate'")
        .hasMessageContaining(why);
  }

  private static String json(Condition condition) {
    return json(condition.toString());
  }

  private static String json(String predicate) {
    String text = predicate.replace('\'', '"');
    return Json.write(PredicateBinder.of(text, TABLE).predicate().json()).replace('"', '\'');
  }
}
