// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.access.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Makes the tickets of one agent: random text that begins with what is the agent's and then with
 * what is its chain's. Thread-safe.
 */
final class Tickets {
  private static final int AGENT_BYTES = 6;
  private static final int TICKET_BYTES = 16;

  private static final int CHAIN_BYTES = 6;

  /** The characters of an agent's bytes and a chain's in base64. */
  private static final int AGENT_CHARS = AGENT_BYTES / 3 * 4;

  private static final int CHAIN_CHARS = AGENT_CHARS + CHAIN_BYTES / 3 * 4;

  private final SecureRandom random = new SecureRandom();
  private final String agent = random(AGENT_BYTES);

  /**
   * Returns a new ticket, of the chain of the one that a page shows.
   *
   * @param shown any text of a page; if it is no ticket of this agent a chain begins
   */
  String next(String shown) {
    boolean goesOn = shown.length() > CHAIN_CHARS && shown.startsWith(agent);
    String chain = goesOn ? shown.substring(0, CHAIN_CHARS) : agent + random(CHAIN_BYTES);
    return chain + random(TICKET_BYTES);
  }

  /** Returns what a ticket is known by: a part of its hash, so that many take little memory. */
  static long fingerprint(String ticket) {
    return ByteBuffer.wrap(Sha256.of(ticket.getBytes(StandardCharsets.UTF_8))).getLong();
  }

  /**
   * Returns whether the first ticket is of the chain that the second is of.
   *
   * @param ticket any text of a page
   */
  static boolean areOfOneChain(String ticket, String given) {
    return ticket.regionMatches(0, given, 0, CHAIN_CHARS);
  }

  private String random(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
