// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.wire.Protocol;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;

/** The headers of every response. */
final class SecurityHeaders {
  private SecurityHeaders() {}

  /** Says that nothing is kept, framed, sniffed or passed on; a route may say otherwise. */
  static void addTo(Response response) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(Protocol.VERSION_HEADER, Protocol.PROTOCOL_VERSION);
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put(HttpHeader.VARY, "Origin");
  }
}
