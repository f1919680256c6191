// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.JsonFields;
import java.util.List;
import java.util.Optional;

/** Reads predicates from JSON, none of them more deeply nested than may be evaluated. */
final class PredicateReader {
  private PredicateReader() {}

  /**
   * Reads a predicate and those in it.
   *
   * @param level of the predicate among those around it, from 1
   */
  static PushedPredicate read(JsonNode json, int level) {
    JsonFields fields = JsonFields.of(json, "predicate");
    String op = fields.text("op");
    if (level > PushedPredicate.MAX_PREDICATE_LEVELS) {
      throw fields.invalid("op", op, "within " + PushedPredicate.MAX_PREDICATE_LEVELS + " levels");
    }
    PushedPredicate predicate = ofOperator(op, fields, level);
    fields.end();
    return predicate;
  }

  private static PushedPredicate ofOperator(String op, JsonFields fields, int level) {
    return switch (op) {
      case "and" -> new PushedPredicate.And(operands(fields, level, 2, Integer.MAX_VALUE));
      case "or" -> new PushedPredicate.Or(operands(fields, level, 2, Integer.MAX_VALUE));
      case "not" -> new PushedPredicate.Not(operands(fields, level, 1, 1).get(0));
      case "always" ->
          new PushedPredicate.Always(fields.present("value").map(value -> fields.flag("value")));
      case "in" ->
          new PushedPredicate.In(
              FieldReference.read(fields, "column"), fields.list("values", PushedLiteral::new));
      case "isNull" -> new PushedPredicate.IsNull(FieldReference.read(fields, "column"));
      case "isNotNull" -> new PushedPredicate.IsNotNull(FieldReference.read(fields, "column"));
      default -> withValue(fields, op);
    };
  }

  private static PushedPredicate withValue(JsonFields fields, String op) {
    FieldReference column = FieldReference.read(fields, "column");
    Optional<PushedPredicate.Place> place = PushedPredicate.Place.of(op);
    if (place.isPresent()) {
      return new PushedPredicate.HasText(place.get(), column, fields.text("value"));
    }
    ComparisonOperator operator =
        ComparisonOperator.of(op).orElseThrow(() -> fields.invalid("op", op, "a known operator"));
    return new PushedPredicate.Comparison(
        operator, column, new PushedLiteral(fields.nullable("value")));
  }

  private static List<PushedPredicate> operands(
      JsonFields fields, int level, int atLeast, int atMost) {
    List<PushedPredicate> operands = fields.list("of", operand -> read(operand, level + 1));
    if (operands.size() < atLeast || operands.size() > atMost) {
      throw fields.invalid("of", operands, "of the operator's number of operands");
    }
    return operands;
  }
}
