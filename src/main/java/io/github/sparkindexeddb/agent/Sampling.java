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
import io.github.sparkindexeddb.wire.Summary;
import io.github.sparkindexeddb.wire.SummaryRequest;
import io.github.sparkindexeddb.wire.Target;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * The sample of one client: a few records from the start of each of many blocks of the key range,
 * or all records if they are few enough. The same data give the same sample.
 *
 * <p>Belongs to whoever holds the one open ask.
 */
final class Sampling {
  private static final int BLOCKS = 100;

  /** Most records there can be, within what a JavaScript number holds. */
  private static final long ALL = (1L << 53) - 1;

  private final Targets targets;
  private final Patience patience;
  private final SummaryRequest request;
  private final Targets.Member member;
  private final CompletableFuture<Summary> result = new CompletableFuture<>();
  private final Queue<Block> blocks = new ArrayDeque<>();
  private Summary summary = Summary.EMPTY;
  private Optional<Answer.Mark> after = Optional.empty();
  private long left;
  private long ordinal;
  private int count = Protocol.FIRST_COUNT;

  /** A key range and how many of its first records to look at. */
  private record Block(KeyRange range, long records) {}

  Sampling(Targets targets, Patience patience, SummaryRequest request, Targets.Member member) {
    this.targets = targets;
    this.patience = patience;
    this.request = request;
    this.member = member;
  }

  CompletableFuture<Summary> run() {
    long wanted = request.sampleSize().orElse(ALL);
    if (member.plan().keys().records() <= wanted) {
      blocks.add(new Block(KeyRange.ALL, ALL));
      nextBlock();
    } else {
      int size = (int) Math.min(BLOCKS, wanted);
      targets
          .plan(client(), request.target(), new Ask.SplitSizes(size, ALL, size))
          .whenComplete((plan, error) -> planned(wanted, plan, error));
    }
    return result;
  }

  private void planned(long wanted, Answer.Planned plan, Throwable error) {
    if (error != null) {
      result.completeExceptionally(error);
      return;
    }
    int size = plan.splits().size();
    for (int i = 0; i < size; i++) {
      long share = wanted / size + (i < wanted % size ? 1 : 0);
      blocks.add(new Block(plan.splits().get(i).range(), share));
    }
    nextBlock();
  }

  private void nextBlock() {
    if (blocks.isEmpty()) {
      result.complete(summary);
      return;
    }
    after = Optional.empty();
    left = blocks.element().records();
    step();
  }

  private void step() {
    Target target = request.target();
    Ask.Summarize ask =
        new Ask.Summarize(
            new Ask.StoreName(target.database(), target.store()),
            Ask.Position.of(blocks.element().range(), after),
            new Ask.Amount(left, count, ordinal));
    patience
        .ask(client(), ask, Sampling::checked)
        .whenComplete(
            (answer, error) -> {
              if (error != null) {
                result.completeExceptionally(error);
              } else {
                took(answer);
              }
            });
  }

  private void took(Answer.Summarized answer) {
    Answer.Advance advance = answer.advance();
    summary = summary.and(answer.summary());
    ordinal += advance.read();
    left -= advance.read();
    after = advance.last().or(() -> after);
    count = Math.max(1, advance.count());
    if (advance.done() || left <= 0) {
      blocks.remove();
      nextBlock();
    } else {
      step();
    }
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
