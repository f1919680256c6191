// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import java.util.Optional;

/**
 * Where the links of a client got to, by which a hello is told from that of a twin: each welcome
 * gives the page a new ticket, which it keeps before it uses the link and shows in its next hello.
 * Of two browsers with one secret only one can have the newest. Immutable.
 *
 * @param issued the ticket of the last welcome
 * @param shown the ticket of the hello before it, which is shown again if the welcome got lost
 * @param lineage equal for two links that are of one browser for certain
 * @param confirmed whether the page has answered since the last welcome
 */
record Continuity(String issued, String shown, String lineage, boolean confirmed) {
  /** Returns the beginning: where no ticket is known any may be right. */
  static Continuity begin(String shown, String issued) {
    return new Continuity(issued, shown, issued, false);
  }

  /**
   * Returns what follows with a further hello; empty if it comes from another browser than the
   * last.
   *
   * <p>It may be uncertain: one with the ticket before the last was killed before its browser had
   * written the last to the disk, or is a copy from before. It may link, but in another lineage, so
   * that no read goes on with it.
   *
   * @param linked whether the last link is still open
   * @param next the ticket of the welcome to it
   */
  Optional<Continuity> next(String ticket, boolean linked, String next) {
    if (ticket.equals(issued) || ticket.equals(shown) && !confirmed) {
      return Optional.of(new Continuity(next, ticket, lineage, false));
    }
    return linked || !ticket.equals(shown) ? Optional.empty() : Optional.of(begin(ticket, next));
  }

  /** Returns whether the ticket is of this chain, whichever it is. */
  boolean has(String ticket) {
    return Tickets.areOfOneChain(ticket, issued);
  }

  Continuity confirmed(boolean answered) {
    return new Continuity(issued, shown, lineage, confirmed || answered);
  }
}
