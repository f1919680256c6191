// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds what is checked of the rows that pass: whether the bytes of a batch are as many whole rows
 * of its format as its page said, and whether its keys go on. Values are not read. Of the agent it
 * imports nothing.
 */
package io.github.sparkindexeddb.agent.rows;
