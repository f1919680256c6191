// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.config.Option;
import io.github.sparkindexeddb.config.Options;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The agent that runs in this JVM, if one does: a read that names no endpoint asks it. */
final class EmbeddedAgent {
  private static volatile Optional<Running> latest = Optional.empty();

  private EmbeddedAgent() {}

  /**
   * What a read needs to know of an agent.
   *
   * @param token that it takes now: the file of one may change
   * @param closed whether it has ended, by itself too
   */
  record Running(String endpoint, Supplier<Optional<String>> token, BooleanSupplier closed) {}

  static void onStarted(Running agent) {
    latest = Optional.of(agent);
  }

  static void onStopped() {
    latest = Optional.empty();
  }

  /**
   * Returns the given options, with this agent's endpoint if they name none, and then with its
   * token if they have none.
   *
   * @param given keys of any case
   */
  static Map<String, String> addedTo(Map<String, String> given) {
    Optional<Running> agent = latest.filter(running -> !running.closed().getAsBoolean());
    if (agent.isEmpty() || has(given, Options.ENDPOINT)) {
      return given;
    }
    Map<String, String> all = new HashMap<>(given);
    all.put(Options.ENDPOINT.key(), agent.get().endpoint());
    if (!has(given, Options.TOKEN)) {
      agent.get().token().get().ifPresent(text -> all.put(Options.TOKEN.key(), text));
    }
    return all;
  }

  private static boolean has(Map<String, String> given, Option<?> option) {
    return given.keySet().stream().anyMatch(option.key()::equalsIgnoreCase);
  }
}
