// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.config.HadoopOptions;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Nearest;
import io.github.sparkindexeddb.wire.query.Literal;
import io.github.sparkindexeddb.wire.query.Predicate;
import io.github.sparkindexeddb.wire.query.Predicate.Comparator;
import io.github.sparkindexeddb.wire.query.Predicate.Place;
import io.github.sparkindexeddb.wire.query.Reference;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From a predicate as a user gives it, whose literals know nothing of columns, to the protocol's,
 * whose literals are those of the column's type. Confined to one thread.
 */
final class TypedPredicate {
  private final String text;
  private final List<Column> table;
  private final Set<Column> tested = new LinkedHashSet<>();

  private TypedPredicate(String text, List<Column> table) {
    this.text = text;
    this.table = table;
  }

  /** A predicate, and the columns that it names. */
  record Typed(Predicate predicate, List<Column> tested) {}

  /**
   * @param text of option {@code predicate}
   * @throws IndexedDbException {@code OPTION_INVALID}
   */
  static Typed of(String text, List<Column> table) {
    TypedPredicate typing = new TypedPredicate(text, table);
    Predicate predicate = typing.typed(parse(text));
    return new Typed(predicate, List.copyOf(typing.tested));
  }

  /** The names of all columns in it, as far as it is a predicate. */
  static Collection<String> names(String text) {
    return parse(text).findValues("column").stream().map(path -> path.path(0).asText()).toList();
  }

  private static JsonNode parse(String text) {
    try {
      return Json.parse(text);
    } catch (IndexedDbException e) {
      throw invalid(text, "it is not JSON");
    }
  }

  private Predicate typed(JsonNode json) {
    String op = json.path("op").asText();
    return switch (op) {
      case "and" -> new Predicate.And(operands(json));
      case "or" -> new Predicate.Or(operands(json));
      case "not" -> new Predicate.Not(typed(json.path("of").path(0)));
      case "isNull" -> new Predicate.IsNull(reference(json));
      case "isNotNull" -> new Predicate.IsNotNull(reference(json));
      case "in" -> in(json);
      default -> onValue(op, json);
    };
  }

  private List<Predicate> operands(JsonNode json) {
    List<Predicate> operands = Json.list(json.path("of"), this::typed);
    if (operands.size() < 2) {
      throw invalid(text, "'" + json.path("op").asText() + "' has fewer than two operands in 'of'");
    }
    return operands;
  }

  private Predicate in(JsonNode json) {
    Reference column = reference(json);
    TypedLiteral literal = new TypedLiteral(column, type(column));
    List<Literal> values = new ArrayList<>();
    for (JsonNode value : json.path("values")) {
      literal.exact(value, this::mismatch).ifPresent(values::add);
    }
    return values.isEmpty() ? literal.never() : new Predicate.In(column, values);
  }

  private Predicate onValue(String op, JsonNode json) {
    Optional<Comparator> comparator = Comparator.of(op).filter(each -> each != Comparator.SAME);
    if (comparator.isPresent()) {
      Reference column = reference(json);
      return new TypedLiteral(column, type(column))
          .compared(comparator.get(), json.path("value"), this::mismatch);
    }
    Place place =
        switch (op) {
          case "startsWith" -> Place.START;
          case "endsWith" -> Place.END;
          case "contains" -> Place.ANYWHERE;
          default -> throw invalid(text, "there is no operator '" + op + "'");
        };
    Reference column = reference(json);
    if (!TypedLiteral.isText(type(column)) || !json.path("value").isTextual()) {
      throw mismatch(column, json.path("value"));
    }
    return new Predicate.HasText(place, column, json.path("value").asText());
  }

  private Reference reference(JsonNode json) {
    List<String> names = Json.list(json.path("column"), JsonNode::asText);
    if (names.isEmpty()) {
      throw invalid(text, "'column' is not an array of names");
    }
    Reference reference = new Reference(names);
    type(reference);
    return reference;
  }

  private Type type(Reference reference) {
    Column column =
        table.stream()
            .filter(each -> each.name().equals(reference.column()))
            .findFirst()
            .orElseThrow(
                () -> unknown(reference.column(), table.stream().map(Column::name).toList()));
    tested.add(column);
    Type type = column.type();
    for (String name : reference.names().subList(1, reference.names().size())) {
      List<Type.Field> fields = type instanceof Type.Struct struct ? struct.fields() : List.of();
      type =
          fields.stream()
              .filter(field -> field.name().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      unknown(reference.toString(), fields.stream().map(Type.Field::name).toList()))
              .type();
    }
    return type;
  }

  private IndexedDbException unknown(String name, List<String> choices) {
    String nearest =
        Nearest.to(name, choices).map(choice -> "the nearest is '" + choice + "', ").orElse("");
    return invalid(text, "there is no column '" + name + "'; " + nearest + "all are " + choices);
  }

  private IndexedDbException mismatch(Reference column, JsonNode value) {
    return invalid(
        text,
        "column '"
            + column
            + "' of type "
            + type(column).json()
            + " cannot be compared with "
            + value);
  }

  private static IndexedDbException invalid(String text, String why) {
    return HadoopOptions.PREDICATE.invalid(
        text, why, "Correct it, or write it with IndexedDbInputFormat.configure(…).where(…).");
  }
}
