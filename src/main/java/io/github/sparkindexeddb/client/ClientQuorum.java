// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import java.time.Duration;

/**
 * The number of clients that a read insists on, and how long it waits for them.
 *
 * @param minClients 1 or more
 * @param timeout counted from the call; zero does not wait
 */
public record ClientQuorum(int minClients, Duration timeout) {}
