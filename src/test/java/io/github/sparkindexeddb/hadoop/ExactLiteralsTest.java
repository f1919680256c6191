// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static io.github.sparkindexeddb.hadoop.Condition.column;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.query.PushedLiteral;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What a condition with a number or an instant finds is what exact arithmetic on the values finds,
 * whatever the column's type: {@code -Dseed=…} repeats a run.
 */
class ExactLiteralsTest {
  private static final int CASES = 40_000;
  private static final BigDecimal DAY = BigDecimal.valueOf(86_400_000);
  private static final List<String> OPERATORS = List.of("=", "!=", "<", "<=", ">", ">=", "in");

  private final long seed = Long.getLong("seed", System.nanoTime());
  private final SplittableRandom random = new SplittableRandom(seed);

  /** A number, or a double that is none: null and what it is. */
  private record Point(BigDecimal number, double special) implements Comparable<Point> {
    static Point of(BigDecimal number) {
      return new Point(number, 0);
    }

    static Point of(double value) {
      return Double.isFinite(value) ? of(new BigDecimal(value)) : new Point(null, value);
    }

    @Override
    public int compareTo(Point other) {
      return number != null && other.number != null
          ? number.compareTo(other.number)
          : Double.compare(special, other.special);
    }
  }

  @Test
  void findsWhatExactArithmeticFinds() {
    for (int i = 0; i < CASES; i++) {
      Type type = type();
      boolean isTime = isTime(type);
      Object given = isTime ? instant() : number();
      String operator = oneOf(OPERATORS);
      Point literal = isTime ? Point.of(millis((Instant) given)) : pointOf(given, type);
      PushedPredicate predicate =
          PredicateBinder.of(
                  condition(operator, given).toString(), List.of(Column.field("c", type)))
              .predicate();
      for (Point value : valuesNear(literal, type)) {
        assertThat(truth(predicate, value, type))
            .as("%s: %s of %s %s %s, as %s", seed, value, type, operator, given, predicate)
            .contains(expected(operator, value.compareTo(literal)));
      }
      assertThat(truth(predicate, null, type)).as("%s: null, %s", seed, predicate).isEmpty();
    }
  }

  private static Condition condition(String operator, Object literal) {
    Condition.Field field = column("c");
    return switch (operator) {
      case "=" -> field.is(literal);
      case "!=" -> field.isNot(literal);
      case "<" -> field.isLessThan(literal);
      case "<=" -> field.isAtMost(literal);
      case ">" -> field.isMoreThan(literal);
      case ">=" -> field.isAtLeast(literal);
      default -> field.isIn(literal, literal);
    };
  }

  private static boolean expected(String operator, int order) {
    return switch (operator) {
      case "!=" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> order == 0;
    };
  }

  private Type type() {
    int precision = random.nextInt(1, 39);
    return oneOf(
        List.of(
            Scalar.TINYINT,
            Scalar.SMALLINT,
            Scalar.INT,
            Scalar.BIGINT,
            Scalar.FLOAT,
            Scalar.DOUBLE,
            new Type.Decimal(precision, random.nextInt(0, precision + 1)),
            new Type.Decimal(10, 2),
            Scalar.DATE,
            Scalar.TIMESTAMP,
            Scalar.TIMESTAMP_NTZ));
  }

  private static boolean isTime(Type type) {
    return type == Scalar.DATE || type == Scalar.TIMESTAMP || type == Scalar.TIMESTAMP_NTZ;
  }

  private Instant instant() {
    Instant instant =
        switch (random.nextInt(6)) {
          case 0 -> oneOf(List.of(Instant.MIN, Instant.MAX, Instant.EPOCH));
          case 1 -> Instant.ofEpochSecond(random.nextLong(-31557014167219200L, 31556889864403200L));
          case 2 -> Instant.ofEpochSecond(86_400L * random.nextInt());
          case 3 -> Instant.EPOCH.plusNanos(1000 * (random.nextLong() / 1000));
          case 4 -> Instant.ofEpochSecond(Long.MAX_VALUE / 1_000_000, 775_807_000);
          default -> Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
        };
    return oneOf(List.of(instant, instant, neighbour(instant)));
  }

  private Instant neighbour(Instant instant) {
    if (instant.equals(Instant.MAX)) {
      return instant.minusNanos(1);
    }
    return instant.equals(Instant.MIN) || random.nextInt(2) == 0
        ? instant.plusNanos(1)
        : instant.minusNanos(1);
  }

  private Object number() {
    BigDecimal edge =
        new BigDecimal(BigInteger.TWO.pow(random.nextInt(0, 68)))
            .add(new BigDecimal(oneOf(List.of("0", "-1", "1", "0.5", "-0.005", "1e-30"))))
            .multiply(BigDecimal.valueOf(random.nextInt(2) * 2 - 1));
    return switch (random.nextInt(9)) {
      case 0 -> oneOf(List.of(Double.NaN, 1 / 0.0, -1 / 0.0, -0.0, 0.1, 1e300, Double.MIN_VALUE));
      case 1 -> oneOf(List.of(0.1f, Float.MAX_VALUE, Float.MIN_VALUE, 16777216f));
      case 2 -> oneOf(List.of(new BigDecimal("1e999999999"), new BigDecimal("-1e-999999999")));
      case 3 -> Double.longBitsToDouble(random.nextLong());
      case 4 -> random.nextLong() >> random.nextInt(64);
      case 5 -> edge.doubleValue();
      case 6 -> edge.toBigInteger();
      case 7 -> new BigDecimal(new BigInteger(128, new java.util.Random(random.nextLong())), 20);
      default -> edge;
    };
  }

