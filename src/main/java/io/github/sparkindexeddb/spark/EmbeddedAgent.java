// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.config.Option;
import io.github.sparkindexeddb.config.Options;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The agent that runs in this JVM, if one does: a read that names no endpoint asks it. */
final class EmbeddedAgent {
  /** Immutable; empty while there is none. */
  private static volatile Map<String, String> options = Map.of();

  private EmbeddedAgent() {}

  static void onStarted(String endpoint, Optional<String> token) {
    Map<String, String> ofAgent = new HashMap<>(Map.of(Options.ENDPOINT.key(), endpoint));
    token.ifPresent(text -> ofAgent.put(Options.TOKEN.key(), text));
    options = Map.copyOf(ofAgent);
  }

  static void onStopped() {
    options = Map.of();
  }

  /**
   * Returns the given options, with this agent's endpoint if they name none, and then with its
   * token if they have none.
   *
   * @param given keys of any case
   */
  static Map<String, String> addedTo(Map<String, String> given) {
    if (options.isEmpty() || has(given, Options.ENDPOINT)) {
      return given;
    }
    Map<String, String> all = new HashMap<>(options);
    if (has(given, Options.TOKEN)) {
      all.remove(Options.TOKEN.key());
    }
    all.putAll(given);
    return all;
  }

  private static boolean has(Map<String, String> given, Option<?> option) {
    return given.keySet().stream().anyMatch(option.key()::equalsIgnoreCase);
  }
}
