// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The chains of tickets of one client, the one that its last link belongs to first. A page keeps a
 * ticket for each address that it knows the agent by, such as {@code localhost} and a name in a
 * network, so that one browser has as many chains as addresses; a ticket says of which it is. What
 * its own chain does not know any more tells of another browser; of different chains nothing is
 * told, but that no read goes on from one with the other. Immutable.
 *
 * @param chains at least one
 */
record Chains(List<Continuity> chains) {
  /** One more address than anybody has; what is forgotten begins anew. */
  private static final int MAX_CHAINS = 8;

  Chains {
    chains = List.copyOf(chains);
  }

  /** Returns the chains of a client that is not known. */
  static Chains begin(String shown, String issued) {
    return new Chains(List.of(Continuity.begin(shown, issued)));
  }

  /** Returns what is equal for two links that are of one browser for certain. */
  String lineage() {
    return chains.get(0).lineage();
  }

  Chains confirmed(boolean answered) {
    return with(chains.get(0).confirmed(answered), chains.subList(1, chains.size()));
  }

  /**
   * Returns what follows with a further hello; empty if it comes from another browser than the last
   * of its chain.
   *
   * @param linked whether the last link is still open
   * @param next the ticket of the welcome to it
   */
  Optional<Chains> next(String ticket, boolean linked, String next) {
    List<Continuity> others = new ArrayList<>(chains);
    Optional<Continuity> own = chains.stream().filter(chain -> chain.has(ticket)).findFirst();
    own.ifPresent(others::remove);
    boolean isLast = own.filter(chains.get(0)::equals).isPresent();
    return own.isEmpty()
        ? Optional.of(with(Continuity.begin(ticket, next), others))
        : own.get().next(ticket, linked && isLast, next).map(chain -> with(chain, others));
  }

  private static Chains with(Continuity last, List<Continuity> others) {
    List<Continuity> all = new ArrayList<>();
    all.add(last);
    all.addAll(others.subList(0, Math.min(others.size(), MAX_CHAINS - 1)));
    return new Chains(all);
  }
}
