// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Aggregation;
import io.github.sparkindexeddb.wire.Answer;
import io.github.sparkindexeddb.wire.Ask;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.ScanProgress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Asks the browser for a split, batch by batch: one ask at a time, only while someone reads and is
 * near. A batch that is cut off is forgotten and asked again after the last key. The head comes
 * with the first batch, so that a split that cannot be read is refused and not cut off.
 *
 * <p>{@code asking} is guarded by {@code this}; the rest belongs to whoever holds the one open ask.
 */
final class SplitFeed implements Receiver {
  /** Most bytes that a browser runs ahead of the furthest reader. */
  static final long AHEAD = 16L << 20;

  private static final int MOST_BYTES = Protocol.RECORD_BYTES + Protocol.FRAME_PAYLOAD_BYTES;
  private static final int MOST_COUNT = 100_000;

  private final Split split;
  private final Work work;
  private final Means means;
  private final Setbacks setbacks = new Setbacks();
  private Optional<Answer.Mark> after = Optional.empty();
  private int count = Protocol.FIRST_COUNT;
  private Answer.Batch batch;
  private Optional<IndexedDbException> broken = Optional.empty();
  private boolean asking;

  /**
   * Whether a browser sent rows whatever the limit, so that they say nothing of what is left of it.
   */
  private boolean unlimited;

  /**
   * What stands before and after the batches of a split. Of splits that are read as one body the
   * first has the head and the last the tail.
   */
  record Ends(byte[] head, byte[] tail) {}

  /** What every ask of a split repeats. */
  record Work(Ask.StoreName store, Answer.PlannedSplit planned, Ask.Wanted wanted, Ends ends) {
    /** The same when so many rows have come. */
    Ask.Wanted left(long rows) {
      OptionalLong limit = wanted.query().limit();
      return limit.isEmpty()
          ? wanted
          : limitedTo(OptionalLong.of(Math.max(1, limit.getAsLong() - rows)));
    }

    Ask.Wanted limitedTo(OptionalLong rows) {
      return new Ask.Wanted(wanted.projection(), wanted.query().withLimit(rows));
    }

    /**
     * Whether no more rows are wanted. In an order only the browser knows: one whose keys are not
     * in that order sends all rows, whatever the limit.
     */
    boolean isOver(long rows) {
      OptionalLong limit = wanted.query().limit();
      return limit.isPresent() && wanted.query().order().isEmpty() && rows >= limit.getAsLong();
    }

    /** Whether a row comes of no records too. */
    boolean isTotal() {
      return wanted.query().aggregation().filter(Aggregation::isTotal).isPresent();
    }
  }

  SplitFeed(Split split, Work work, Means means) {
    this.split = split;
    this.work = work;
    this.means = means;
  }

  /** To be called whenever a reader came or moved on: asks for the next batch if it is wanted. */
  void pump() {
    synchronized (this) {
      if (asking || !split.wants(AHEAD)) {
        return;
      }
      asking = true;
    }
    ask();
  }

  @Override
  public int answered(JsonNode body) {
    batch = checked(Answer.Batch.fromJson(body));
    if (split.file().committed() == 0) {
      append(ByteBuffer.wrap(work.ends.head()));
    }
    return batch.bytes();
  }

  @Override
  public void bytes(ByteBuffer payload) {
    append(payload);
    payload.position(payload.limit());
  }

  @Override
  public void complete() {
    if (broken.isPresent()) {
      fail(broken.get());
      return;
    }
    split.file().commit();
    means.metrics().count(Metrics.Counter.BATCHES);
    means.metrics().add(Metrics.Counter.BYTES_RECEIVED, batch.bytes());
    setbacks.overcome();
    unlimited |= batch.unlimited();
    after = batch.advance().last().or(() -> after);
    count = Math.max(1, Math.min(batch.advance().count(), MOST_COUNT));
    split.grew(batch);
    if (batch.advance().done() || work.isOver(split.counted().rows())) {
      means.workers().execute(this::seal);
    } else {
      rest();
      pump();
    }
  }

