// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

/**
 * A run of records in key order, from behind the block before it to its last key.
 *
 * @param upTo the last key, encoded
 * @param fingerprint what the worker knows the run by; no one else looks into it
 * @param records how many there were when the fingerprint was made
 */
public record Block(byte[] upTo, byte[] fingerprint, int records) {}
