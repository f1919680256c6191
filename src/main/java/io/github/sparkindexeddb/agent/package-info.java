// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds what users name to start an agent in their own process, and the wiring of its parts. It
 * imports every room but {@code agent.cli}; others import this package alone, and {@code
 * agent.cli.AgentCommand} as the main class.
 */
package io.github.sparkindexeddb.agent;
