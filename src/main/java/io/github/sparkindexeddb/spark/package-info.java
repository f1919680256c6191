// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The Spark source: {@code format("indexeddb")}, the catalog, the table of a store, and the agent
 * in a driver. Spark and users come in here; from here the doors open to {@code spark.read} and
 * below.
 *
 * <p>In this package and those below, classes are named by the interface of Spark's data source API
 * that they implement: source, table, scan builder, scan, input partition, reader.
 *
 * <p>One jar serves several versions of Spark and Scala. So nothing here or below calls a method
 * with a Scala collection in its signature, extends Spark's rows, arrays or maps, or has constants
 * of Spark's types in its class initializers where the registered class could reach them.
 */
package io.github.sparkindexeddb.spark;
