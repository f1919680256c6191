// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.ScanProgress;
import io.github.sparkindexeddb.wire.ScanProgress.SplitProgress;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides after an interruption of a split's transfer whether to go on, and says in the end why
 * not.
 *
 * <p>Confined to the reading thread.
 */
final class ResumePolicy {
  private final SplitAddress address;
  private final AgentClient agent;
  private final ReadTimeouts waits;

  private Optional<SplitProgress> known = Optional.empty();
  private long scanBytes = -1;
  private long alive = System.nanoTime();
  private boolean answered;

  ResumePolicy(SplitAddress address, ReadTimeouts waits) {
    this.address = address;
    this.agent = new AgentClient(address.endpoint());
    this.waits = waits;
  }

  /** Bytes came. */
  void alive() {
    answered = true;
    alive = System.nanoTime();
  }

  /**
   * Returns if the transfer is to be taken up again.
   *
   * @param received bytes so far
   * @param interruption why the transfer ended
   * @throws IndexedDbException the split's own error, the agent's, or, when patience ends, {@code
   *     CLIENT_LOST}, {@code SPLIT_TRUNCATED} or {@code AGENT_UNREACHABLE}
   */
  void interrupted(long received, IndexedDbException interruption) {
    Optional<IndexedDbException> unreachable = askAgent();
    if (System.nanoTime() - alive < patience().toNanos()) {
      return;
    }
    throw unreachable
        .map(error -> lost(error.code(), received, error.sentence()))
        .orElseGet(() -> silent(received, interruption));
  }

  private Duration patience() {
    return answered ? waits.grace().plus(waits.stall()) : waits.first();
  }

  private Optional<IndexedDbException> askAgent() {
    try {
      judge(agent.progress(address.scan()));
      return Optional.empty();
    } catch (IndexedDbException e) {
      if (e.code() != ErrorCode.AGENT_UNREACHABLE) {
        throw e;
      }
      return Optional.of(e);
    }
  }

  /** A scan that grows anywhere is alive: a browser serves its splits in turn. */
  private void judge(ScanProgress progress) {
    long bytes = progress.splits().stream().mapToLong(split -> split.received().bytes()).sum();
    if (bytes > scanBytes) {
      scanBytes = bytes;
      alive();
    }
    known =
        progress.splits().stream()
            .filter(split -> split.split().n() == address.split().n())
            .findFirst();
    known
        .flatMap(SplitProgress::error)
        .ifPresent(
            error -> {
              throw error;
            });
  }

  private IndexedDbException silent(long received, IndexedDbException interruption) {
    boolean sealed = known.filter(split -> split.state() == ScanProgress.State.SEALED).isPresent();
    return sealed
        ? lost(ErrorCode.SPLIT_TRUNCATED, received, interruption.sentence())
        : lost(
            ErrorCode.CLIENT_LOST,
            received,
            "nothing has come from the browser. Open the app again, and keep it open while it is read.");
  }

  private IndexedDbException lost(ErrorCode code, long received, String why) {
    long records = known.map(split -> split.received().records()).orElse(0L);
    long expected = address.split().records();
    return new IndexedDbException(
        code,
        "Cannot read "
            + named(address)
            + " any further: after "
            + received
            + " bytes ("
            + records
            + " of "
            + expected
            + " records at the agent) and "
            + patience().toSeconds()
            + " s without progress: "
            + why,
        Json.object().put("received", received).put("records", records).put("expected", expected));
  }

  /** As messages name it. */
  static String named(SplitAddress address) {
    return "split "
        + address.split().n()
        + " of client '"
        + address.split().client().id()
        + "' ("
        + address.split().client().origin()
        + ")";
  }
}
