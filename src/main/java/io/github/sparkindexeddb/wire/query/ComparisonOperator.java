// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import java.util.Arrays;
import java.util.Optional;

/** The operator of a comparison of a field with a value. */
public enum ComparisonOperator {
  EQUAL("="),
  /** Equal, or both null; never null itself. */
  SAME("<=>"),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">=");

  private final String symbol;

  ComparisonOperator(String symbol) {
    this.symbol = symbol;
  }

  /** Returns the operator as JSON and plans spell it. */
  public String symbol() {
    return symbol;
  }

  /** Returns the operator for the same comparison with its sides exchanged. */
  public ComparisonOperator flipped() {
    return switch (this) {
      case EQUAL, SAME -> this;
      case LESS -> GREATER;
      case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      case GREATER -> LESS;
      case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
    };
  }

  /** Returns the operator that is spelt so; empty if there is none. */
  public static Optional<ComparisonOperator> of(String symbol) {
    return Arrays.stream(values()).filter(each -> each.symbol.equals(symbol)).findFirst();
  }
}
