// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SQLContext;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.connector.catalog.SessionConfigSupport;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.BaseRelation;
import org.apache.spark.sql.sources.CreatableRelationProvider;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.sources.RelationProvider;
import org.apache.spark.sql.sources.SchemaRelationProvider;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * {@code format("indexeddb")}: a store of the browsers that are linked to an agent, as a table.
 *
 * <p>Spark creates one for each load and then calls {@link #inferSchema} and {@link #getTable}, or,
 * if the user gives a schema, the latter alone. All state is guarded by {@code this}.
 *
 * <p>The one class that is compiled for Java 8, where Spark 3.5 runs, too: a registered class that
 * a JVM cannot load breaks every other {@code format(…)} of a session. What it calls needs Java 17.
 */
public final class IndexedDbSource
    implements TableProvider,
        DataSourceRegister,
        SessionConfigSupport,
        CreatableRelationProvider,
        RelationProvider,
        SchemaRelationProvider {
  /** Null until a schema is inferred; kept so that one load samples once. */
  private IndexedDbTable inferred;

  @Override
  public String shortName() {
    return "indexeddb";
  }

  @Override
  public String keyPrefix() {
    return "indexeddb";
  }

  @Override
  public boolean supportsExternalMetadata() {
    return true;
  }

  @Override
  public synchronized StructType inferSchema(CaseInsensitiveStringMap options) {
    try {
      inferred = IndexedDbTable.inferred(options.asCaseSensitiveMap());
      return inferred.schema();
    } catch (UnsupportedClassVersionError e) {
      throw tooOld(e);
    }
  }

  @Override
  public synchronized Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    try {
      return inferred != null && inferred.schema().equals(schema)
          ? inferred
          : IndexedDbTable.given(properties, schema);
    } catch (UnsupportedClassVersionError e) {
      throw tooOld(e);
    }
  }

  /**
   * Refuses a write. Spark asks this older interface, since the table has no way to write, and
   * would else report a fault of its own.
   */
  @Override
  public BaseRelation createRelation(
      SQLContext session,
      SaveMode mode,
      scala.collection.immutable.Map<String, String> options,
      Dataset<Row> data) {
    try {
      throw IndexedDbTable.readOnly();
    } catch (UnsupportedClassVersionError e) {
      throw tooOld(e);
    }
  }

  /**
   * Refuses to read a table of a catalog of Spark's that gives its tables to this older interface
   * alone, as that of Spark 3.5 does.
   */
  @Override
  public BaseRelation createRelation(
      SQLContext session, scala.collection.immutable.Map<String, String> options) {
    try {
      throw IndexedDbTable.notThroughThatCatalog();
    } catch (UnsupportedClassVersionError e) {
      throw tooOld(e);
    }
  }

  @Override
  public BaseRelation createRelation(
      SQLContext session,
      scala.collection.immutable.Map<String, String> options,
      StructType schema) {
    return createRelation(session, options);
  }

  /** Not the product's own exception: its class is too new as well. */
  private static RuntimeException tooOld(UnsupportedClassVersionError why) {
    return new UnsupportedOperationException(
        String.format(
            "[JAVA_TOO_OLD] Cannot read IndexedDB: this is Java %s, and the connector needs 17 or"
                + " newer. Run Spark on a newer Java.",
            System.getProperty("java.version")),
        why);
  }
}
