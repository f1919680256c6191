// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the command line: the agent as a process, and the export of a store to a file. It may
 * import all of {@code agent}, nothing in {@code agent} imports it, and it alone knows picocli.
 */
package io.github.sparkindexeddb.agent.cli;
