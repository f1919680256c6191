// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonEnums;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Groups instead of records. What is read is partial: the engine merges groups of the same key, and
 * a sum beyond 64 bits comes in several rows. The columns are {@code g0}, {@code g1}, … for the
 * keys and {@code a0}, {@code a1}, … for the aggregates.
 *
 * @param groupBy none for one group of all records, which is there even if they are none
 */
public record PushedAggregation(List<FieldReference> groupBy, List<Aggregate> aggregates) {
  public PushedAggregation {
    groupBy = List.copyOf(groupBy);
    aggregates = List.copyOf(aggregates);
  }

  /** A function that is computed of a group. */
  public enum Function {
    /** The number of values that are not null, of rows if there is no field; a {@code bigint}. */
    COUNT,
    /** The smallest value by the engine's order, of the field's type. */
    MIN,
    /** The largest value by the engine's order, of the field's type. */
    MAX,
    /** The sum of an integer field, as {@code bigint}. */
    SUM
  }

  /**
   * A function of a field.
   *
   * @param of the field; absent only for a count of rows
   */
  public record Aggregate(Function function, Optional<FieldReference> of) {
    JsonNode json() {
      ObjectNode json = Json.object();
      JsonEnums.write(json, "function", function);
      of.ifPresent(field -> json.set("of", field.json()));
      return json;
    }

    static Aggregate fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "aggregate");
      Function function = JsonEnums.required(fields, "function", Function.values());
      Optional<FieldReference> of =
          fields.present("of").map(node -> FieldReference.fromJson(fields, "of", node));
      if (of.isEmpty() && function != Function.COUNT) {
        throw fields.invalid("function", function, "count, and has no 'of'");
      }
      fields.end();
      return new Aggregate(function, of);
    }

    private Type type(java.util.function.Function<FieldReference, Type> typeOf) {
      return switch (function) {
        case COUNT, SUM -> Type.Scalar.BIGINT;
        case MIN, MAX -> typeOf.apply(of.orElseThrow());
      };
    }

    @Override
    public String toString() {
      String field = of.map(FieldReference::toString).orElse("*");
      return function.name().toLowerCase(Locale.ROOT) + "(" + field + ")";
    }
  }

  /** Returns the fields that it names, each as often as it does. */
  public Stream<FieldReference> references() {
    return Stream.concat(
        groupBy.stream(), aggregates.stream().flatMap(aggregate -> aggregate.of.stream()));
  }

  /**
   * Returns the columns of its batches.
   *
   * @param typeOf returns the type of each field that it names
   */
  public List<Column> columns(java.util.function.Function<FieldReference, Type> typeOf) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < groupBy.size(); i++) {
      columns.add(Column.field("g" + i, typeOf.apply(groupBy.get(i))));
    }
    for (int i = 0; i < aggregates.size(); i++) {
      columns.add(Column.field("a" + i, aggregates.get(i).type(typeOf)));
    }
    return columns;
  }

  /** Returns whether it makes one row, whatever there is. */
  public boolean isTotal() {
    return groupBy.isEmpty();
  }

  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.set("groupBy", Json.array(groupBy, FieldReference::json));
    json.set("aggregates", Json.array(aggregates, Aggregate::json));
    return json;
  }

  /**
   * Reads an aggregation.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if the JSON is none
   */
  static PushedAggregation fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "aggregation");
    PushedAggregation aggregation =
        new PushedAggregation(
            fields.list("groupBy", field -> FieldReference.fromJson(fields, "groupBy", field)),
            fields.list("aggregates", Aggregate::fromJson));
    if (aggregation.groupBy.isEmpty() && aggregation.aggregates.isEmpty()) {
      throw fields.invalid("aggregates", "[]", "at least one");
    }
    fields.end();
    return aggregation;
  }

  /** Returns the aggregation as plans show it: {@code count(*), max(total) by state}. */
  @Override
  public String toString() {
    String keys = groupBy.stream().map(FieldReference::toString).collect(Collectors.joining(", "));
    return Stream.of(
            aggregates.stream().map(Aggregate::toString).collect(Collectors.joining(", ")),
            isTotal() ? "" : "by " + keys)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
