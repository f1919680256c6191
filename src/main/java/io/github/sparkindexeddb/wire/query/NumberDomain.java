// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The values of a type that is ordered as numbers are, and the place of any number among them: so
 * that a literal is exact, whatever a user compares a column with.
 */
public sealed interface NumberDomain {
  /** In milliseconds, as the next. */
  BigDecimal MICROSECOND = new BigDecimal("0.001");

  BigDecimal DAY = BigDecimal.valueOf(86_400_000);

  /**
   * The values next to a number: the greatest that is not above it and the least that is not below
   * it, each absent if there is none.
   *
   * @param isValue whether the number itself is a value; it is both then
   */
  record Place(Optional<PushedLiteral> floor, Optional<PushedLiteral> ceiling, boolean isValue) {
    /**
     * Returns the comparison of a column of the type with the number: with the number itself, with
     * the value next to it, or one that is the same for all values.
     */
    public PushedPredicate compared(ComparisonOperator operator, FieldReference column) {
      if (isValue) {
        return new PushedPredicate.Comparison(operator, column, floor.orElseThrow());
      }
      return switch (operator) {
        case LESS, LESS_OR_EQUAL ->
            floor.isPresent() && ceiling.isEmpty()
                ? always(column)
                : next(ComparisonOperator.LESS_OR_EQUAL, column, floor);
        case GREATER, GREATER_OR_EQUAL ->
            ceiling.isPresent() && floor.isEmpty()
                ? always(column)
                : next(ComparisonOperator.GREATER_OR_EQUAL, column, ceiling);
        case EQUAL, SAME -> never(column);
      };
    }

    private static PushedPredicate next(
        ComparisonOperator operator, FieldReference column, Optional<PushedLiteral> value) {
      return value
          .<PushedPredicate>map(next -> new PushedPredicate.Comparison(operator, column, next))
          .orElseGet(() -> never(column));
    }
  }

  /** Returns the predicate that is false for every value, and null for null. */
  static PushedPredicate never(FieldReference column) {
    return new PushedPredicate.And(
        List.of(new PushedPredicate.IsNull(column), new PushedPredicate.Always(Optional.empty())));
  }

  private static PushedPredicate always(FieldReference column) {
    return new PushedPredicate.Or(
        List.of(
            new PushedPredicate.IsNotNull(column), new PushedPredicate.Always(Optional.empty())));
  }

  /** Returns the place of a number. */
  Place of(BigDecimal number);

  /** Returns the place of a double that may be infinite or NaN, which is above all others. */
  Place of(double number);

  /** Returns the place of an instant in a domain of time. */
  default Place of(Instant time) {
    return of(
        BigDecimal.valueOf(time.getEpochSecond())
            .scaleByPowerOfTen(3)
            .add(BigDecimal.valueOf(time.getNano(), 6)));
  }

  /** Returns the domain of a type; empty for types whose values are not compared with numbers. */
  static Optional<NumberDomain> ofNumbers(Type type) {
    if (type instanceof Type.Decimal decimal) {
      return Optional.of(decimal(decimal));
    }
    return type instanceof Scalar scalar ? numbers(scalar) : Optional.empty();
  }

  /** Returns the domain of a type, in milliseconds; empty for types that are not of time. */
  static Optional<NumberDomain> ofTimes(Type type) {
    if (type == Scalar.DATE) {
      return Optional.of(ints(DAY, 31));
    }
    return type == Scalar.TIMESTAMP || type == Scalar.TIMESTAMP_NTZ
        ? Optional.of(longs(MICROSECOND))
        : Optional.empty();
  }

  private static Optional<NumberDomain> numbers(Scalar type) {
    return switch (type) {
      case TINYINT -> Optional.of(ints(BigDecimal.ONE, 7));
      case SMALLINT -> Optional.of(ints(BigDecimal.ONE, 15));
      case INT -> Optional.of(ints(BigDecimal.ONE, 31));
      case BIGINT -> Optional.of(longs(BigDecimal.ONE));
      case FLOAT -> Optional.of(new Reals(true));
      case DOUBLE -> Optional.of(new Reals(false));
      default -> Optional.empty();
    };
  }

