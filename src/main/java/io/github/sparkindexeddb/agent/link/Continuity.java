// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the links of a client got to, by which a hello is told from that of a twin: each welcome
 * gives the page a new ticket, which it keeps before it uses the link and shows in its next hello.
 * Immutable.
 *
 * <p>A browser that is killed loses what its storage had not written yet, and shows a ticket that
 * it kept some links ago. What it got after that one nobody can have any more but a twin: so those
 * tickets are void, and the line goes on from the one shown. One browser alone never shows a void
 * ticket; of two that have come from one ticket the later voids the other's.
 *
 * @param tickets the fingerprints of the last ticket and of those that were shown on the way to it,
 *     the newest first; all else of the chain is void
 * @param lineage equal for two links that are of one browser for certain; a ticket of the chain
 * @param confirmed whether the page has answered since the last welcome
 */
record Continuity(List<Long> tickets, String lineage, boolean confirmed) {
  /** More links than a browser makes within the minute that its storage may wait for the disk. */
  static final int MAX_BACK = 16;

  Continuity {
    tickets = List.copyOf(tickets);
  }

  /** Returns the beginning: where no ticket is known any may be right. */
  static Continuity begin(String shown, String issued) {
    return new Continuity(
        List.of(Tickets.fingerprint(issued), Tickets.fingerprint(shown)), issued, false);
  }

  /**
   * Returns what follows with a further hello; empty if it comes from another browser than the
   * last.
   *
   * <p>It may be uncertain: one with an older ticket was killed before its browser had written the
   * later ones to the disk, or is a copy from before. It may link, but in another lineage, so that
   * no read goes on with it. While the last link is open there are two for certain.
   *
   * @param linked whether the last link is still open
   * @param next the ticket of the welcome to it
   */
  Optional<Continuity> next(String ticket, boolean linked, String next) {
    int back = tickets.indexOf(Tickets.fingerprint(ticket));
    // The one before the last is shown again if the last welcome got lost.
    if (back == 0 || back == 1 && !confirmed) {
      return Optional.of(from(back, lineage, next));
    }
    return back < 0 || linked ? Optional.empty() : Optional.of(from(back, next, next));
  }

  private Continuity from(int back, String line, String next) {
    List<Long> later = new ArrayList<>(List.of(Tickets.fingerprint(next)));
    later.addAll(tickets.subList(back, Math.min(tickets.size(), back + MAX_BACK)));
    return new Continuity(later, line, false);
  }

  /** Returns whether the ticket is of this chain, whichever it is. */
  boolean has(String ticket) {
    return Tickets.areOfOneChain(ticket, lineage);
  }

  Continuity confirmed(boolean answered) {
    return new Continuity(tickets, lineage, confirmed || answered);
  }
}
