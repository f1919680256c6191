// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes the tickets of one agent: random text that begins with what is the agent's. Thread-safe.
 */
final class Tickets {
  private static final int AGENT_BYTES = 6;
  private static final int TICKET_BYTES = 16;

  /** The characters of an agent's bytes in base64. */
  private static final int AGENT_CHARS = AGENT_BYTES / 3 * 4;

  private final SecureRandom random = new SecureRandom();
  private final String agent = random(AGENT_BYTES);

  String next() {
    return agent + random(TICKET_BYTES);
  }

  /**
   * Returns whether the agent that gave the second ticket gave the first one too.
   *
   * @param ticket any text of a page
   */
  static boolean areOfOneAgent(String ticket, String given) {
    return ticket.regionMatches(0, given, 0, AGENT_CHARS);
  }

  private String random(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
