// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition on records, true, false or null as in SQL; those are read for which it is true.
 * {@code connector-docs/protocol.md} gives the meaning of each to the letter.
 */
public sealed interface PushedPredicate {
  /** Most levels of a predicate; reading and evaluating one is recursive. */
  int MAX_PREDICATE_LEVELS = 64;

  /** Most predicates and literals in one; every request repeats them. */
  int MAX_PREDICATE_PARTS = 10_000;

  /**
   * Most bytes that an engine asks for, as JSON: an agent takes requests of eight times as much,
   * and columns stand beside.
   */
  int MAX_PREDICATE_BYTES = 1 << 20;

  ObjectNode json();

  /** Returns the predicates that this one combines. */
  default List<PushedPredicate> operands() {
    return List.of();
  }

  /** Returns the fields that it names, each as often as it does. */
  default Stream<FieldReference> references() {
    return operands().stream().flatMap(PushedPredicate::references);
  }

  /** Returns the names of the columns that it tests. */
  default Set<String> columns() {
    return references().map(FieldReference::column).collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns how deeply it is nested, from 1. */
  default int levels() {
    return 1 + operands().stream().mapToInt(PushedPredicate::levels).max().orElse(0);
  }

  /** Returns whether one request can ask for all of these, and for what combines them. */
  static boolean fitTogether(List<PushedPredicate> predicates) {
    return predicates.stream().mapToInt(PushedPredicate::parts).sum() < MAX_PREDICATE_PARTS
        && predicates.stream().mapToLong(PushedPredicate::bytes).sum() < MAX_PREDICATE_BYTES;
  }

  private long bytes() {
    return Json.write(json()).getBytes(StandardCharsets.UTF_8).length;
  }

  /** Returns the number of predicates and literals in it. */
  default int parts() {
    return 1 + operands().stream().mapToInt(PushedPredicate::parts).sum();
  }

  /** A condition on one field. */
  sealed interface Test extends PushedPredicate {
    FieldReference column();

    @Override
    default Stream<FieldReference> references() {
      return Stream.of(column());
    }
  }

  /**
   * Returns the predicate that is true where all of one or more are; what they themselves combine
   * so is on one level with it.
   */
  static PushedPredicate all(List<PushedPredicate> conditions) {
    List<PushedPredicate> flat =
        conditions.stream()
            .flatMap(each -> each instanceof And and ? and.of.stream() : Stream.of(each))
            .toList();
    return flat.size() == 1 ? flat.get(0) : new And(flat);
  }

  private static ObjectNode op(String name) {
    return Json.object().put("op", name);
  }

  /** All of two or more. */
  record And(List<PushedPredicate> of) implements PushedPredicate {
    public And {
      of = List.copyOf(of);
    }

    @Override
    public ObjectNode json() {
      return combined("and", of);
    }

    @Override
    public List<PushedPredicate> operands() {
      return of;
    }

    @Override
    public String toString() {
      return joined(of, " AND ");
    }
  }

  /** Any of two or more. */
  record Or(List<PushedPredicate> of) implements PushedPredicate {
    public Or {
      of = List.copyOf(of);
    }

    @Override
    public ObjectNode json() {
      return combined("or", of);
    }

    @Override
    public List<PushedPredicate> operands() {
      return of;
    }

    @Override
    public String toString() {
      return joined(of, " OR ");
    }
  }

  /** The opposite of another: true where that is false; null where that is null. */
  record Not(PushedPredicate of) implements PushedPredicate {
    @Override
    public ObjectNode json() {
      return combined("not", operands());
    }

    @Override
    public List<PushedPredicate> operands() {
      return List.of(of);
    }

    @Override
    public String toString() {
      return "NOT " + of;
    }
  }

  /**
   * The same for every record.
   *
   * @param value absent for null
   */
  record Always(Optional<Boolean> value) implements PushedPredicate {
    @Override
    public ObjectNode json() {
      ObjectNode json = op("always");
      return value.map(known -> json.put("value", known)).orElseGet(() -> json.putNull("value"));
    }

    @Override
    public String toString() {
      return value.map(known -> known ? "TRUE" : "FALSE").orElse("NULL");
    }
  }

  /** A field compared with a value. */
  record Comparison(ComparisonOperator operator, FieldReference column, PushedLiteral value)
      implements Test {
    @Override
    public ObjectNode json() {
      ObjectNode json = op(operator.symbol());
      json.set("column", column.json());
      return json.set("value", value.json());
    }

    @Override
    public String toString() {
      return column + " " + operator.symbol() + " " + value;
    }
  }

  /** A field equal to any of some values; null if not, and a null is among them. */
  record In(FieldReference column, List<PushedLiteral> values) implements Test {
    /** Most values that plans show. */
    private static final int MAX_SHOWN_VALUES = 10;

    public In {
      values = List.copyOf(values);
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = op("in");
      json.set("column", column.json());
      return json.set("values", Json.array(values, PushedLiteral::json));
    }

    @Override
    public int parts() {
      return 1 + values.size();
    }

    @Override
    public String toString() {
      String listed =
          values.stream()
              .limit(MAX_SHOWN_VALUES)
              .map(PushedLiteral::toString)
              .collect(Collectors.joining(", "));
      String more = values.size() > MAX_SHOWN_VALUES ? ", … (" + values.size() + ")" : "";
      return column + " IN (" + listed + more + ")";
    }
  }

  /** A field of any type is null, missing included. */
  record IsNull(FieldReference column) implements Test {
    @Override
    public ObjectNode json() {
      return op("isNull").set("column", column.json());
    }

    @Override
    public String toString() {
      return column + " IS NULL";
    }
  }

  /** The opposite of {@link IsNull}. */
  record IsNotNull(FieldReference column) implements Test {
    @Override
    public ObjectNode json() {
      return op("isNotNull").set("column", column.json());
    }

    @Override
    public String toString() {
      return column + " IS NOT NULL";
    }
  }

  /** A string that has another in it. */
  record HasText(Place place, FieldReference column, String text) implements Test {
    @Override
    public ObjectNode json() {
      ObjectNode json = op(place.op);
      json.set("column", column.json());
      return json.put("value", text);
    }

    @Override
    public String toString() {
      return column + " " + place.op + " " + PushedLiteral.of(text);
    }
  }

  /** The place in a string where another is looked for. */
  enum Place {
    START("startsWith"),
    END("endsWith"),
    ANYWHERE("contains");

    private final String op;

    Place(String op) {
      this.op = op;
    }

    static Optional<Place> of(String op) {
      return Arrays.stream(values()).filter(each -> each.op.equals(op)).findFirst();
    }
  }

  /**
   * Reads a predicate.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if the JSON is none, or nested too deeply
   */
  static PushedPredicate fromJson(JsonNode json) {
    return PredicateReader.read(json, 1);
  }

  private static ObjectNode combined(String op, List<PushedPredicate> of) {
    return op(op).set("of", Json.array(of, PushedPredicate::json));
  }

  private static String joined(List<PushedPredicate> of, String word) {
    return of.stream().map(PushedPredicate::toString).collect(Collectors.joining(word, "(", ")"));
  }
}
