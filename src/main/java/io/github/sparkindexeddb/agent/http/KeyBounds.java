// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import com.fasterxml.jackson.core.io.NumberOutput;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.query.ComparisonOperator;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.NumberDomain;
import io.github.sparkindexeddb.wire.query.NumberDomain.Place;
import io.github.sparkindexeddb.wire.query.PushedLiteral;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.query.PushedPredicate.Comparison;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes conditions on the primary key of a range of keys that is given as text. */
final class KeyBounds {
  private KeyBounds() {}

  /**
   * Returns the conditions, none for a range without bounds.
   *
   * @param key the primary key in the type of the store's keys
   * @throws IndexedDbException {@code BAD_REQUEST} for a bound that is no such key
   */
  static List<PushedPredicate> of(RecordsRequest.Selection selection, Column key) {
    List<PushedPredicate> bounds = new ArrayList<>();
    selection
        .from()
        .ifPresent(
            text -> bounds.add(bound(ComparisonOperator.GREATER_OR_EQUAL, key, "from", text)));
    selection.to().ifPresent(text -> bounds.add(bound(ComparisonOperator.LESS, key, "to", text)));
    return bounds;
  }

  private static PushedPredicate bound(
      ComparisonOperator operator, Column key, String name, String text) {
    FieldReference column = FieldReference.of(key.name());
    if (key.type() == Scalar.STRING) {
      return new Comparison(operator, column, PushedLiteral.of(text));
    }
    return place(key.type(), name, text)
        .orElseThrow(
            () ->
                invalidBound(
                    "Cannot read records with '%s' = '%s': keys of this store are of several"
                        + " types, binary or arrays. Use 'predicate' on a column.",
                    name, text))
        .compared(operator, column);
  }

  /** Returns where a text lies among the store's keys; empty where they have no single type. */
  private static Optional<Place> place(Type type, String name, String text) {
    try {
      return NumberDomain.ofNumbers(type)
          .map(domain -> number(domain, text))
          .or(() -> NumberDomain.ofTimes(type).map(domain -> domain.of(Instant.parse(text))));
    } catch (NumberFormatException e) {
      throw invalidBound(
          "Cannot read records with '%s' = '%s': the keys of this store are numbers. Correct it.",
          name, text);
    } catch (DateTimeException e) {
      throw invalidBound(
          "Cannot read records with '%s' = '%s': the keys of this store are times, as"
              + " 2026-01-31T00:00:00Z. Correct it.",
          name, text);
    }
  }

  /** As JavaScript shows a key, it means that key; else it is what it is, to the last digit. */
  private static Place number(NumberDomain domain, String text) {
    if (text.endsWith("Infinity")) {
      return domain.of(Double.parseDouble(text));
    }
    BigDecimal number = new BigDecimal(text);
    double key = number.doubleValue();
    return Double.isFinite(key) && shortest(key).compareTo(number) == 0
        ? domain.of(key)
        : domain.of(number);
  }

  /** Not {@link Double#toString}, which before Java 19 gives some numbers a digit too many. */
  private static BigDecimal shortest(double key) {
    return new BigDecimal(NumberOutput.toString(key, true));
  }

  private static IndexedDbException invalidBound(String template, String name, String text) {
    return IndexedDbException.of(ErrorCode.BAD_REQUEST, template, name, AgentLog.plain(text));
  }
}
