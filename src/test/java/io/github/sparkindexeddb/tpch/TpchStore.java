// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.tpch;

import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchColumnType;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * One table of the TPC-H benchmark, as a web app might hold it: money as BigInt cents, discount and
 * tax as whole per cent, dates as Dates.
 */
final class TpchStore<E extends TpchEntity> {
  private final TpchTable<E> table;
  private final List<String> key;
  private final List<String> indexes;

  /** By key: a part may have the same supplier twice where there are few suppliers. */
  private final Map<List<Object>, E> entities = new LinkedHashMap<>();

  private TpchStore(TpchTable<E> table, List<String> key, List<String> indexes, double scale) {
    this.table = table;
    this.key = key;
    this.indexes = indexes;
    table
        .createGenerator(scale, 1, 1)
        .forEach(
            entity ->
                entities.put(
                    key.stream().map(name -> value(table.getColumn(name), entity)).toList(),
                    entity));
  }

  /** All eight tables. */
  static List<TpchStore<?>> all(double scale) {
    return List.of(
        new TpchStore<>(TpchTable.REGION, List.of("r_regionkey"), List.of(), scale),
        new TpchStore<>(TpchTable.NATION, List.of("n_nationkey"), List.of("n_name"), scale),
        new TpchStore<>(TpchTable.SUPPLIER, List.of("s_suppkey"), List.of("s_nationkey"), scale),
        new TpchStore<>(TpchTable.CUSTOMER, List.of("c_custkey"), List.of("c_mktsegment"), scale),
        new TpchStore<>(TpchTable.PART, List.of("p_partkey"), List.of("p_brand", "p_size"), scale),
        new TpchStore<>(
            TpchTable.PART_SUPPLIER,
            List.of("ps_partkey", "ps_suppkey"),
            List.of("ps_suppkey"),
            scale),
        new TpchStore<>(
            TpchTable.ORDERS, List.of("o_orderkey"), List.of("o_orderdate", "o_custkey"), scale),
        new TpchStore<>(
            TpchTable.LINE_ITEM,
            List.of("l_orderkey", "l_linenumber"),
            List.of("l_shipdate", "l_receiptdate", "l_partkey"),
            scale));
  }

  String name() {
    return table.getTableName();
  }

  void addTo(BrowserDatabase database) {
    String keyPath =
        key.size() == 1 ? "'" + key.get(0) + "'" : "['" + String.join("', '", key) + "']";
    database.store(name(), "{ keyPath: " + keyPath + " }");
    indexes.forEach(index -> database.index(index, "'" + index + "'", "{}"));
    String members =
        table.getColumns().stream()
            .map(column -> column.getColumnName())
            .collect(Collectors.joining(", "));
    database.records(
        entities.values().stream()
            .map(this::javascript)
            .collect(
                Collectors.joining(
                    ",\n", "[", "].map(([" + members + "]) => ({ " + members + " }))")));
  }

  private String javascript(E entity) {
    return table.getColumns().stream()
        .map(column -> javascript(column, entity))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static <E extends TpchEntity> String javascript(TpchColumn<E> column, E entity) {
    if (base(column) == TpchColumnType.Base.VARCHAR) {
      return BrowserDatabase.text(column.getString(entity));
    } else if (base(column) == TpchColumnType.Base.DATE) {
      return "new Date(" + date(column, entity).toEpochMilli() + ")";
    }
    return integer(column, entity) + (isMoney(column) ? "n" : "");
  }

  StructType schema() {
    return new StructType(
        table.getColumns().stream()
            .map(column -> DataTypes.createStructField(column.getColumnName(), type(column), true))
            .toArray(StructField[]::new));
  }

  private static DataType type(TpchColumn<?> column) {
    return switch (base(column)) {
      case VARCHAR -> DataTypes.StringType;
      case DATE -> DataTypes.TimestampType;
      default -> DataTypes.LongType;
    };
  }

  /** As Spark is to see the records. */
  List<Row> rows() {
    return entities.values().stream().map(this::row).toList();
  }

  private Row row(E entity) {
    return RowFactory.create(
        table.getColumns().stream().map(column -> value(column, entity)).toArray());
  }

  private static <E extends TpchEntity> Object value(TpchColumn<E> column, E entity) {
    return switch (base(column)) {
      case VARCHAR -> column.getString(entity);
      case DATE -> date(column, entity);
      default -> integer(column, entity);
    };
  }

  private static <E extends TpchEntity> Instant date(TpchColumn<E> column, E entity) {
    return LocalDate.ofEpochDay(column.getDate(entity)).atStartOfDay().toInstant(ZoneOffset.UTC);
  }

  private static <E extends TpchEntity> long integer(TpchColumn<E> column, E entity) {
    return switch (base(column)) {
      case INTEGER -> column.getInteger(entity);
      case IDENTIFIER -> column.getIdentifier(entity);
      default -> Math.round(column.getDouble(entity) * (isQuantity(column) ? 1 : 100));
    };
  }

  private static boolean isMoney(TpchColumn<?> column) {
    return base(column) == TpchColumnType.Base.DOUBLE
        && !isQuantity(column)
        && !List.of("l_discount", "l_tax").contains(column.getColumnName());
  }

  private static boolean isQuantity(TpchColumn<?> column) {
    return column.getColumnName().equals("l_quantity");
  }

  private static TpchColumnType.Base base(TpchColumn<?> column) {
    return column.getType().getBase();
  }
}
