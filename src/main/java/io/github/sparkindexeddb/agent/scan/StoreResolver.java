// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.agent.link.Client;
import io.github.sparkindexeddb.agent.link.Clients;
import io.github.sparkindexeddb.agent.link.Link;
import io.github.sparkindexeddb.agent.link.RetryingRequests;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.agent.scan.PlanResponses.PlanResponse;
import io.github.sparkindexeddb.agent.scan.StoreCatalog.ClientCatalog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.ClientPlan;
import io.github.sparkindexeddb.wire.message.Participants;
import io.github.sparkindexeddb.wire.message.StoreClient;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.message.WorkerResult;
import io.github.sparkindexeddb.wire.value.KeyRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Finds the clients that have a store by asking every one that may: what a catalog said earlier can
 * be out of date. Thread-safe.
 */
public final class StoreResolver {
  /**
   * How long a client of another app is waited for, of which nobody knows that it has the store: a
   * browser that is stuck must not hold up what it has nothing to do with. One that was waited for
   * in vain is not waited for again until it answers anything.
   */
  static final Duration STRANGER_TIMEOUT = Duration.ofSeconds(10);

  private final Clients clients;
  private final RetryingRequests requests;
  private final StoreCatalog catalog;
  private final Scheduler scheduler;
  private final Supplier<String> endpoint;

  /** A client that has the store, and its plan. */
  record PlannedClient(StoreClient client, WorkerResult.PlanResult plan) {}

  /** The clients that take part, in the order of origins and ids. */
  record ResolvedStore(
      List<PlannedClient> plannedClients, List<ClientName> away, List<ClientName> without) {
    Participants participants() {
      return new Participants(
          plannedClients.stream().map(PlannedClient::client).toList(), away, without);
    }

    List<ClientPlan> plans() {
      return plannedClients.stream()
          .map(planned -> new ClientPlan(planned.client().name(), planned.plan().splits()))
          .toList();
    }
  }

  /** A client that was asked, and its response, which may be outstanding. */
  private record Question(Client client, CompletableFuture<PlanResponse> response) {
    Link link() {
      return client.link().orElseThrow();
    }

    /** Returns whether somebody has waited for it in vain, and it has answered nothing since. */
    boolean isSilent() {
      return link().silentSince().isPresent();
    }
  }

  /**
   * @param endpoint of this agent, as a page would write it
   */
  public StoreResolver(
      Clients clients,
      RetryingRequests requests,
      StoreCatalog catalog,
      Scheduler scheduler,
      Supplier<String> endpoint) {
    this.clients = clients;
    this.requests = requests;
    this.catalog = catalog;
    this.scheduler = scheduler;
    this.endpoint = endpoint;
  }

  /**
   * Returns the clients that have the store; fails with the error that tells most if none has.
   *
   * @param spec what will be read, if that may narrow the plans
   */
  CompletableFuture<ResolvedStore> resolve(
      Target target, SplitSizing sizing, Optional<WorkerRequest.ReadSpec> spec) {
    List<Client> candidates = new Candidates(target, clients.known()).all(endpoint.get());
    long expected = candidates.stream().filter(client -> mayHave(client, target)).count();
    int sharing = (int) Math.max(1, expected);
    List<Question> questions = new ArrayList<>();
    PlanLimits limits = new PlanLimits();
    int place = 0;
    for (Client client : candidates) {
      WorkerRequest.SplitSizes sizes = sizing.share(place, sharing);
      place += mayHave(client, target) ? 1 : 0;
      questions.add(
          new Question(client, requestPlan(client, planRequest(target, sizes, spec), limits)));
    }
    return responses(target, questions).thenCompose(this::resolve);
  }

  /** Returns all responses, those of strangers within their time. */
  private CompletableFuture<PlanResponses> responses(Target target, List<Question> questions) {
    CompletableFuture<Void> late = new CompletableFuture<>();
    Scheduler.Timer timer = scheduler.schedule(STRANGER_TIMEOUT, () -> late.complete(null));
    for (Question question : questions) {
      CompletableFuture<PlanResponse> response = question.response();
      var unusedEarly =
          response.thenRun(() -> abandonStrangers(target, questions, Question::isSilent));
      var unusedLate =
          response.runAfterBoth(late, () -> abandonStrangers(target, questions, any -> true));
    }
    CompletableFuture<List<PlanResponse>> all =
        Futures.all(questions.stream().map(Question::response).toList());
    Futures.onComplete(all, (responses, error) -> timer.cancel());
    return all.thenApply(responses -> new PlanResponses(target, responses));
  }

  /** Waits no longer if all who have not answered are strangers that need not be waited for. */
  private void abandonStrangers(
      Target target, List<Question> questions, Predicate<Question> isOverdue) {
    List<Question> open =
        questions.stream().filter(question -> !question.response().isDone()).toList();
    PlanResponses soFar =
        new PlanResponses(
            target,
            questions.stream()
                .filter(question -> !open.contains(question))
                .map(question -> question.response().join())
                .toList());
    if (open.stream().allMatch(each -> isOverdue.test(each) && soFar.isStranger(each.client()))) {
      open.forEach(this::abandon);
    }
  }

  private void abandon(Question question) {
    Instant now = scheduler.now();
    Instant since = question.link().markSilent(now.minus(STRANGER_TIMEOUT));
    question
        .response()
        .complete(PlanResponse.silent(question.client(), Duration.between(since, now)));
  }

