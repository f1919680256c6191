// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Decides which parts of a query go to the browsers, and turns them from Spark's expressions into
 * those of the wire. Entered from {@code spark.read}; imports {@code spark.schema} and the wire,
 * and never asks an agent.
 */
package io.github.sparkindexeddb.spark.pushdown;
