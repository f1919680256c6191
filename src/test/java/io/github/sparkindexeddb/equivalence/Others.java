// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The small side of a join: some values of a column, values near them, and null now and then. */
record Others(DataType type, List<Object> keys) {
  static final String KEY = "other_key";
  static final String JOINED = "joined";
  static final String TAKEN = "other_taken";

  /** More than are sent to browsers one by one. */
  private static final int MANY = 1100;

  static Others generate(SeededRandom seededRandom, Reference by) {
    List<Object> keys = new ArrayList<>();
    LiteralGenerator literals = new LiteralGenerator(seededRandom);
    for (int i = seededRandom.oneOf(0, 1, 4, 30); i > 0; i--) {
      Literal.typed(literals.value(by), by).ifPresent(keys::add);
    }
    if (by.is(DataTypes.LongType) && seededRandom.chance(0.3)) {
      LongStream.range(0, MANY).forEach(keys::add);
    } else if (by.is(DataTypes.DoubleType) && seededRandom.chance(0.3)) {
      LongStream.range(0, MANY).forEach(each -> keys.add(each / 2.0));
    }
    if (seededRandom.chance(0.5)) {
      keys.add(null);
    }
    return new Others(by.type(), keys);
  }

  /** As a table of which Spark cannot tell before what is taken. */
  Dataset<Row> in(SparkSession session) {
    StructType schema = new StructType().add(KEY, type).add(TAKEN, DataTypes.IntegerType);
    List<Row> rows = new ArrayList<>();
    keys.forEach(key -> rows.add(RowFactory.create(key, rows.size() % 5)));
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    return functions.broadcast(
        session.createDataFrame(context.parallelize(rows, 1), schema).where(TAKEN + " < 4"));
  }

  @Override
  public String toString() {
    return keys.size() < 20 ? keys.toString() : keys.size() + " keys";
  }
}
