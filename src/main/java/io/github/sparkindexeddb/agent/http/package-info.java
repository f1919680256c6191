// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the HTTP server: routes, checks of requests, streamed responses and the WebSocket of pages.
 * It imports {@code agent.scan} and the rooms below it, only {@code agent} and {@code agent.cli}
 * may import it, and it alone knows Jetty.
 */
package io.github.sparkindexeddb.agent.http;
