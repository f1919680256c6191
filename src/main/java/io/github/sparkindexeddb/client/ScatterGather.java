// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Calls all agents at once, again and again until enough clients take part. Replies that are not
 * enough are asked for anew only when other clients are connected than before, since they may have
 * cost a sampling.
 *
 * <p>Confined to one thread.
 */
final class ScatterGather<R> {
  private static final long POLL_MILLIS = 200;

  private final List<AgentClient> agents;
  private final AgentCall<R> call;

  ScatterGather(List<AgentClient> agents, AgentCall<R> call) {
    this.agents = agents;
    this.call = call;
  }

  /** Returns the first replies in which enough clients take part. */
  AgentReplies<R> gather(ClientQuorum quorum) {
    try {
      return await(quorum, System.nanoTime() + quorum.timeout().toNanos());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw IndexedDbException.of(
          ErrorCode.AGENT_UNREACHABLE,
          "Cannot wait for the agents any longer: the reading thread was interrupted. Run the read again.");
    }
  }

  private AgentReplies<R> await(ClientQuorum quorum, long deadline) throws InterruptedException {
    Optional<Set<ClientName>> before = Optional.empty();
    AgentReplies<R> replies = callAll();
    while (call.clientNames(replies.bodies()).size() < quorum.minClients()) {
      replies.replies().forEach(call::discard);
      before = Optional.of(awaitOthers(before, replies, quorum, deadline));
      replies = callAll();
    }
    return replies;
  }

  /** Returns who is connected, once they are others than when the replies were asked for. */
  private Set<ClientName> awaitOthers(
      Optional<Set<ClientName>> before, AgentReplies<R> replies, ClientQuorum quorum, long deadline)
      throws InterruptedException {
    Set<ClientName> connected = connectedClients();
    Optional<IndexedDbException> misspelt = replies.misspelt(call.target());
    if (misspelt.isPresent() && !connected.isEmpty()) {
      throw misspelt.get();
    }
    while (before.equals(Optional.of(connected)) && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      connected = connectedClients();
    }
    if (before.isPresent() && System.nanoTime() - deadline >= 0) {
      throw replies
          .notFound()
          .orElseGet(() -> new TooFewClients(agents, quorum).error(call, replies.bodies()));
    }
    return connected;
  }

  private Set<ClientName> connectedClients() {
    return agents.stream()
        .flatMap(agent -> agent.connectedClients().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Calls all agents at the same time: each may have its browsers sample. */
  private AgentReplies<R> callAll() throws InterruptedException {
    ExecutorService threads = Executors.newFixedThreadPool(agents.size(), ScatterGather::daemon);
    try {
      List<Future<R>> futures =
          threads.invokeAll(
              IntStream.range(0, agents.size())
                  .<Callable<R>>mapToObj(place -> () -> call.call(agents.get(place), place))
                  .toList());
      return requireComplete(collect(futures));
    } finally {
      threads.shutdownNow();
    }
  }

  private AgentReplies<R> collect(List<Future<R>> futures) throws InterruptedException {
    AgentReplies<R> all = new AgentReplies<>(new LinkedHashMap<>(), new ArrayList<>());
    for (int place = 0; place < futures.size(); place++) {
      try {
        all.replies().put(agents.get(place), futures.get(place).get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof IndexedDbException refusal)) {
          throw new IllegalStateException("a call fails with an error code only", e.getCause());
        }
        all.refusals().add(refusal);
      }
    }
    return all;
  }

  /** Complete or error: what one agent cannot answer is not made up for by others. */
  private AgentReplies<R> requireComplete(AgentReplies<R> all) {
    Optional<IndexedDbException> failure = all.failure().or(() -> severalOrigins(all.bodies()));
    if (failure.isPresent()) {
      all.replies().forEach(call::discard);
      throw failure.get();
    }
    return all;
  }

  private Optional<IndexedDbException> severalOrigins(List<R> replies) {
    List<String> origins =
        call.clientNames(replies).stream().map(ClientName::origin).distinct().sorted().toList();
    return call.target()
        .filter(target -> target.origin().isEmpty() && origins.size() > 1)
        .map(
            target ->
                IndexedDbException.of(
                        ErrorCode.AMBIGUOUS_ORIGIN,
                        "Cannot read %s: it exists on %s origins, '%s'. Name one as option 'origin'.",
                        target,
                        origins.size(),
                        String.join("', '", origins))
                    .with("origins", origins));
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "spark-indexeddb-agents");
    thread.setDaemon(true);
    return thread;
  }
}
