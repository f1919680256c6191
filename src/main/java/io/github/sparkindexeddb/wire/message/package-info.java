// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The messages of the protocol: frames between page link and agent, requests and responses between
 * engine and agent. It imports the other packages of {@code wire} only.
 */
package io.github.sparkindexeddb.wire.message;
