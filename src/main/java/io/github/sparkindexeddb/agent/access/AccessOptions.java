// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The peers that may use an agent.
 *
 * @param origins of pages that may link, as {@code https://shop.example}; none: those of this
 *     machine
 * @param hosts names that the agent is reached by, beside those of this machine and its address
 * @param blockedClients file of ids of clients that may not link
 */
public record AccessOptions(
    Secrets secrets, List<String> origins, List<String> hosts, Optional<Path> blockedClients) {
  public AccessOptions {
    origins = List.copyOf(origins);
    hosts = List.copyOf(hosts);
  }

  /**
   * The tokens.
   *
   * @param reader opens every data route, for Spark, Tez and curl
   * @param browser opens only {@code /v1/connect}, for page links
   */
  public record Secrets(Optional<String> reader, Optional<String> browser) {
    public Secrets {
      reader.ifPresent(token -> requireToken("--token", token));
      browser.ifPresent(token -> requireToken("--browser-token", token));
      if (reader.isPresent() && reader.equals(browser)) {
        throw IndexedDbException.of(
            ErrorCode.OPTION_INVALID,
            "Cannot start the agent: '--token' and '--browser-token' are the same, so that every"
                + " page could read all data. Choose two.");
      }
    }

    /** Returns no secret: a record's own method would print them. */
    @Override
    public String toString() {
      return "Secrets[reader=" + reader.isPresent() + ", browser=" + browser.isPresent() + "]";
    }
  }

  private static void requireToken(String option, String token) {
    boolean fits = !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 127);
    if (!fits) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_INVALID,
          "Cannot start the agent: the value of '%s' is empty or holds other than visible ASCII"
              + " characters. Choose another token.",
          option);
    }
  }
}
