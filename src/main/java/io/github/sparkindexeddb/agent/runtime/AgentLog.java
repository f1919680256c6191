// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log that an operator reads: one line per event, free of secrets and control characters. */
public final class AgentLog {
  /** One logger for all rooms of the agent, so that the lines of a plain logger read "agent". */
  public static final Logger LOG = LoggerFactory.getLogger("io.github.sparkindexeddb.agent");

  /** Names come from browsers and requests: longer ones would drown a log. */
  private static final int MAX_SHOWN_CHARS = 200;

  private AgentLog() {}

  /** Returns {@code client <id> of <origin>}. */
  public static String describe(ClientName client) {
    return "client " + plain(client.id()) + " of " + plain(client.origin());
  }

  /** Logs that a page or an engine was refused. */
  public static void logRefused(String who, IndexedDbException error) {
    LOG.info("refused {}: {} {}", plain(who), error.code(), plain(error.sentence()));
  }

  /** Returns the text on one line: no peer may write a line of its own into the log. */
  public static String plain(String text) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), MAX_SHOWN_CHARS));
    text.codePoints()
        .limit(MAX_SHOWN_CHARS)
        .map(c -> isPlain(c) ? c : '?')
        .forEach(shown::appendCodePoint);
    return text.length() > MAX_SHOWN_CHARS ? shown.append('…').toString() : shown.toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
