// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.runtime.Events;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.query.Literal;
import io.github.sparkindexeddb.wire.query.Predicate;
import io.github.sparkindexeddb.wire.query.Predicate.Comparator;
import io.github.sparkindexeddb.wire.query.Predicate.Comparison;
import io.github.sparkindexeddb.wire.query.Reference;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** A range of keys given as text, as conditions on the primary key. */
final class KeyBounds {
  private KeyBounds() {}

  /**
   * @param key the primary key in the type of the store's keys
   * @throws IndexedDbException {@code BAD_REQUEST} for a bound that is no such key
   */
  static List<Predicate> of(RecordsRequest.Which which, Column key) {
    List<Predicate> bounds = new ArrayList<>();
    which
        .from()
        .ifPresent(text -> bounds.add(bound(Comparator.GREATER_OR_EQUAL, key, "from", text)));
    which.to().ifPresent(text -> bounds.add(bound(Comparator.LESS, key, "to", text)));
    return bounds;
  }

  private static Predicate bound(Comparator comparator, Column key, String name, String text) {
    return new Comparison(comparator, Reference.of(key.name()), literal(key, name, text));
  }

  private static Literal literal(Column key, String name, String text) {
    try {
      if (key.type() == Scalar.STRING) {
        return Literal.of(text);
      }
      if (key.type() == Scalar.BIGINT) {
        return Literal.of(Long.parseLong(text));
      }
      if (key.type() == Scalar.DOUBLE) {
        return Literal.of(Double.parseDouble(text));
      }
      if (key.type() == Scalar.TIMESTAMP) {
        return Literal.of(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text)));
      }
    } catch (NumberFormatException | DateTimeException e) {
      throw bad(name, text, "the keys of this store are " + noun(key) + ". Correct it.");
    }
    throw bad(
        name,
        text,
        "keys of this store are of several types, binary or arrays. Use 'predicate' on a column.");
  }

  private static String noun(Column key) {
    return key.type() == Scalar.TIMESTAMP ? "times, as 2026-01-31T00:00:00Z" : "numbers";
  }

  private static IndexedDbException bad(String name, String text, String why) {
    return new IndexedDbException(
        ErrorCode.BAD_REQUEST,
        "Cannot read records with '" + name + "' = '" + Events.plain(text) + "': " + why);
  }
}
