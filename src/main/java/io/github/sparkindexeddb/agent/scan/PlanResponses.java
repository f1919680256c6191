// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.link.Client;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.message.WorkerResult;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What clients answered to the question for a store. A failure of a client stays with its app:
 * others are read as if it were away. Immutable.
 */
record PlanResponses(Target target, List<PlanResponse> all) {
  PlanResponses {
    all = List.copyOf(all);
  }

  /** A client's plan, its refusal as it has no such store, its failure, or none as it went away. */
  record PlanResponse(
      Client client,
      Optional<WorkerResult.PlanResult> plan,
      Optional<IndexedDbException> refusal,
      Optional<IndexedDbException> failure) {
    static PlanResponse planned(Client client, WorkerResult.PlanResult plan) {
      return new PlanResponse(client, Optional.of(plan), Optional.empty(), Optional.empty());
    }

    static PlanResponse of(Client client, IndexedDbException error) {
      return switch (error.code()) {
        case DATABASE_NOT_FOUND, STORE_NOT_FOUND, STORE_NOT_ALLOWED ->
            new PlanResponse(client, Optional.empty(), Optional.of(error), Optional.empty());
        case CLIENT_LOST, CLIENT_REPLACED, CLIENT_NOT_FOUND ->
            new PlanResponse(client, Optional.empty(), Optional.empty(), Optional.empty());
        default -> failed(client, AgentErrors.of(client.name(), error));
      };
    }

    static PlanResponse silent(Client client, Duration waited) {
      return failed(
          client,
          IndexedDbException.of(
                  ErrorCode.WORKER_SILENT,
                  "Cannot read from %s: it has not answered for %s s. Look into the console of its"
                      + " page, or reload it.",
                  AgentLog.describe(client.name()),
                  waited.toSeconds())
              .with(client.name().json()));
    }

    private static PlanResponse failed(Client client, IndexedDbException error) {
      return new PlanResponse(client, Optional.empty(), Optional.empty(), Optional.of(error));
    }

    boolean isOf(Client other) {
      return client.name().equals(other.name());
    }

    boolean isBusy() {
      return hasFailed(ErrorCode.DATABASE_BUSY);
    }

    boolean hasFailed(ErrorCode code) {
      return failure.filter(error -> error.code() == code).isPresent();
    }

    String origin() {
      return client.name().origin();
    }
  }

  /** Returns the origins that have the store. */
  Set<String> origins() {
    return all.stream()
        .filter(response -> response.plan().isPresent())
        .map(PlanResponse::origin)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns these, and those of clients that failed and are known to have it. */
  Set<String> candidateOrigins() {
    Set<String> origins = origins();
    all.stream()
        .filter(response -> response.failure().isPresent())
        .filter(response -> isKnownToHave(response.client()))
        .forEach(response -> origins.add(response.origin()));
    return origins;
  }

  /**
   * Returns whether a client has nothing to do with the store, by all that is known: nobody of its
   * app answered that it is there, and what it said last is without it, or others have answered and
   * of it nothing is known.
   */
  boolean isStranger(Client client) {
    return !origins().contains(client.name().origin())
        && !isKnownToHave(client)
        && (!mayHave(client) || !answered().isEmpty());
  }

  /** Returns why not all clients of an app can be read that has it: a part of it is no answer. */
  Optional<IndexedDbException> failureOfPlanned() {
    Set<String> origins = origins();
    return all.stream()
        .filter(response -> origins.contains(response.origin()))
        .flatMap(response -> response.failure().stream())
        .findFirst();
  }

  /**
   * Returns the failure of a client that may have the store, or of any if none refused it. A
   * database that is busy may be about to get it.
   */
  Optional<IndexedDbException> failureWithoutPlan() {
    List<PlanResponse> failed =
        all.stream().filter(response -> response.failure().isPresent()).toList();
    return failed.stream()
        .filter(response -> mayHave(response.client()) || response.isBusy())
        .min(Comparator.comparing(this::isUnknownAndSilent))
        .or(() -> refusals().isEmpty() ? failed.stream().findFirst() : Optional.empty())
        .flatMap(PlanResponse::failure);
  }

  /** Returns whether only a client of which nothing is known may have what all others lack. */
  boolean lacksOnlyTheSilent() {
    return !refusals().isEmpty()
        && all.stream()
            .filter(response -> response.failure().isPresent())
            .filter(response -> mayHave(response.client()) || response.isBusy())
            .allMatch(this::isUnknownAndSilent);
  }

  private boolean isUnknownAndSilent(PlanResponse response) {
    return response.client().catalog().isEmpty() && response.hasFailed(ErrorCode.WORKER_SILENT);
  }

  Set<ErrorCode> refusals() {
    return all.stream()
        .flatMap(response -> response.refusal().stream())
        .map(IndexedDbException::code)
        .collect(Collectors.toSet());
  }

  /** Returns the clients that say whether they have it. */
  List<ClientName> answered() {
    return all.stream()
        .filter(response -> response.plan().isPresent() || response.refusal().isPresent())
        .map(response -> response.client().name())
        .toList();
  }

  /** Returns the clients of the same apps that have no such store. */
  List<ClientName> without() {
    Set<String> origins = origins();
    return all.stream()
        .filter(response -> response.refusal().isPresent())
        .filter(response -> origins.contains(response.origin()))
        .map(response -> response.client().name())
        .toList();
  }

  void logFailures() {
    for (PlanResponse response : all) {
      response
          .failure()
          .ifPresent(
              error ->
                  AgentLog.LOG.warn(
                      "{} takes no part: {}",
                      AgentLog.describe(response.client().name()),
                      AgentLog.plain(error.getMessage())));
    }
  }

  private boolean isKnownToHave(Client client) {
    return client.isKnownToHave(target.database(), target.store());
  }

  private boolean mayHave(Client client) {
    return client.mayHave(target.database(), target.store());
  }
}
