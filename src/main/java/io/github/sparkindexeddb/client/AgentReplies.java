// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.Audience;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.StoreClient;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.Target;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What all agents of a fleet said to one question.
 *
 * @param replies of agents that have the store, in the fleet's order
 * @param refusals of agents that have no such store, or no browser
 */
record AgentReplies<R>(List<Reply<R>> replies, List<IndexedDbException> refusals) {
  /** An agent may say these while another has the store; the most telling first. */
  private static final List<ErrorCode> ABSENT =
      List.of(
          ErrorCode.STORE_NOT_ALLOWED,
          ErrorCode.STORE_NOT_FOUND,
          ErrorCode.DATABASE_NOT_FOUND,
          ErrorCode.CLIENT_NOT_FOUND,
          ErrorCode.ORIGIN_NOT_FOUND);

  /** An agent says these of what is not connected, with the clients that it knows. */
  private static final List<ErrorCode> GONE =
      List.of(ErrorCode.CLIENT_NOT_FOUND, ErrorCode.ORIGIN_NOT_FOUND);

  /** One agent's answer. */
  record Reply<R>(AgentClient agent, R body, Audience audience) {}

  /** Whether the read may go on without the agent that said this. */
  static boolean tolerable(IndexedDbException refusal) {
    return ABSENT.contains(refusal.code()) || refusal.code() == ErrorCode.NO_CLIENTS;
  }

  /** The refusal that tells a misspelt name, if there is any. */
  Optional<IndexedDbException> misnamed() {
    return ABSENT.stream()
        .flatMap(code -> refusals.stream().filter(refusal -> refusal.code() == code))
        .findFirst();
  }

  /**
   * Whether the origin or client that the target names is known to an agent that refused it: then
   * it is not misspelt, but away, and may come back.
   */
  boolean isAway(Target target) {
    boolean named = target.origin().isPresent() || target.client().isPresent();
    return named
        && refusals.stream()
            .filter(refusal -> GONE.contains(refusal.code()))
            .flatMap(refusal -> clientsIn(refusal).stream())
            .anyMatch(
                client ->
                    target.origin().map(client.origin()::equals).orElse(true)
                        && target.client().map(client.id()::equals).orElse(true));
  }

  private static List<ClientName> clientsIn(IndexedDbException refusal) {
    return Json.list(
        refusal.details().path("clients"),
        client -> new ClientName(client.path("id").asText(), client.path("origin").asText()));
  }

  /** Each client once; who takes part at one agent is not away at another. */
  Audience audience() {
    Map<ClientName, StoreClient> clients = new LinkedHashMap<>();
    replies.stream()
        .flatMap(reply -> reply.audience().clients().stream())
        .forEach(client -> clients.putIfAbsent(client.name(), client));
    Set<ClientName> told = new HashSet<>(clients.keySet());
    List<ClientName> without = others(Audience::without).filter(told::add).toList();
    List<ClientName> away = others(Audience::away).filter(told::add).toList();
    return new Audience(List.copyOf(clients.values()), away, without);
  }

  private Stream<ClientName> others(Function<Audience, List<ClientName>> part) {
    return replies.stream().flatMap(reply -> part.apply(reply.audience()).stream());
  }

  /**
   * @throws IndexedDbException {@code AMBIGUOUS_ORIGIN} if the agents together have the store on
   *     several origins and none was named
   */
  void requireOneOrigin(Target target) {
    List<String> origins =
        audience().clients().stream()
            .map(client -> client.name().origin())
            .distinct()
            .sorted()
            .toList();
    if (origins.size() > 1 && target.origin().isEmpty()) {
      throw new IndexedDbException(
          ErrorCode.AMBIGUOUS_ORIGIN,
          "Cannot read "
              + target
              + ": it exists on "
              + origins.size()
              + " origins, '"
              + String.join("', '", origins)
              + "'. Name one as option 'origin'.",
          Json.object().set("origins", Json.array(origins, TextNode::valueOf)));
    }
  }
}
