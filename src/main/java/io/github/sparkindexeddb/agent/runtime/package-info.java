// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds what every room of the agent needs: clock and timers, log, metrics, version, and errors of
 * what was thrown. It imports no other room, every room may import it, and it alone knows
 * Prometheus.
 */
package io.github.sparkindexeddb.agent.runtime;
