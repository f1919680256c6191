// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * A kept store as of one version.
 *
 * @param browser of the client, as it named itself
 * @param version which it is read at
 * @param draft how often its database was published up to there
 * @param syncedAt when the client's database was last found to be in this state
 * @param settled whether the state is that of one moment
 * @param records how many there are
 * @param bytes of their lines
 * @param summary of the types in its records, if one was kept; always the newest
 */
public record PublishedStore(
    KeptStore store,
    String browser,
    long version,
    long draft,
    Instant syncedAt,
    boolean settled,
    long records,
    long bytes,
    Optional<JsonNode> summary) {}
