// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.link.Clients;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * What splits work with.
 *
 * @param workers for what blocks or is long; never the thread of a link
 * @param grace how long a client that went away is waited for
 */
public record ScanContext(
    Clients clients, Scheduler scheduler, Executor workers, Duration grace, Metrics metrics) {}
