// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.config.Option;
import io.github.sparkindexeddb.config.Options;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The agent that runs in this JVM, if one does: whom a read asks that names none. */
final class EmbeddedAgent {
  /** Immutable; empty while there is none. */
  private static volatile Map<String, String> options = Map.of();

  private EmbeddedAgent() {}

  static void isAt(String endpoint, Optional<String> token) {
    Map<String, String> told = new HashMap<>(Map.of(Options.ENDPOINT.key(), endpoint));
    token.ifPresent(text -> told.put(Options.TOKEN.key(), text));
    options = Map.copyOf(told);
  }

  static void isGone() {
    options = Map.of();
  }

  /** What was given, with this agent if none is named, and with its token if none is given. */
  static Map<String, String> unlessNamed(Map<String, String> given) {
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
