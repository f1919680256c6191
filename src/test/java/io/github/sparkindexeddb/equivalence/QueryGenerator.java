// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
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
  /** How many queries of a large store are made up under each condition. */
  private static final int OF_LARGE_STORE = 2;

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
    if (theme == Theme.WRITTEN) {
      // Of nothing else it is known what is right.
      return rows(focus.map(predicates::of));
    }
    if (focus.isPresent() && seededRandom.chance(0.75)) {
      Optional<Predicate> where = focus.map(predicates::of);
      return seededRandom.chance(0.5)
          ? rows(where)
          : reduced(where, new Column[0], List.of(rowCount()));
    }
    Optional<Predicate> where =
        seededRandom.chance(0.8) ? Optional.of(predicates.predicate()) : Optional.empty();
    return switch (seededRandom.between(0, 9)) {
      case 0 -> some(where);
      case 1, 2 -> first(where);
      case 3, 4, 5 -> aggregated(where);
      case 6 -> keys().isEmpty() ? rows(where) : ofKeys(seededRandom.oneOf(keys()));
      case 7 -> seededRandom.chance(0.6) ? joined(where) : united(where);
      default -> rows(where);
    };
  }

  /** Some kinds of query of a {@link LargeStore} under each condition, all kinds in turn. */
  Stream<Query> ofLargeStore() {
    List<Function<Optional<Predicate>, Query>> kinds =
        List.of(
            this::rows,
            this::first,
            this::aggregated,
            where -> reduced(where, new Column[0], List.of(rowCount())),
            this::some,
            this::joined);
    AtomicInteger next = new AtomicInteger(seededRandom.between(0, kinds.size() - 1));
    return new LargeConditions(seededRandom, references)
        .conditions()
        .flatMap(
            where ->
                IntStream.range(0, OF_LARGE_STORE)
                    .mapToObj(i -> kinds.get(next.getAndIncrement() % kinds.size()).apply(where)));
  }

  /** Rows of scalars, under a condition if Tez has the words for it. */
  TezQuery ofTez() {
    List<Reference> selected =
        Stream.concat(
                references.named("n").stream(),
                IntStream.range(0, seededRandom.between(1, 3))
                    .mapToObj(i -> references.scalar(seededRandom)))
            .toList();
    return new TezQuery(predicates.predicate(), selected);
  }

  /** With a small table of which some rows are taken, so that its keys may become a condition. */
  private Query joined(Optional<Predicate> where) {
    Reference by = references.scalar(seededRandom);
    Column[] columns =
        Stream.concat(Stream.of(selection()), Stream.of(by.column(seededRandom).as(Others.JOINED)))
            .toArray(Column[]::new);
    Others others = Others.generate(seededRandom, by);
    String kind = seededRandom.oneOf("inner", "inner", "left_semi", "left_anti", "leftouter");
    Column on = functions.col(Others.JOINED).equalTo(functions.col(Others.KEY));
    UnaryOperator<Dataset<Row>> asked =
        table ->
            filtered(table, where)
                .select(columns)
                .join(others.in(table.sparkSession()), on, kind)
                .drop(Others.KEY, Others.TAKEN);
    return new Query(
        text("select " + List.of(columns) + " " + kind + " join " + others, where),
        Query.Kind.ROWS,
        asked,
        asked);
  }

  private Query united(Optional<Predicate> where) {
    Column[] columns = selection();
    Optional<Predicate> other = Optional.of(predicates.predicate());
    UnaryOperator<Dataset<Row>> asked =
        table ->
            filtered(table, where).select(columns).union(filtered(table, other).select(columns));
    return new Query(
        text("select " + List.of(columns), where) + text(" union all of these", other),
        Query.Kind.ROWS,
        asked,
        asked);
  }

  /** What changes no rows, but how they are read, kept and passed on. */
  private UnaryOperator<Dataset<Row>> passedOn() {
    return switch (seededRandom.between(0, 11)) {
      case 0 -> rows -> rows.coalesce(1);
      case 1 -> rows -> rows.repartition(3);
      case 2 -> rows -> rows.sortWithinPartitions(rows.columns()[0]);
      case 3 -> rows -> rows.sparkSession().createDataFrame(rows.javaRDD(), rows.schema());
      case 4 ->
          rows ->
              rows.sparkSession()
                  .createDataFrame(rows.javaRDD().coalesce(1).map(Row::copy), rows.schema());
      default -> rows -> rows;
    };
  }

  private Query rows(Optional<Predicate> where) {
    Column[] columns = selection();
    UnaryOperator<Dataset<Row>> passedOn = passedOn();
    UnaryOperator<Dataset<Row>> asked =
        table -> passedOn.apply(filtered(table, where).select(columns));
    return new Query(text("select " + List.of(columns), where), Query.Kind.ROWS, asked, asked);
  }

  private Query some(Optional<Predicate> where) {
    Column[] columns = selection();
    int limit = seededRandom.oneOf(0, 1, 3, 10, 60, 1000);
    int offset = seededRandom.oneOf(0, 0, 2, 30);
    return new Query(
        text("select " + List.of(columns), where) + " limit " + limit + " offset " + offset,
        Query.Kind.SOME,
        table -> filtered(table, where).select(columns).offset(offset).limit(limit),
        table -> filtered(table, where).select(columns));
  }

  private Query first(Optional<Predicate> where) {
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
    int offset = seededRandom.oneOf(0, 0, 0, 3);
    return new Query(
        text("select " + List.of(columns), where)
            + " order by %s limit %s offset %s".formatted(order, limit, offset),
        Query.Kind.FIRST,
        table -> filtered(table, where).select(columns).orderBy(order).offset(offset).limit(limit),
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
    Optional<Predicate> where =
        seededRandom.chance(0.7) ? Optional.of(predicates.of(key)) : Optional.empty();
    Column column = key.column(seededRandom);
    List<Column> totals =
        new ArrayList<>(List.of(rowCount(), functions.min(column), functions.max(column)));
    totals.subList(seededRandom.between(1, 3), 3).clear();
    return reduced(where, new Column[0], totals);
  }

  private Query aggregated(Optional<Predicate> where) {
    Column[] groups =
        IntStream.range(0, seededRandom.oneOf(0, 0, 1, 1, 2))
            .mapToObj(i -> references.scalar(seededRandom).column(seededRandom).as("g" + i))
            .toArray(Column[]::new);
    List<Column> aggregates =
        IntStream.range(0, seededRandom.between(1, 3)).mapToObj(i -> aggregate()).toList();
    return reduced(where, groups, aggregates);
  }

  private static Query reduced(
      Optional<Predicate> where, Column[] groups, List<Column> aggregates) {
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

  private static Dataset<Row> filtered(Dataset<Row> table, Optional<Predicate> where) {
    return where.map(condition -> table.where(condition.spark())).orElse(table);
  }

  private static String text(String select, Optional<Predicate> where) {
    return select + where.map(condition -> " where " + condition).orElse("");
  }
}
