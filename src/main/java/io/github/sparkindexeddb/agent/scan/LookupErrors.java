// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.agent.link.Client;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Suggestion;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.Target;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Errors about names: each says what is there, what was probably meant and what to do. */
public final class LookupErrors {
  /** A longer list would hide the sentence; the details hold all. */
  private static final int LISTED = 20;

  /** What tells most comes first. */
  private static final List<ErrorCode> TELLING =
      List.of(ErrorCode.STORE_NOT_ALLOWED, ErrorCode.STORE_NOT_FOUND, ErrorCode.DATABASE_NOT_FOUND);

  private final Supplier<String> endpoint;
  private final StoreCatalog catalog;

  /**
   * @param endpoint of this agent, as a page would write it
   */
  public LookupErrors(Supplier<String> endpoint, StoreCatalog catalog) {
    this.endpoint = endpoint;
    this.catalog = catalog;
  }

  IndexedDbException noClients(List<Client> known) {
    String away = known.isEmpty() ? "" : " (" + known.size() + " known, all away)";
    return new IndexedDbException(
        ErrorCode.NO_CLIENTS,
        "Cannot read: no browser is connected to the agent at "
            + endpoint.get()
            + away
            + ". Open a page of the web app that calls connect({ endpoint: '"
            + endpoint.get()
            + "' }).",
        clientDetails(known).put("endpoint", endpoint.get()));
  }

  IndexedDbException noOrigin(Target target, List<Client> known) {
    String origin = target.origin().orElse("");
    Set<String> there = names(known, client -> client.name().origin());
    return new IndexedDbException(
        ErrorCode.ORIGIN_NOT_FOUND,
        "Cannot read "
            + target
            + ": no connected browser is of origin '"
            + AgentLog.plain(origin)
            + "'"
            + (there.contains(origin) ? " any more: it is away" : hint(origin, there))
            + ". Connected: "
            + list(names(connected(known), client -> client.name().origin()))
            + ". Correct 'origin', or open a page of it.",
        nearest(clientDetails(known), origin, there));
  }

  IndexedDbException noClient(Target target, List<Client> known) {
    String id = target.client().orElse("");
    Set<String> there = names(known, client -> client.name().id());
    return new IndexedDbException(
        ErrorCode.CLIENT_NOT_FOUND,
        "Cannot read "
            + target
            + ": client '"
            + AgentLog.plain(id)
            + "' is "
            + (there.contains(id) ? "away" : "unknown" + hint(id, there))
            + ". Connected: "
            + list(names(connected(known), client -> client.name().id()))
            + ". Correct 'client', or open its page.",
        nearest(clientDetails(known), id, there));
  }

  static IndexedDbException ambiguous(Target target, Collection<String> origins) {
    ObjectNode details = Json.object();
    details.set("origins", Json.array(origins, TextNode::valueOf));
    return new IndexedDbException(
        ErrorCode.AMBIGUOUS_ORIGIN,
        "Cannot read "
            + target
            + ": more than one origin has such a store: "
            + list(origins)
            + ". Name one with 'origin'.",
        details);
  }

  /** Asks all clients what they have, and fails with the most telling refusal and that list. */
  <T> CompletableFuture<T> noStore(Target target, List<IndexedDbException> refusals) {
    ErrorCode code =
        refusals.stream()
            .map(IndexedDbException::code)
            .min(Comparator.comparingInt(TELLING::indexOf))
            .orElse(ErrorCode.STORE_NOT_FOUND);
    return catalog
        .all()
        .thenCompose(there -> CompletableFuture.failedFuture(noStore(target, code, there)));
  }

  /** What there is instead, of the origin that was asked for. */
  private record Offer(Set<String> databases, Set<String> paths, Set<String> beside) {
    static Offer of(Target target, List<StoreCatalog.ClientCatalog> there) {
      Offer offer = new Offer(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
      there.stream()
          .flatMap(clientCatalog -> clientCatalog.catalog().databases().stream())
          .forEach(database -> offer.add(target, database));
      return offer;
    }

    private void add(Target target, Catalog.Database database) {
      databases.add(database.name());
      for (Catalog.Store store : database.stores()) {
        paths.add(database.name() + "/" + store.name());
        if (database.name().equals(target.database())) {
          beside.add(store.name());
        }
      }
    }
  }

  private static IndexedDbException noStore(
      Target target, ErrorCode code, List<StoreCatalog.ClientCatalog> all) {
    List<StoreCatalog.ClientCatalog> there =
        all.stream()
            .filter(
                clientCatalog -> target.origin().map(clientCatalog.origin()::equals).orElse(true))
            .toList();
    Offer offer = Offer.of(target, there);
    boolean noDatabase = code == ErrorCode.DATABASE_NOT_FOUND;
    String name = noDatabase ? target.database() : target.store();
    Set<String> choices = noDatabase ? offer.databases : offer.beside;
    ObjectNode details = Json.object();
    details.set("stores", Json.array(offer.paths, TextNode::valueOf));
    details.set("clients", Json.array(there, clientCatalog -> clientCatalog.client().json()));
    String clients =
        list(
            there.stream()
                .map(clientCatalog -> AgentLog.describe(clientCatalog.client()))
                .toList());
    return new IndexedDbException(
        code,
        "Cannot read "
            + target
            + ": "
            + why(code, target)
            + hint(name, choices)
            + ". Connected: "
            + clients
            + "; they allow: "
            + list(offer.paths)
            + ". Correct the name, or add it to SparkIndexedDB.allow(…) in the app.",
        nearest(details, name, choices));
  }

  private static String why(ErrorCode code, Target target) {
    return switch (code) {
      case DATABASE_NOT_FOUND ->
          "no connected browser has a database '" + target.database() + "' that it allows";
      case STORE_NOT_ALLOWED -> "the web app does not allow this store to be exported";
      default -> "its database has no store '" + target.store() + "'";
    };
  }

  private static String hint(String name, Collection<String> choices) {
    return Suggestion.nearest(name, choices)
        .map(choice -> " (nearest: '" + AgentLog.plain(choice) + "')")
        .orElse("");
  }

  private static ObjectNode nearest(ObjectNode details, String name, Collection<String> choices) {
    Suggestion.nearest(name, choices).ifPresent(choice -> details.put("nearest", choice));
    return details;
  }

  private static ObjectNode clientDetails(List<Client> known) {
    ObjectNode details = Json.object();
    details.set(
        "clients",
        Json.array(known, client -> client.name().json().put("connected", client.isConnected())));
    return details;
  }

  private static List<Client> connected(List<Client> known) {
    return known.stream().filter(Client::isConnected).toList();
  }

  private static Set<String> names(List<Client> clients, Function<Client, String> name) {
    return clients.stream().map(name).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String list(Collection<String> names) {
    if (names.isEmpty()) {
      return "nothing";
    }
    String shown =
        names.stream()
            .limit(LISTED)
            .map(name -> "'" + AgentLog.plain(name) + "'")
            .collect(Collectors.joining(", "));
    int more = names.size() - LISTED;
    return more > 0 ? shown + " and " + more + " more" : shown;
  }
}
