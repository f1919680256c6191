// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.Kinds;
import io.github.sparkindexeddb.encoding.line.Numbers;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.wire.value.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Integers, bigints and numbers whose decimal form fits; 128 bits, little-endian. */
public final class DecimalEncoder extends FixedWidthEncoder {
  private static final int MAX_DIGITS = 38;
  private static final BigInteger LOW =
      BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

  private final int scale;
  private final BigInteger limit;

  DecimalEncoder(Type.Decimal type, Source source) {
    super(type, 2 * Long.BYTES, source);
    this.scale = type.scale();
    this.limit = BigInteger.TEN.pow(type.precision());
  }

  @Override
  boolean put(int value, GrowableBytes out) {
    Optional<BigInteger> unscaled =
        unscaled(tape(), value, scale).filter(digits -> digits.abs().compareTo(limit) < 0);
    unscaled.ifPresent(
        digits -> {
          out.putLong(digits.longValue());
          out.putLong(digits.shiftRight(Long.SIZE).longValue());
        });
    return unscaled.isPresent();
  }

  /** Returns the value times ten to the scale; empty unless that is an integer. */
  public static Optional<BigInteger> unscaled(RecordTape tape, int value, int scale) {
    Token kind = tape.kind(value);
    if (kind == Token.BIGINT && Kinds.digits(tape, value) <= MAX_DIGITS) {
      return unscaled(new BigDecimal(Numbers.text(tape, tape.tagged(value))), scale);
    }
    return kind == Token.NUMBER
        ? unscaled(new BigDecimal(Numbers.text(tape, value)), scale)
        : Optional.empty();
  }

  private static Optional<BigInteger> unscaled(BigDecimal number, int scale) {
    BigDecimal shifted = number.movePointRight(scale);
    boolean isInteger = shifted.scale() <= 0 || shifted.stripTrailingZeros().scale() <= 0;
    return isInteger ? Optional.of(shifted.toBigInteger()) : Optional.empty();
  }

  @Override
  Object presentIdentity(int row) {
    int at = row * 2 * Long.BYTES;
    return BigInteger.valueOf(data().getLong(at + Long.BYTES))
        .shiftLeft(Long.SIZE)
        .or(BigInteger.valueOf(data().getLong(at)).and(LOW));
  }
}
