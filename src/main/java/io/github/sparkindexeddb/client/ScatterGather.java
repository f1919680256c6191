// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.Audience;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks all agents one question, again and again until enough clients take part. An answer that is
 * not enough is asked for anew only when other clients are connected than before, since it may have
 * cost a sampling.
 *
 * <p>Confined to one thread.
 */
final class ScatterGather<R> {
  /** Between two looks at who is connected. */
  private static final long LOOK_MILLIS = 200;

  private final List<AgentClient> agents;
  private final AgentCall<R> question;

  ScatterGather(List<AgentClient> agents, AgentCall<R> question) {
    this.agents = agents;
    this.question = question;
  }

  /**
   * @throws IndexedDbException {@code NO_CLIENTS}, {@code TOO_FEW_CLIENTS}, {@code
   *     AMBIGUOUS_ORIGIN}, or what an agent says
   */
  AgentReplies<R> patiently(ClientQuorum quorum) {
    long end = System.nanoTime() + quorum.timeout().toNanos();
    Optional<Set<ClientName>> before = Optional.empty();
    while (true) {
      AgentReplies<R> poll = once();
      if (poll.audience().clients().size() >= quorum.minClients()) {
        return poll;
      }
      poll.replies().forEach(question.discard());
      Set<ClientName> connected = connected();
      if (!connected.isEmpty() && !poll.isAway(question.target())) {
        refuseMisnamed(poll);
      }
      while (before.equals(Optional.of(connected)) && !over(end)) {
        pause();
        connected = connected();
      }
      if (before.isPresent() && over(end)) {
        refuseMisnamed(poll);
        throw tooFew(poll.audience(), quorum);
      }
      before = Optional.of(connected);
    }
  }

  static boolean over(long end) {
    return System.nanoTime() - end >= 0;
  }

  /** A name that no browser goes by is misspelt: waiting would not help. */
  private void refuseMisnamed(AgentReplies<R> poll) {
    if (poll.replies().isEmpty()) {
      poll.misnamed()
          .ifPresent(
              refusal -> {
                throw refusal;
              });
    }
  }

  private Set<ClientName> connected() {
    return agents.stream()
        .flatMap(agent -> agent.connectedClients().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** All agents at the same time: each may have its browsers sample. */
  private AgentReplies<R> once() {
    ExecutorService threads = Executors.newFixedThreadPool(agents.size(), ScatterGather::daemon);
    try {
      List<Future<R>> answers =
          IntStream.range(0, agents.size())
              .mapToObj(place -> threads.submit(() -> question.ask().of(agents.get(place), place)))
              .toList();
      return collect(answers);
    } finally {
      threads.shutdownNow();
    }
  }

  private AgentReplies<R> collect(List<Future<R>> answers) {
    List<AgentReplies.Reply<R>> replies = new ArrayList<>();
    List<IndexedDbException> refusals = new ArrayList<>();
    for (int place = 0; place < answers.size(); place++) {
      try {
        R body = get(answers.get(place));
        replies.add(
            new AgentReplies.Reply<>(agents.get(place), body, question.audience().apply(body)));
      } catch (IndexedDbException e) {
        refusals.add(e);
      }
    }
    return sound(new AgentReplies<>(replies, refusals));
  }

  /** Complete or error: what one agent cannot answer is not made up for by others. */
  private AgentReplies<R> sound(AgentReplies<R> poll) {
    try {
      for (IndexedDbException refusal : poll.refusals()) {
        if (!AgentReplies.tolerable(refusal)) {
          throw refusal;
        }
      }
      poll.requireOneOrigin(question.target());
      return poll;
    } catch (IndexedDbException e) {
      poll.replies().forEach(question.discard());
      throw e;
    }
  }

  private static <R> R get(Future<R> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IndexedDbException refusal) {
        throw refusal;
      }
      throw new IllegalStateException(
          "asking an agent fails with an error code only", e.getCause());
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "spark-indexeddb-fleet");
    thread.setDaemon(true);
    return thread;
  }

  private static IndexedDbException interrupted() {
    Thread.currentThread().interrupt();
    return new IndexedDbException(
        ErrorCode.AGENT_UNREACHABLE,
        "Cannot wait for the agents any longer: the reading thread was interrupted. Run the read again.");
  }

  private IndexedDbException tooFew(Audience audience, ClientQuorum quorum) {
    return new TooFewClients("read " + question.target(), "no browser with it", agents, quorum)
        .of(
            audience.clients().stream().map(client -> client.name().id()).toList(),
            audience.away().stream().map(ClientName::id).toList());
  }
}
