// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.ColumnDefaultValue;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;

/** What compiles against the oldest Spark and breaks on the newest, for {@link LinkIT}. */
final class UnlinkableMembers {
  private UnlinkableMembers() {}

  /** Scala's sequences are another type since 2.13. */
  static Row row(Seq<Object> values) {
    return Row.fromSeq(values);
  }

  /** Later versions add methods that nobody implements here. */
  static final class WholeColumn implements Column {
    @Override
    public String name() {
      return "name";
    }

    @Override
    public DataType dataType() {
      return DataTypes.LongType;
    }

    @Override
    public boolean nullable() {
      return true;
    }

    @Override
    public String comment() {
      return "comment";
    }

    @Override
    public ColumnDefaultValue defaultValue() {
      return null;
    }

    @Override
    public String generationExpression() {
      return "";
    }

    @Override
    public String metadataInJSON() {
      return "{}";
    }
  }
}