  private static NumberDomain ints(BigDecimal step, int bits) {
    BigInteger end = BigInteger.TWO.pow(bits);
    return new Steps(
        step,
        end.negate(),
        end.subtract(BigInteger.ONE),
        count -> PushedLiteral.of(count.intValueExact()));
  }

  private static NumberDomain longs(BigDecimal step) {
    return new Steps(
        step,
        BigInteger.valueOf(Long.MIN_VALUE),
        BigInteger.valueOf(Long.MAX_VALUE),
        count -> PushedLiteral.of(count.longValueExact()));
  }

  private static NumberDomain decimal(Type.Decimal type) {
    BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
    return new Steps(
        BigDecimal.ONE.movePointLeft(type.scale()),
        most.negate(),
        most,
        count -> PushedLiteral.of(new BigDecimal(count, type.scale())));
  }

  /** The multiples of a step between two bounds, both included. */
  record Steps(
      BigDecimal step,
      BigInteger least,
      BigInteger most,
      Function<BigInteger, PushedLiteral> literal)
      implements NumberDomain {
    /** No step is as small; the quotient of what is smaller may fill the memory. */
    private static final BigDecimal TINY = new BigDecimal("1e-100");

    @Override
    public Place of(BigDecimal number) {
      // First, since the quotient of a number with a great exponent may fill the memory, too.
      if (number.compareTo(step.multiply(new BigDecimal(most))) > 0) {
        return new Place(Optional.of(literal.apply(most)), Optional.empty(), false);
      }
      if (number.compareTo(step.multiply(new BigDecimal(least))) < 0) {
        return new Place(Optional.empty(), Optional.of(literal.apply(least)), false);
      }
      boolean isTiny = number.signum() != 0 && number.abs().compareTo(TINY) < 0;
      BigDecimal near = isTiny ? TINY.multiply(BigDecimal.valueOf(number.signum())) : number;
      BigInteger floor = near.divide(step, 0, RoundingMode.FLOOR).toBigInteger();
      BigInteger ceiling = near.divide(step, 0, RoundingMode.CEILING).toBigInteger();
      return new Place(
          Optional.of(literal.apply(floor)),
          Optional.of(literal.apply(ceiling)),
          floor.equals(ceiling));
    }

    @Override
    public Place of(double number) {
      if (Double.isFinite(number)) {
        return of(new BigDecimal(number));
      }
      return number == Double.NEGATIVE_INFINITY
          ? new Place(Optional.empty(), Optional.of(literal.apply(least)), false)
          : new Place(Optional.of(literal.apply(most)), Optional.empty(), false);
    }
  }

  /** Floating-point numbers: from -Infinity to Infinity, then NaN. */
  record Reals(boolean isFloat) implements NumberDomain {
    @Override
    public Place of(BigDecimal number) {
      double near = rounded(number);
      int order = order(near, number);
      return place(order > 0 ? before(near) : near, order < 0 ? after(near) : near);
    }

    @Override
    public Place of(double number) {
      return Double.isFinite(number) ? of(new BigDecimal(number)) : place(number, number);
    }

    private static Place place(double floor, double ceiling) {
      return new Place(
          Optional.of(PushedLiteral.of(floor)),
          Optional.of(PushedLiteral.of(ceiling)),
          Double.compare(floor, ceiling) == 0);
    }

    private double rounded(BigDecimal number) {
      return isFloat ? number.floatValue() : number.doubleValue();
    }

    private double before(double value) {
      return isFloat ? Math.nextDown((float) value) : Math.nextDown(value);
    }

    private double after(double value) {
      return isFloat ? Math.nextUp((float) value) : Math.nextUp(value);
    }

    private static int order(double value, BigDecimal number) {
      return Double.isInfinite(value)
          ? (int) Math.signum(value)
          : new BigDecimal(value).compareTo(number);
    }
  }
}
