// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The inference of a table's columns from a summary of its records, for every engine. It imports
 * {@code wire} and its packages only, and nothing of an engine's types enters it.
 */
package io.github.sparkindexeddb.schema;
