// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.config.Options;
import io.github.sparkindexeddb.config.TokenTransport;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * The address of an agent, and the reader token it wants. Serializable, since it travels to Spark's
 * executors; it never shows the token.
 */
public final class Endpoint implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String url;

  /** Null if the agent wants none: Optional is not serializable. */
  private final String token;

  private Endpoint(String url, String token) {
    this.url = url;
    this.token = token;
  }

  /**
   * Returns the agents of an {@code endpoint} option.
   *
   * @param commaSeparated one or several {@code http://} or {@code https://} addresses
   * @return at least one, each once, in the given order
   * @throws IndexedDbException {@code OPTION_INVALID}, also if the token would be sent to another
   *     machine over plain http, or {@code TOKEN_IN_URL}
   */
  public static List<Endpoint> parse(String commaSeparated, Optional<String> token) {
    return Arrays.stream(commaSeparated.split(",", -1))
        .map(address -> of(url(address.strip()), token))
        .distinct()
        .toList();
  }

  private static Endpoint of(HttpUrl url, Optional<String> token) {
    String address = url.toString().substring(0, url.toString().length() - 1);
    if (token.isPresent() && TokenTransport.isExposed(url.scheme(), url.host())) {
      throw Options.ENDPOINT.invalid(address, TokenTransport.WHY, TokenTransport.REMEDY);
    }
    return new Endpoint(address, token.orElse(null));
  }

  private static HttpUrl url(String address) {
    refuseSecrets(address);
    try {
      URI uri = new URI(address);
      if (!"http".equalsIgnoreCase(uri.getScheme()) && !"https".equalsIgnoreCase(uri.getScheme())) {
        throw invalid(address, "it does not begin with http:// or https://");
      }
      if (uri.getRawAuthority() == null) {
        throw invalid(address, "it names no host");
      }
      if (uri.getRawPath().length() > 1) {
        throw invalid(address, "it has the path '%s'".formatted(uri.getRawPath()));
      }
      // Not from the URI: that knows no host with an underscore.
      HttpUrl url = HttpUrl.parse(address);
      if (url == null) {
        throw invalid(address, "its host or port is not valid");
      }
      return url;
    } catch (URISyntaxException e) {
      throw invalid(address, "it is not a URL");
    }
  }

  /** The address is not repeated in the error: what stands in a URL ends up in logs and plans. */
  private static void refuseSecrets(String address) {
    if (address.matches("(?s).*[@?#].*")) {
      throw IndexedDbException.of(
          ErrorCode.TOKEN_IN_URL,
          "Cannot use the given value as option 'endpoint': an address has no user, query or fragment, and a"
              + " token in it would be seen in logs and plans. Give 'http://<host>:<port>', and the token as"
              + " option 'token'.");
    }
  }

  private static IndexedDbException invalid(String address, String why) {
    return Options.ENDPOINT.invalid(address, why, "Give 'http://<host>:<port>' of the agent.");
  }

  /** Returns {@code https://host:port}, without a slash at the end. */
  public String url() {
    return url;
  }

  public Optional<String> token() {
    return Optional.ofNullable(token);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Endpoint endpoint
        && url.equals(endpoint.url)
        && Objects.equals(token, endpoint.token);
  }

  @Override
  public int hashCode() {
    return url.hashCode();
  }

  /** Returns the address alone. */
  @Override
  public String toString() {
    return url;
  }
}
