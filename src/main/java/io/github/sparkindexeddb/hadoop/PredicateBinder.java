// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.config.HadoopOptions;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Suggestion;
import io.github.sparkindexeddb.wire.query.ComparisonOperator;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.NumberDomain;
import io.github.sparkindexeddb.wire.query.PushedLiteral;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.query.PushedPredicate.Place;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Binds a predicate as a user gives it, whose literals know nothing of columns, to a table: in the
 * protocol's predicate each literal is of its column's type. Confined to one thread.
 */
final class PredicateBinder {
  private static final int MAX_SHOWN_CHARS = 200;

  private final String text;
  private final List<Column> table;
  private final Set<Column> tested = new LinkedHashSet<>();

  private PredicateBinder(String text, List<Column> table) {
    this.text = text;
    this.table = table;
  }

  /** A predicate, and the columns that it names. */
  record BoundPredicate(PushedPredicate predicate, List<Column> tested) {}

  /**
   * Binds a predicate.
   *
   * @param text of option {@code predicate}
   * @throws IndexedDbException {@code OPTION_INVALID}
   */
  static BoundPredicate of(String text, List<Column> table) {
    PredicateBinder binder = new PredicateBinder(text, table);
    PushedPredicate predicate = binder.bind(parse(text));
    if (!PushedPredicate.fitTogether(List.of(predicate))) {
      throw HadoopOptions.PREDICATE.invalid(
          text.substring(0, Math.min(text.length(), MAX_SHOWN_CHARS)) + "…",
          "it has more than %s parts or %s bytes"
              .formatted(PushedPredicate.MAX_PREDICATE_PARTS, PushedPredicate.MAX_PREDICATE_BYTES),
          "Ask for a range of values, and leave it to the tasks to test each.");
    }
    return new BoundPredicate(predicate, List.copyOf(binder.tested));
  }

  /** Returns the names of all columns in a text, as far as it is a predicate. */
  static Collection<String> columnNames(String text) {
    return parse(text).findValues("column").stream().map(path -> path.path(0).asText()).toList();
  }

  private static JsonNode parse(String text) {
    try {
      return Json.parseExactly(text);
    } catch (IndexedDbException e) {
      throw invalid(text, "it is not JSON");
    }
  }

  private PushedPredicate bind(JsonNode json) {
    String op = json.path("op").asText();
    return switch (op) {
      case "and" -> new PushedPredicate.And(operands(json));
      case "or" -> new PushedPredicate.Or(operands(json));
      case "not" -> new PushedPredicate.Not(bind(json.path("of").path(0)));
      case "isNull" -> new PushedPredicate.IsNull(reference(json));
      case "isNotNull" -> new PushedPredicate.IsNotNull(reference(json));
      case "in" -> in(json);
      default -> withValue(op, json);
    };
  }

  private List<PushedPredicate> operands(JsonNode json) {
    List<PushedPredicate> operands = Json.list(json.path("of"), this::bind);
    if (operands.size() < 2) {
      throw invalid(
          text, "'%s' has fewer than two operands in 'of'".formatted(json.path("op").asText()));
    }
    return operands;
  }

  private PushedPredicate in(JsonNode json) {
    FieldReference column = reference(json);
    LiteralBinder literal = new LiteralBinder(column, type(column));
    List<PushedLiteral> values = new ArrayList<>();
    for (JsonNode value : json.path("values")) {
      literal.exact(value, this::mismatch).ifPresent(values::add);
    }
    return values.isEmpty() ? NumberDomain.never(column) : new PushedPredicate.In(column, values);
  }

  private PushedPredicate withValue(String op, JsonNode json) {
    Optional<ComparisonOperator> operator =
        ComparisonOperator.of(op).filter(each -> each != ComparisonOperator.SAME);
    if (operator.isPresent()) {
      FieldReference column = reference(json);
      return new LiteralBinder(column, type(column))
          .compared(operator.get(), json.path("value"), this::mismatch);
    }
    Place place =
        switch (op) {
          case "startsWith" -> Place.START;
          case "endsWith" -> Place.END;
          case "contains" -> Place.ANYWHERE;
          default -> throw invalid(text, "there is no operator '%s'".formatted(op));
        };
    FieldReference column = reference(json);
    if (!LiteralBinder.isText(type(column)) || !json.path("value").isTextual()) {
      throw mismatch(column, json.path("value"));
    }
    return new PushedPredicate.HasText(place, column, json.path("value").asText());
  }

  private FieldReference reference(JsonNode json) {
    List<String> names = Json.list(json.path("column"), JsonNode::asText);
    if (names.isEmpty()) {
      throw invalid(text, "'column' is not an array of names");
    }
    FieldReference reference = new FieldReference(names);
    type(reference);
    return reference;
  }

  private Type type(FieldReference reference) {
    Optional<Column> column = column(reference);
    column.ifPresent(tested::add);
    return reference.typeIn(table).orElseThrow(() -> unknown(reference));
  }

  private Optional<Column> column(FieldReference reference) {
    return table.stream().filter(each -> each.name().equals(reference.column())).findFirst();
  }

  private IndexedDbException unknown(FieldReference reference) {
    String name = column(reference).isPresent() ? reference.toString() : reference.column();
    List<String> choices = reference.choicesIn(table);
    String hint = Suggestion.of(name, choices).clause(choices.toString());
    return invalid(text, "there is no column '%s'; %s".formatted(name, hint));
  }

  private IndexedDbException mismatch(FieldReference column, JsonNode value) {
    return invalid(
        text,
        "column '%s' of type %s cannot be compared with %s"
            .formatted(column, type(column).json(), value));
  }

  private static IndexedDbException invalid(String text, String why) {
    return HadoopOptions.PREDICATE.invalid(
        text, why, "Correct it, or write it with IndexedDbInputFormat.configure(…).where(…).");
  }
}