  /** Returns the plan of one client once more, in other sizes. */
  CompletableFuture<WorkerResult.PlanResult> plan(
      ClientName client, Target target, WorkerRequest.SplitSizes sizes) {
    return requests.send(
        client, planRequest(target, sizes, Optional.empty()), json -> parsed(json, sizes));
  }

  private static WorkerResult.PlanResult parsed(JsonNode json, WorkerRequest.SplitSizes sizes) {
    return PlanLimits.asked(WorkerResult.PlanResult.fromJson(json), sizes);
  }

  private static WorkerRequest.Plan planRequest(
      Target target, WorkerRequest.SplitSizes sizes, Optional<WorkerRequest.ReadSpec> spec) {
    WorkerRequest.StoreName store = new WorkerRequest.StoreName(target.database(), target.store());
    return new WorkerRequest.Plan(store, KeyRange.ALL, sizes, spec);
  }

  private CompletableFuture<PlanResponse> requestPlan(
      Client client, WorkerRequest.Plan plan, PlanLimits limits) {
    return requests
        .sendToLinked(client.name(), plan, json -> parsed(json, plan.sizes()))
        .thenApply(result -> limits.withinMemory(client.name(), result))
        .handle(
            (result, thrown) ->
                thrown == null
                    ? PlanResponse.planned(client, result)
                    : PlanResponse.of(client, AgentErrors.of(thrown)));
  }

  private CompletableFuture<ResolvedStore> resolve(PlanResponses responses) {
    Target target = responses.target();
    List<PlannedClient> planned =
        responses.all().stream()
            .filter(response -> response.plan().isPresent())
            .map(StoreResolver::plannedClient)
            .toList();
    if (planned.isEmpty()) {
      return noStore(responses);
    }
    Optional<IndexedDbException> failure = responses.failureOfPlanned();
    if (failure.isPresent()) {
      return CompletableFuture.failedFuture(failure.get());
    }
    Set<String> candidates = responses.candidateOrigins();
    if (candidates.size() > 1 && target.origin().isEmpty()) {
      return CompletableFuture.failedFuture(LookupErrors.ambiguousOrigin(target, candidates));
    }
    responses.logFailures();
    return CompletableFuture.completedFuture(
        new ResolvedStore(planned, away(responses), responses.without()));
  }

  private static PlannedClient plannedClient(PlanResponse response) {
    Client client = response.client();
    WorkerResult.PlanResult plan = response.plan().orElseThrow();
    return new PlannedClient(new StoreClient(client.name(), client.browser(), plan.keys()), plan);
  }

  /** Asks all clients what they have, and fails with that and with the refusal that tells most. */
  private CompletableFuture<ResolvedStore> noStore(PlanResponses responses) {
    Set<ErrorCode> refusals = responses.refusals();
    Optional<IndexedDbException> failure = responses.failureWithoutPlan();
    if (refusals.isEmpty() || failure.isPresent() && !responses.lacksOnlyTheSilent()) {
      return CompletableFuture.failedFuture(
          failure.orElseGet(() -> LookupErrors.noClients(endpoint.get(), clients.known())));
    }
    return catalog
        .all()
        .thenApply(all -> noStore(responses.target(), refusals, all))
        .thenCompose(
            known ->
                CompletableFuture.failedFuture(
                    failure.map(silent -> withWhatIsKnown(silent, known)).orElse(known)));
  }

  /** The code stays that of the silent: what one agent does not know is no answer for others. */
  private static IndexedDbException withWhatIsKnown(
      IndexedDbException silent, IndexedDbException known) {
    return IndexedDbException.of(
            silent.code(), "%s Of all others: %s", silent.sentence(), known.sentence())
        .with((ObjectNode) known.details())
        .with((ObjectNode) silent.details());
  }

  private static IndexedDbException noStore(
      Target target, Set<ErrorCode> refusals, List<ClientCatalog> all) {
    List<ClientCatalog> ofOrigin =
        all.stream()
            .filter(each -> target.origin().map(each.origin()::equals).orElse(true))
            .toList();
    if (refusals.contains(ErrorCode.STORE_NOT_ALLOWED)) {
      return LookupErrors.storeNotAllowed(target, ofOrigin);
    }
    return refusals.contains(ErrorCode.STORE_NOT_FOUND)
        ? LookupErrors.storeNotFound(target, ofOrigin)
        : LookupErrors.databaseNotFound(target, ofOrigin);
  }

  /** Returns the clients that may have the store and are not connected, or left meanwhile. */
  private List<ClientName> away(PlanResponses responses) {
    Target target = responses.target();
    Set<String> origins = responses.origins();
    List<ClientName> answered = responses.answered();
    return clients.known().stream()
        .filter(client -> origins.contains(client.name().origin()))
        .filter(client -> target.includes(client.name()))
        .filter(
            client ->
                !client.isConnected()
                    || responses.all().stream().anyMatch(response -> response.isOf(client)))
        .filter(client -> !answered.contains(client.name()))
        .filter(client -> mayHave(client, target))
        .map(Client::name)
        .toList();
  }

  private static boolean mayHave(Client client, Target target) {
    return client.mayHave(target.database(), target.store());
  }
}
