// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Where an agent listens, and the reader token it wants. Serializable, since it travels to Spark's
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
   * The agents of an {@code endpoint} option.
   *
   * @param commaSeparated one or several {@code http://} or {@code https://} addresses
   * @return at least one, each once, in the given order
   */
  public static List<Endpoint> parse(String commaSeparated, Optional<String> token) {
    return List.of(new Endpoint(commaSeparated, token.orElse(null)));
  }

  /** {@code https://host:port}, without a slash at the end. */
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

  @Override
  public String toString() {
    return url;
  }
}
