// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import java.time.Instant;
import java.util.Optional;

/**
 * What a peer was let in by.
 *
 * @param name of the token, which may be shown
 * @param key what the agent knows it by: the hash of a token, or that of the key that signed it
 * @param end of the signed token; absent: as the agent's list says
 */
record Grant(String name, TokenKind kind, String key, Optional<Instant> end) {}
