// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.access.Sha256;
import io.github.sparkindexeddb.agent.http.Router.AccessLevel;
import io.github.sparkindexeddb.agent.http.Router.Route;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Serves the status page at {@code /}: public, since it holds no data. It asks for the reader token
 * and fetches what it shows. Its policy lets run only the very script and style that are in the
 * file.
 */
public final class StatusRoute {
  private static final Pattern INLINE =
      Pattern.compile("<(script|style)>(.*?)</\\1>", Pattern.DOTALL);

  private final byte[] html;
  private final String policy;

  public StatusRoute() {
    html =
        BrowserFilesRoute.resource("/io/github/sparkindexeddb/agent/http/status.html")
            .orElseThrow();
    policy = policy(new String(html, StandardCharsets.UTF_8));
  }

  public Route route() {
    return Route.of("/", AccessLevel.PUBLIC, Map.of("GET", this::send));
  }

  private void send(HttpExchange exchange) {
    exchange.response().getHeaders().put("Content-Security-Policy", policy);
    exchange.send(200, "text/html; charset=utf-8", html);
  }

  private static String policy(String text) {
    StringBuilder policy =
        new StringBuilder(
            "default-src 'none'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none';"
                + " form-action 'none'");
    Matcher inline = INLINE.matcher(text);
    while (inline.find()) {
      byte[] hash = Sha256.of(inline.group(2).getBytes(StandardCharsets.UTF_8));
      policy.append("; ").append(inline.group(1)).append("-src 'sha256-");
      policy.append(Base64.getEncoder().encodeToString(hash)).append('\'');
    }
    return policy.toString();
  }
}
