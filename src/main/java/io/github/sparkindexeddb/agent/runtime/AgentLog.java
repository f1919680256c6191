// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log that an operator reads: one line per event, free of secrets and control characters. */
public final class AgentLog {
  /** One logger for all rooms of the agent, so that the lines of a plain logger read "agent". */
  public static final Logger LOG = LoggerFactory.getLogger("io.github.sparkindexeddb.agent");

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
    return PlainText.of(text);
  }
}
