// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Participants;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
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
final class Gathering<R> {
  /** Between two looks at who is connected. */
  private static final long LOOK_MILLIS = 200;

  private final List<AgentClient> agents;
  private final Question<R> question;

  Gathering(List<AgentClient> agents, Question<R> question) {
    this.agents = agents;
    this.question = question;
  }

  /**
   * @throws IndexedDbException {@code NO_CLIENTS}, {@code TOO_FEW_CLIENTS}, {@code
   *     AMBIGUOUS_ORIGIN}, or what an agent says
   */
  Poll<R> patiently(Patience patience) {
    long end = System.nanoTime() + patience.longest().toNanos();
    Optional<Set<ClientName>> before = Optional.empty();
    while (true) {
      Poll<R> poll = once();
      if (poll.participants().clients().size() >= patience.minClients()) {
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
        throw tooFew(poll.participants(), patience);
      }
      before = Optional.of(connected);
    }
  }

  static boolean over(long end) {
    return System.nanoTime() - end >= 0;
  }

  /** A name that no browser goes by is misspelt: waiting would not help. */
  private void refuseMisnamed(Poll<R> poll) {
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
        .flatMap(agent -> agent.connected().stream())
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
  private Poll<R> once() {
    ExecutorService threads = Executors.newFixedThreadPool(agents.size(), Gathering::daemon);
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

  private Poll<R> collect(List<Future<R>> answers) {
    List<Poll.Reply<R>> replies = new ArrayList<>();
    List<IndexedDbException> refusals = new ArrayList<>();
    for (int place = 0; place < answers.size(); place++) {
      try {
        R body = get(answers.get(place));
        replies.add(new Poll.Reply<>(agents.get(place), body, question.participants().apply(body)));
      } catch (IndexedDbException e) {
        refusals.add(e);
      }
    }
    return sound(new Poll<>(replies, refusals));
  }

  /** Complete or error: what one agent cannot answer is not made up for by others. */
  private Poll<R> sound(Poll<R> poll) {
    try {
      for (IndexedDbException refusal : poll.refusals()) {
        if (!Poll.tolerable(refusal)) {
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

  private IndexedDbException tooFew(Participants participants, Patience patience) {
    return new Shortage("read " + question.target(), "no browser with it", agents, patience)
        .of(
            participants.clients().stream().map(client -> client.name().id()).toList(),
            participants.away().stream().map(ClientName::id).toList());
  }
}
