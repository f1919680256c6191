// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/** Makes up queries of one table. */
final class QueryGenerator {
  private final SeededRandom seededRandom;
  private final References references;
  private final PredicateGenerator predicates;
  private final boolean structs;

  /**
   * @param structs whether queries may select structs as a whole
   */
  QueryGenerator(SeededRandom seededRandom, References references, boolean structs) {
    this.seededRandom = seededRandom;
    this.references = references;
    this.predicates = new PredicateGenerator(seededRandom, references);
    this.structs = structs;
  }

  Query next(Theme theme) {
    Optional<Reference> focus = theme.focus(seededRandom).flatMap(references::named);
    if (focus.isPresent() && seededRandom.chance(0.75)) {
      Optional<Column> where = focus.map(predicates::of);
      return seededRandom.chance(0.5)
          ? rows(where)
          : reduced(where, new Column[0], List.of(rowCount()));
    }
    Optional<Column> where =
        seededRandom.chance(0.8) ? Optional.of(predicates.predicate()) : Optional.empty();
    return switch (seededRandom.between(0, 9)) {
      case 0 -> some(where);
      case 1, 2 -> first(where);
      case 3, 4, 5 -> aggregated(where);
      case 6 -> keys().isEmpty() ? rows(where) : ofKeys(seededRandom.oneOf(keys()));
      default -> rows(where);
    };
  }

  private Query rows(Optional<Column> where) {
    Column[] columns = selection();
    UnaryOperator<Dataset<Row>> asked = table -> filtered(table, where).select(columns);
    return new Query(text("select " + List.of(columns), where), Query.Kind.ROWS, asked, asked);
  }

  private Query some(Optional<Column> where) {
    Column[] columns = selection();
    int limit = seededRandom.oneOf(0, 1, 3, 10, 60);
    return new Query(
        text("select " + List.of(columns), where) + " limit " + limit,
        Query.Kind.SOME,
        table -> filtered(table, where).select(columns).limit(limit),
        table -> filtered(table, where).select(columns));
  }

  private Query first(Optional<Column> where) {
    List<Reference> keys =
        references.scalars().stream()
            .filter(each -> List.of("_key", "id").contains(each.path().get(0)))
            .toList();
    Reference by =
        keys.isEmpty() || seededRandom.chance(0.3)
            ? references.scalar(seededRandom)
            : seededRandom.oneOf(keys);
    Column[] columns =
        Stream.concat(Stream.of(by.column(seededRandom).as("first")), Stream.of(selection()))
            .toArray(Column[]::new);
    Column first = functions.col("first");
    Column order =
        seededRandom.oneOf(
            first.asc(), first.desc(), first.asc_nulls_last(), first.desc_nulls_first());
    int limit = seededRandom.oneOf(1, 2, 5, 40);
    return new Query(
        text("select " + List.of(columns), where) + " order by " + order + " limit " + limit,
        Query.Kind.FIRST,
        table -> filtered(table, where).select(columns).orderBy(order).limit(limit),
        table -> filtered(table, where).select(columns));
  }

  /** Primary keys, or parts of them. */
  private List<Reference> keys() {
    return references.scalars().stream()
        .filter(each -> List.of("_key", "id", "info").contains(each.path().get(0)))
        .toList();
  }

  /** What can often be told without reading a record. */
  private Query ofKeys(Reference key) {
    Optional<Column> where =
        seededRandom.chance(0.7) ? Optional.of(predicates.of(key)) : Optional.empty();
    Column column = key.column(seededRandom);
    List<Column> totals =
        new ArrayList<>(List.of(rowCount(), functions.min(column), functions.max(column)));
    totals.subList(seededRandom.between(1, 3), 3).clear();
    return reduced(where, new Column[0], totals);
  }

  private Query aggregated(Optional<Column> where) {
    Column[] groups =
        IntStream.range(0, seededRandom.oneOf(0, 0, 1, 1, 2))
            .mapToObj(i -> references.scalar(seededRandom).column(seededRandom).as("g" + i))
            .toArray(Column[]::new);
    List<Column> aggregates =
        IntStream.range(0, seededRandom.between(1, 3)).mapToObj(i -> aggregate()).toList();
    return reduced(where, groups, aggregates);
  }

  private static Query reduced(Optional<Column> where, Column[] groups, List<Column> aggregates) {
    Column[] named =
        IntStream.range(0, aggregates.size())
            .mapToObj(i -> aggregates.get(i).as("a" + i))
            .toArray(Column[]::new);
    Column[] others = Arrays.copyOfRange(named, 1, named.length);
    UnaryOperator<Dataset<Row>> asked =
        table -> filtered(table, where).groupBy(groups).agg(named[0], others);
    return new Query(
        text("select " + List.of(named) + " group by " + List.of(groups), where),
        Query.Kind.AGGREGATES,
        asked,
        asked);
  }

  /** As text now and then: a null in place of a count would else read as 0. */
  private Column rowCount() {
    Column count = functions.count(functions.lit(1));
    return seededRandom.chance(0.5) ? count.cast("string") : count;
  }

  private Column aggregate() {
    Column column = references.scalar(seededRandom).column(seededRandom);
    List<Reference> integers =
        references.scalars(
            DataTypes.LongType, DataTypes.IntegerType, DataTypes.ShortType, DataTypes.ByteType);
    return switch (seededRandom.between(0, 9)) {
      case 0, 1, 2 -> rowCount();
      case 3 -> functions.count(column);
      case 4, 5 -> functions.min(column);
      case 6, 7 -> functions.max(column);
      case 8 -> functions.count_distinct(column);
      default ->
          integers.isEmpty()
              ? functions.max(column)
              : functions.sum(seededRandom.oneOf(integers).column(seededRandom));
    };
  }

  /** The record's number, so that a wrong row can be told, and some columns. */
  private Column[] selection() {
    List<Column> columns = new ArrayList<>();
    references.scalars().stream()
        .filter(each -> each.path().equals(List.of("n")))
        .forEach(n -> columns.add(n.column(seededRandom).as("n")));
    for (int i = columns.isEmpty() ? 0 : 1; i < 1 + seededRandom.between(0, 3); i++) {
      columns.add(selected().as("c" + i));
    }
    return columns.toArray(Column[]::new);
  }

  private Column selected() {
    if (structs && !references.others().isEmpty() && seededRandom.chance(0.25)) {
      return seededRandom.oneOf(references.others()).column(seededRandom);
    }
    Column column = references.scalar(seededRandom).column(seededRandom);
    return seededRandom.chance(0.1) ? column.isNull() : column;
  }

  private static Dataset<Row> filtered(Dataset<Row> table, Optional<Column> where) {
    return where.map(table::where).orElse(table);
  }

  private static String text(String select, Optional<Column> where) {
    return select + where.map(condition -> " where " + condition).orElse("");
  }
}
