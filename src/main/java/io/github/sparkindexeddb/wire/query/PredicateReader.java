// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Fields;
import java.util.List;
import java.util.Optional;

/** Reads predicates from JSON, none of them more deeply nested than may be evaluated. */
final class PredicateReader {
  private PredicateReader() {}

  /**
   * @param level of the predicate among those around it, from 1
   */
  static Predicate read(JsonNode json, int level) {
    Fields fields = Fields.of(json, "predicate");
    String op = fields.text("op");
    if (level > Predicate.MOST_LEVELS) {
      throw fields.invalid("op", op, "within " + Predicate.MOST_LEVELS + " levels");
    }
    Predicate predicate =
        switch (op) {
          case "and" -> new Predicate.And(operands(fields, level, 2, Integer.MAX_VALUE));
          case "or" -> new Predicate.Or(operands(fields, level, 2, Integer.MAX_VALUE));
          case "not" -> new Predicate.Not(operands(fields, level, 1, 1).get(0));
          case "always" ->
              new Predicate.Always(fields.present("value").map(value -> fields.flag("value")));
          case "in" ->
              new Predicate.In(
                  Reference.read(fields, "column"), fields.list("values", Literal::new));
          case "isNull" -> new Predicate.IsNull(Reference.read(fields, "column"));
          case "isNotNull" -> new Predicate.IsNotNull(Reference.read(fields, "column"));
          default -> onValue(fields, op);
        };
    fields.end();
    return predicate;
  }

  private static Predicate onValue(Fields fields, String op) {
    Reference column = Reference.read(fields, "column");
    Optional<Predicate.Place> place = Predicate.Place.of(op);
    if (place.isPresent()) {
      return new Predicate.HasText(place.get(), column, fields.text("value"));
    }
    Predicate.Comparator comparator =
        Predicate.Comparator.of(op).orElseThrow(() -> fields.invalid("op", op, "a known operator"));
    return new Predicate.Comparison(comparator, column, new Literal(fields.nullable("value")));
  }

  private static List<Predicate> operands(Fields fields, int level, int atLeast, int atMost) {
    List<Predicate> operands = fields.list("of", operand -> read(operand, level + 1));
    if (operands.size() < atLeast || operands.size() > atMost) {
      throw fields.invalid("of", operands, "of the operator's number of operands");
    }
    return operands;
  }
}
