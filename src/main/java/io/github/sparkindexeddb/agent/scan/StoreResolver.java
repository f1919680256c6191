// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.link.Client;
import io.github.sparkindexeddb.agent.link.Clients;
import io.github.sparkindexeddb.agent.link.RetryingRequests;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Participants;
import io.github.sparkindexeddb.wire.message.StoreClient;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.message.WorkerResult;
import io.github.sparkindexeddb.wire.value.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the clients that have a store by asking every one that may: what a catalog said earlier can
 * be out of date. Thread-safe.
 */
public final class StoreResolver {
  private final Clients clients;
  private final RetryingRequests requests;
  private final LookupErrors errors;

  /** A client that has the store, and its answer. */
  record PlannedClient(StoreClient client, WorkerResult.PlanResult plan) {}

  /** Who takes part, in the order of origins and ids. */
  record ResolvedStore(
      List<PlannedClient> plannedClients, List<ClientName> away, List<ClientName> without) {
    Participants participants() {
      return new Participants(
          plannedClients.stream().map(PlannedClient::client).toList(), away, without);
    }
  }

  /** What one client said: a plan, that it has no such store, or nothing since it went away. */
  private record PlanResponse(
      Client client,
      Optional<WorkerResult.PlanResult> plan,
      Optional<IndexedDbException> refusal) {}

  public StoreResolver(Clients clients, RetryingRequests requests, LookupErrors errors) {
    this.clients = clients;
    this.requests = requests;
    this.errors = errors;
  }

  /**
   * Fails with the error that tells most if no client has the store.
   *
   * @param spec what will be read, if that may narrow the plans
   */
  CompletableFuture<ResolvedStore> resolve(
      Target target, SplitSizing sizing, Optional<WorkerRequest.ReadSpec> spec) {
    List<Client> asked = matching(target);
    long may = asked.stream().filter(client -> mayHave(client, target)).count();
    int sharing = (int) Math.max(1, may);
    List<CompletableFuture<PlanResponse>> answers = new ArrayList<>();
    int place = 0;
    for (Client client : asked) {
      WorkerRequest.SplitSizes sizes = sizing.share(place, sharing);
      place += mayHave(client, target) ? 1 : 0;
      answers.add(ask(client, plan(target, sizes, spec)));
    }
    return Futures.all(answers).thenCompose(response -> turnout(target, response));
  }

  /** The plan of one client, again, in other sizes. */
  CompletableFuture<WorkerResult.PlanResult> plan(
      ClientName client, Target target, WorkerRequest.SplitSizes sizes) {
    return requests.send(
        client, plan(target, sizes, Optional.empty()), WorkerResult.PlanResult::fromJson);
  }

  private static WorkerRequest.Plan plan(
      Target target, WorkerRequest.SplitSizes sizes, Optional<WorkerRequest.ReadSpec> spec) {
    WorkerRequest.StoreName store = new WorkerRequest.StoreName(target.database(), target.store());
    return new WorkerRequest.Plan(store, KeyRange.ALL, sizes, spec);
  }

  private List<Client> matching(Target target) {
    List<Client> connected = clients.connected();
    if (connected.isEmpty()) {
      throw errors.noClients(clients.known());
    }
    List<Client> ofOrigin =
        connected.stream().filter(client -> isOf(client, target.origin())).toList();
    if (ofOrigin.isEmpty()) {
      throw errors.noOrigin(target, clients.known());
    }
    List<Client> named =
        ofOrigin.stream()
            .filter(client -> target.client().map(client.name().id()::equals).orElse(true))
            .toList();
    if (named.isEmpty()) {
      throw errors.noClient(target, clients.known());
    }
    return named;
  }

  private CompletableFuture<PlanResponse> ask(Client client, WorkerRequest.Plan plan) {
    return requests
        .sendToLinked(client.name(), plan, WorkerResult.PlanResult::fromJson)
        .handle(
            (planResult, error) -> {
              if (error == null) {
                return new PlanResponse(client, Optional.of(planResult), Optional.empty());
              }
              IndexedDbException cause = AgentErrors.of(error);
              return switch (cause.code()) {
                case DATABASE_NOT_FOUND, STORE_NOT_FOUND, STORE_NOT_ALLOWED ->
                    new PlanResponse(client, Optional.empty(), Optional.of(cause));
                case CLIENT_LOST, CLIENT_REPLACED ->
                    new PlanResponse(client, Optional.empty(), Optional.empty());
                default -> throw cause;
              };
            });
  }

  private CompletableFuture<ResolvedStore> turnout(Target target, List<PlanResponse> response) {
    List<PlannedClient> plannedClients =
        response.stream()
            .filter(each -> each.plan().isPresent())
            .map(StoreResolver::member)
            .toList();
    if (plannedClients.isEmpty()) {
      List<IndexedDbException> refusals =
          response.stream().flatMap(each -> each.refusal().stream()).toList();
      return refusals.isEmpty()
          ? CompletableFuture.failedFuture(errors.noClients(clients.known()))
          : errors.noStore(target, refusals);
    }
    TreeSet<String> origins = new TreeSet<>();
    plannedClients.forEach(plannedClient -> origins.add(plannedClient.client().name().origin()));
    if (origins.size() > 1 && target.origin().isEmpty()) {
      return CompletableFuture.failedFuture(LookupErrors.ambiguous(target, origins));
    }
    return CompletableFuture.completedFuture(
        new ResolvedStore(
            plannedClients, away(target, origins, response), without(response, origins)));
  }

  private static PlannedClient member(PlanResponse response) {
    Client client = response.client();
    WorkerResult.PlanResult plan = response.plan().orElseThrow();
    return new PlannedClient(new StoreClient(client.name(), client.browser(), plan.keys()), plan);
  }

  private static List<ClientName> without(List<PlanResponse> response, TreeSet<String> origins) {
    return response.stream()
        .filter(each -> each.refusal().isPresent())
        .map(each -> each.client().name())
        .filter(name -> origins.contains(name.origin()))
        .toList();
  }

  /** Known, not connected, and may have the store; and those that left while they were asked. */
  private List<ClientName> away(
      Target target, TreeSet<String> origins, List<PlanResponse> response) {
    List<ClientName> took =
        response.stream()
            .filter(each -> each.plan().isPresent() || each.refusal().isPresent())
            .map(each -> each.client().name())
            .toList();
    return clients.known().stream()
        .filter(client -> origins.contains(client.name().origin()))
        .filter(client -> target.client().map(client.name().id()::equals).orElse(true))
        .filter(client -> !client.isConnected() || isAsked(response, client))
        .filter(client -> !took.contains(client.name()))
        .filter(client -> mayHave(client, target))
        .map(Client::name)
        .toList();
  }

  private static boolean isAsked(List<PlanResponse> response, Client client) {
    return response.stream().anyMatch(each -> each.client().name().equals(client.name()));
  }

  private static boolean mayHave(Client client, Target target) {
    return client.mayHave(target.database(), target.store());
  }

  private static boolean isOf(Client client, Optional<String> origin) {
    return origin.map(client.name().origin()::equals).orElse(true);
  }
}
