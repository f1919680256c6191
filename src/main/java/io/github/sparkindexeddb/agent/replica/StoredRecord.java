// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

/**
 * One record of a replica.
 *
 * @param key encoded by {@link KeyCodec}
 * @param digest the first 16 bytes of SHA-256 over the line
 * @param line the record as tagged JSON in UTF-8, byte for byte as the worker sent it
 */
public record StoredRecord(byte[] key, byte[] digest, byte[] line) {}
