// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import java.util.List;

/**
 * The error about clients that did not come in time.
 *
 * @param deed what cannot be done, as {@code read 'shop/orders'}
 * @param nobody who did not come, as {@code no browser with it}
 */
record TooFewClients(String deed, String nobody, List<AgentClient> agents, ClientQuorum quorum) {
  /**
   * {@code NO_CLIENTS} or {@code TOO_FEW_CLIENTS}.
   *
   * @param ids of the clients that were connected
   * @param away ids of those that are known, but were not
   */
  IndexedDbException of(List<String> ids, List<String> away) {
    ObjectNode details = Json.object().put("minClients", quorum.minClients());
    details.set("endpoints", Json.array(endpoints(), TextNode::valueOf));
    details.set("clients", Json.array(ids, TextNode::valueOf));
    details.set("away", Json.array(away, TextNode::valueOf));
    return ids.isEmpty()
        ? new IndexedDbException(ErrorCode.NO_CLIENTS, none(away), details)
        : new IndexedDbException(ErrorCode.TOO_FEW_CLIENTS, few(ids, away), details);
  }

  private List<String> endpoints() {
    return agents.stream().map(agent -> agent.endpoint().url()).toList();
  }

  private String at() {
    return String.join(", ", endpoints()) + " within " + quorum.timeout().toMillis() + " ms";
  }

  private String none(List<String> away) {
    return "Cannot "
        + deed
        + ": "
        + nobody
        + " was connected to "
        + at()
        + known(away)
        + ". Open the app in a browser, check that its page calls connect({ endpoint: '"
        + endpoints().get(0)
        + "' }), or raise 'waitForClients'.";
  }

  private String few(List<String> ids, List<String> away) {
    return "Cannot "
        + deed
        + ": "
        + ids.size()
        + " of "
        + quorum.minClients()
        + " clients were connected to "
        + at()
        + ": "
        + String.join(", ", ids)
        + known(away)
        + ". Open the app in more browsers, lower 'minClients', or raise 'waitForClients'.";
  }

  private static String known(List<String> away) {
    return away.isEmpty() ? "" : "; known but away: " + String.join(", ", away);
  }
}