  @Override
  public void failed(IndexedDbException error) {
    try {
      split.file().rollback();
    } catch (IndexedDbException damaged) {
      fail(damaged);
      return;
    }
    count = Protocol.FIRST_COUNT;
    switch (setbacks.next(error)) {
      case AGAIN -> again();
      case LATER -> means.clockwork().after(setbacks.pause(), this::again);
      case NEVER -> fail(error);
    }
  }

  private void again() {
    rest();
    pump();
  }

  private synchronized void rest() {
    asking = false;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Its handler takes what failed.
  private void ask() {
    means
        .clients()
        .linked(split.facts().client(), means.grace())
        .whenComplete(
            (link, lost) -> {
              if (lost != null) {
                fail(Failures.of(lost));
              } else if (split.isOver()) {
                rest();
              } else {
                split.begin();
                link.ask(next(), this);
              }
            });
  }

  private Ask.Read next() {
    return new Ask.Read(
        work.store,
        new Ask.Position(work.planned.range(), work.planned.index(), after),
        unlimited ? work.limitedTo(OptionalLong.empty()) : work.left(split.counted().rows()),
        new Ask.BatchSize(count, Protocol.BATCH_BYTES));
  }

  /** Readers are told before the device is waited for, which takes a tenth of a read. */
  private void seal() {
    try {
      Seal seal = split.file().seal(work.ends.tail(), split.counted());
      split.sealed(seal);
      means.metrics().count(Metrics.Counter.SPLITS_SEALED);
      Events.LOG.info(
          "split {} of {} sealed: {} rows, {} bytes",
          split.facts().n(),
          Events.name(split.facts().client()),
          seal.rows(),
          seal.bytes());
      split.file().settle();
      rest();
    } catch (IndexedDbException e) {
      fail(e);
    }
  }

  /** What has come and what was to come tells a user whether to repeat or to look at the page. */
  private void fail(IndexedDbException cause) {
    ScanProgress.SplitProgress progress = split.progress();
    long received = progress.received().records();
    ObjectNode details = ((ObjectNode) cause.details());
    details.put("received", received).put("expected", progress.expected());
    details.put("client", split.facts().client().id());
    details.put("origin", split.facts().client().origin());
    boolean lost = cause.code() == ErrorCode.CLIENT_LOST;
    String counts = " Received " + received + " of " + progress.expected() + " records.";
    means.metrics().count(Metrics.Counter.SPLITS_FAILED);
    split.fail(
        new IndexedDbException(cause.code(), cause.sentence() + (lost ? counts : ""), details));
    Events.LOG.warn(
        "split {} of {} failed: {}",
        split.facts().n(),
        Events.name(split.facts().client()),
        Events.plain(cause.getMessage()));
    rest();
  }

  private void append(ByteBuffer bytes) {
    if (broken.isEmpty()) {
      try {
        split.file().append(bytes);
      } catch (IndexedDbException e) {
        broken = Optional.of(e);
      }
    }
  }

  /** A batch that makes no sense would make rows that make none, or an endless split. */
  private Answer.Batch checked(Answer.Batch told) {
    Answer.Advance advance = told.advance();
    boolean sized = told.bytes() >= 0 && told.bytes() <= MOST_BYTES;
    boolean ofRead = told.records() <= advance.read() || work.isTotal() && told.records() == 1;
    boolean counted = told.records() >= 0 && ofRead && advance.read() >= 0;
    boolean present = told.bytes() > 0 == told.records() > 0;
    boolean onward = advance.done() || advance.read() > 0;
    boolean placed = advance.read() == 0 || advance.last().isPresent();
    if (!(sized && counted && present && onward && placed)) {
      throw new IndexedDbException(
          ErrorCode.BAD_MESSAGE,
          "Cannot take a batch of "
              + Events.name(split.facts().client())
              + ": its numbers contradict each other ("
              + told.bytes()
              + " bytes, "
              + told.records()
              + " rows of "
              + advance.read()
              + " records). Use page link and agent of one version.");
    }
    return told;
  }
}
