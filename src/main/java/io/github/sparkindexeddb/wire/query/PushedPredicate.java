// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A condition on records, true, false or null as in SQL; wanted are those for which it is true.
 * {@code connector-docs/protocol.md} gives the meaning of each to the letter.
 */
public sealed interface PushedPredicate {
  /** Most levels of a predicate; reading and evaluating one is recursive. */
  int MAX_PREDICATE_LEVELS = 64;

  /** Most predicates and literals in one; every ask repeats them. */
  int MAX_PREDICATE_PARTS = 10_000;

  ObjectNode json();

  /** What it combines. */
  default List<PushedPredicate> operands() {
    return List.of();
  }

  /** The fields that it names, each as often as it does. */
  default Stream<FieldReference> references() {
    return operands().stream().flatMap(PushedPredicate::references);
  }

  /** The names of the columns that it looks at. */
  default Set<String> columns() {
    return references().map(FieldReference::column).collect(Collectors.toCollection(TreeSet::new));
  }

  /** How deeply it is nested, from 1. */
  default int levels() {
    return 1 + operands().stream().mapToInt(PushedPredicate::levels).max().orElse(0);
  }

  /** Predicates and literals in it. */
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

  /** True where all are, of one or more; on one level with what they themselves combine so. */
  static PushedPredicate all(List<PushedPredicate> conditions) {
    List<PushedPredicate> flat =
        conditions.stream()
            .flatMap(each -> each instanceof And and ? and.of.stream() : Stream.of(each))
            .toList();
    return flat.size() == 1 ? flat.get(0) : new And(flat);
  }

  /** How it is spelt in JSON: a member {@code op}. */
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

  /** True where the other is false; null where it is null. */
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
      ObjectNode json = op(operator.symbol);
      json.set("column", column.json());
      return json.set("value", value.json());
    }

    @Override
    public String toString() {
      return column + " " + operator.symbol + " " + value;
    }
  }

  /** How a field is compared. */
  enum ComparisonOperator {
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

    public String symbol() {
      return symbol;
    }

    /** With the sides exchanged. */
    public ComparisonOperator flipped() {
      return switch (this) {
        case EQUAL, SAME -> this;
        case LESS -> GREATER;
        case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
        case GREATER -> LESS;
        case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
      };
    }

    public static Optional<ComparisonOperator> of(String symbol) {
      return Arrays.stream(values()).filter(each -> each.symbol.equals(symbol)).findFirst();
    }
  }

  /** A field equal to any of some values; null if not, and a null is among them. */
  record In(FieldReference column, List<PushedLiteral> values) implements Test {
    /** Values that plans show. */
    private static final int SHOWN = 10;

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
              .limit(SHOWN)
              .map(PushedLiteral::toString)
              .collect(Collectors.joining(", "));
      String more = values.size() > SHOWN ? ", … (" + values.size() + ")" : "";
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

  /** Where in a string another is looked for. */
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
   * @throws IndexedDbException {@code BAD_REQUEST} if the JSON is no predicate, or nested too
   *     deeply
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
