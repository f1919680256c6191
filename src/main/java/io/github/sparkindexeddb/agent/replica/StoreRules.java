// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.wire.value.KeyPath;
import java.time.Duration;

/**
 * A store that is to be kept, as the client's catalog has it.
 *
 * @param keep how long after the client was last seen
 */
public record StoreRules(
    String database, String store, KeyPath keyPath, boolean autoIncrement, Duration keep) {}
