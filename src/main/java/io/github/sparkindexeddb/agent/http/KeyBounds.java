// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.query.ComparisonOperator;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.PushedLiteral;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.query.PushedPredicate.Comparison;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    return new Comparison(operator, FieldReference.of(key.name()), literal(key, name, text));
  }

  private static PushedLiteral literal(Column key, String name, String text) {
    try {
      return parse(key.type(), text)
          .orElseThrow(
              () ->
                  invalidBound(
                      "Cannot read records with '%s' = '%s': keys of this store are of several"
                          + " types, binary or arrays. Use 'predicate' on a column.",
                      name, text));
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

  /** Returns the key in the type of the store's keys; nothing where they have no single type. */
  private static Optional<PushedLiteral> parse(Type type, String text) {
    if (type == Scalar.STRING) {
      return Optional.of(PushedLiteral.of(text));
    }
    if (type == Scalar.BIGINT) {
      return Optional.of(PushedLiteral.of(Long.parseLong(text)));
    }
    if (type == Scalar.DOUBLE) {
      return Optional.of(PushedLiteral.of(Double.parseDouble(text)));
    }
    if (type == Scalar.TIMESTAMP) {
      Instant time = Instant.parse(text);
      return Optional.of(PushedLiteral.of(ChronoUnit.MICROS.between(Instant.EPOCH, time)));
    }
    return Optional.empty();
  }

  private static IndexedDbException invalidBound(String template, String name, String text) {
    return IndexedDbException.of(ErrorCode.BAD_REQUEST, template, name, AgentLog.plain(text));
  }
}
