// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Answer;
import io.github.sparkindexeddb.wire.Ask;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.KeyRange;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.StoreClient.StoreKeys;
import io.github.sparkindexeddb.wire.Summary;
import io.github.sparkindexeddb.wire.SummaryRequest;
import io.github.sparkindexeddb.wire.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * The sample of one client: a few records from the start of each of many blocks of the key range,
 * or all records if they are few enough. The same data give the same sample.
 *
 * <p>Some blocks are asked for at once. Answers come from any thread; state is guarded by {@code
 * this}.
 */
final class Sampling {
  private static final int BLOCKS = 100;

  /** Most records there can be, within what a JavaScript number holds. */
  private static final long ALL = (1L << 53) - 1;

  private final Targets targets;
  private final Patience patience;
  private final SummaryRequest request;
  private final Targets.Member member;
  private final long wanted;
  private final CompletableFuture<Summary> result = new CompletableFuture<>();
  private final Queue<Step> waiting = new ArrayDeque<>();
  private Summary summary = Summary.EMPTY;
  private int open;
  private int count = Protocol.FIRST_COUNT;
  private boolean answered;
  private boolean guessed;

  /**
   * Where to go on in a block.
   *
   * @param left how many more of its records to look at
   * @param ordinal records of this client that are looked at before
   */
  private record Step(KeyRange range, Optional<Answer.Mark> after, long left, long ordinal) {
    Step behind(Answer.Advance advance) {
      return new Step(
          range, advance.last().or(() -> after), left - advance.read(), ordinal + advance.read());
    }
  }

  Sampling(Targets targets, Patience patience, SummaryRequest request, Targets.Member member) {
    this.targets = targets;
    this.patience = patience;
    this.request = request;
    this.member = member;
    this.wanted = request.sampleSize().orElse(ALL);
  }

  CompletableFuture<Summary> run() {
    StoreKeys keys = member.plan().keys();
    int size = (int) Math.min(BLOCKS, wanted);
    if (keys.records() <= wanted) {
      begin(List.of(KeyRange.ALL));
    } else {
      Optional<List<KeyRange>> guess = EvenRanges.between(keys.first(), keys.last(), size);
      guessed = guess.isPresent();
      guess.ifPresentOrElse(this::begin, this::plan);
    }
    return result;
  }

  /** Blocks of as many records each; the browser walks over all keys for them. */
  @SuppressWarnings("FutureReturnValueIgnored") // Its handler takes what failed.
  private void plan() {
    int size = (int) Math.min(BLOCKS, wanted);
    targets
        .plan(client(), request.target(), new Ask.SplitSizes(size, ALL, size, OptionalLong.empty()))
        .whenComplete(
            (plan, error) -> {
              if (error != null) {
                result.completeExceptionally(error);
              } else {
                begin(plan.splits().stream().map(Answer.PlannedSplit::range).toList());
              }
            });
  }

  private void begin(List<KeyRange> blocks) {
    synchronized (this) {
      summary = Summary.EMPTY;
      long ordinal = 0;
      for (int i = 0; i < blocks.size(); i++) {
        long share = wanted / blocks.size() + (i < wanted % blocks.size() ? 1 : 0);
        waiting.add(new Step(blocks.get(i), Optional.empty(), share, ordinal));
        ordinal += share;
      }
    }
    pump();
  }

  /** Asks for as many blocks at once as a link allows, once the first answer told their size. */
  private void pump() {
    List<Step> next = new ArrayList<>();
    boolean finished;
    synchronized (this) {
      int most = answered ? Protocol.REQUESTS_AT_ONCE : 1;
      while (open < most && !waiting.isEmpty()) {
        open++;
        next.add(waiting.remove());
      }
      finished = open == 0;
    }
    next.forEach(this::ask);
    if (finished) {
      finish();
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Its handler takes what failed.
  private void ask(Step step) {
    Target target = request.target();
    Ask.Summarize ask =
        new Ask.Summarize(
            new Ask.StoreName(target.database(), target.store()),
            Ask.Position.of(step.range, step.after),
            new Ask.Amount(step.left, count(), step.ordinal));
    patience
        .ask(client(), ask, Sampling::checked)
        .whenComplete(
            (answer, error) -> {
              if (error != null) {
                result.completeExceptionally(error);
              } else {
                took(step, answer);
              }
            });
  }

  private void took(Step step, Answer.Summarized answer) {
    Answer.Advance advance = answer.advance();
    Step next = step.behind(advance);
    boolean over = advance.done() || next.left <= 0;
    synchronized (this) {
      summary = summary.and(answer.summary());
      count = Math.max(1, advance.count());
      answered = true;
      open -= over ? 1 : 0;
    }
    if (over) {
      pump();
    } else {
      ask(next);
    }
  }

  /** Where keys lie in heaps, blocks between guessed keys miss most of the records. */
  private void finish() {
    Summary whole;
    boolean missed;
    synchronized (this) {
      whole = summary;
      missed = guessed && whole.records() + whole.corrupt().count() < wanted - wanted / 10;
      guessed = false;
    }
    if (missed) {
      plan();
    } else {
      result.complete(whole);
    }
  }

  private synchronized int count() {
    return count;
  }

  private ClientName client() {
    return member.client().name();
  }

  private static Answer.Summarized checked(JsonNode json) {
    Answer.Summarized answer = Answer.Summarized.fromJson(json);
    Answer.Advance advance = answer.advance();
    boolean onward = advance.done() || advance.read() > 0 && advance.last().isPresent();
    if (!onward || advance.read() < 0) {
      throw new IndexedDbException(
          ErrorCode.BAD_MESSAGE,
          "Cannot take a summary: it saw no records and is not done. Use page link and agent of"
              + " one version.");
    }
    return answer;
  }
}