  /** A double is a decimal in its decimal form. */
  private static Point pointOf(Object given, Type type) {
    if (given instanceof Double || given instanceof Float) {
      double real = ((Number) given).doubleValue();
      return type instanceof Type.Decimal && Double.isFinite(real)
          ? Point.of(BigDecimal.valueOf(real))
          : Point.of(real);
    }
    return Point.of(new BigDecimal(given.toString()));
  }

  private List<Point> valuesNear(Point literal, Type type) {
    if (type == Scalar.FLOAT || type == Scalar.DOUBLE) {
      return reals(literal, type == Scalar.FLOAT).stream().map(Point::of).toList();
    }
    BigDecimal step = step(type);
    BigInteger least = least(type);
    BigInteger most = most(type);
    List<BigInteger> counts = new ArrayList<>(List.of(least, most, BigInteger.ZERO));
    if (literal.number() != null
        && Math.abs((long) literal.number().precision() - literal.number().scale()) < 400) {
      BigInteger near = literal.number().divide(step, 0, RoundingMode.FLOOR).toBigInteger();
      Stream.of(-1, 0, 1, 2).map(BigInteger::valueOf).map(near::add).forEach(counts::add);
    }
    return counts.stream()
        .filter(count -> count.compareTo(least) >= 0 && count.compareTo(most) <= 0)
        .map(count -> Point.of(step.multiply(new BigDecimal(count))))
        .toList();
  }

  private static List<Double> reals(Point literal, boolean isFloat) {
    double near = literal.number() == null ? literal.special() : literal.number().doubleValue();
    if (isFloat) {
      float at = (float) near;
      return Stream.of(at, Math.nextUp(at), Math.nextDown(at), 0f, -0f, 1 / 0f, -1 / 0f, 0 / 0f)
          .map(Float::doubleValue)
          .toList();
    }
    return List.of(
        near, Math.nextUp(near), Math.nextDown(near), 0.0, -0.0, 1 / 0.0, -1 / 0.0, Double.NaN);
  }

  private static BigDecimal step(Type type) {
    if (type instanceof Type.Decimal decimal) {
      return BigDecimal.ONE.movePointLeft(decimal.scale());
    }
    if (type == Scalar.DATE) {
      return DAY;
    }
    return isTime(type) ? new BigDecimal("0.001") : BigDecimal.ONE;
  }

  private static BigInteger most(Type type) {
    if (type instanceof Type.Decimal decimal) {
      return BigInteger.TEN.pow(decimal.precision()).subtract(BigInteger.ONE);
    }
    return BigInteger.valueOf(
        switch ((Scalar) type) {
          case TINYINT -> Byte.MAX_VALUE;
          case SMALLINT -> Short.MAX_VALUE;
          case INT, DATE -> Integer.MAX_VALUE;
          default -> Long.MAX_VALUE;
        });
  }

  private static BigInteger least(Type type) {
    return type instanceof Type.Decimal ? most(type).negate() : most(type).not();
  }

  private static BigDecimal millis(Instant instant) {
    return new BigDecimal(instant.getEpochSecond())
        .multiply(BigDecimal.valueOf(1_000))
        .add(BigDecimal.valueOf(instant.getNano(), 6));
  }

  /** SQL's truth of a predicate for a value of the column, as protocol.md has it; empty: null. */
  private static Optional<Boolean> truth(PushedPredicate predicate, Point value, Type type) {
    if (predicate instanceof PushedPredicate.Always always) {
      return always.value();
    }
    if (predicate instanceof PushedPredicate.IsNull) {
      return Optional.of(value == null);
    }
    if (predicate instanceof PushedPredicate.IsNotNull) {
      return Optional.of(value != null);
    }
    if (predicate instanceof PushedPredicate.Not not) {
      return truth(not.of(), value, type).map(known -> !known);
    }
    if (predicate instanceof PushedPredicate.And || predicate instanceof PushedPredicate.Or) {
      boolean decisive = predicate instanceof PushedPredicate.Or;
      List<Optional<Boolean>> truths =
          predicate.operands().stream().map(each -> truth(each, value, type)).toList();
      if (truths.contains(Optional.of(decisive))) {
        return Optional.of(decisive);
      }
      return truths.contains(Optional.empty()) ? Optional.empty() : Optional.of(!decisive);
    }
    if (value == null) {
      return Optional.empty();
    }
    if (predicate instanceof PushedPredicate.In in) {
      return Optional.of(
          in.values().stream().anyMatch(each -> value.compareTo(read(each, type)) == 0));
    }
    PushedPredicate.Comparison comparison = (PushedPredicate.Comparison) predicate;
    int order = value.compareTo(read(comparison.value(), type));
    return Optional.of(expected(comparison.operator().symbol(), order));
  }

  /** Reads a literal as the browser does, and fails for what is none of the type. */
  private static Point read(PushedLiteral literal, Type type) {
    JsonNode json = literal.json();
    if (type == Scalar.FLOAT || type == Scalar.DOUBLE) {
      double real = json.isTextual() ? Double.parseDouble(json.asText()) : json.doubleValue();
      assertThat(type == Scalar.FLOAT ? Double.valueOf((float) real) : Double.valueOf(real))
          .isEqualTo(Double.valueOf(real));
      return Point.of(real);
    }
    if (type instanceof Type.Decimal decimal) {
      assertThat(json.isTextual()).isTrue();
      return Point.of(
          new BigDecimal(json.asText()).setScale(decimal.scale(), RoundingMode.UNNECESSARY));
    }
    boolean isLong = type != Scalar.DATE && most(type).bitLength() > 31;
    assertThat(json.isTextual()).isEqualTo(isLong);
    BigDecimal count = new BigDecimal(isLong ? json.asText() : json.toString());
    return Point.of(step(type).multiply(new BigDecimal(count.toBigIntegerExact())));
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
