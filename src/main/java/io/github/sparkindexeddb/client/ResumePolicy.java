// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.ScanProgress;
import io.github.sparkindexeddb.wire.message.ScanProgress.SplitProgress;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides after an interruption of a split's transfer whether it is resumed, and tells in the end
 * why not.
 *
 * <p>Confined to the reading thread.
 */
final class ResumePolicy {
  private final SplitAddress address;
  private final AgentClient agent;
  private final ReadTimeouts timeouts;

  private Optional<SplitProgress> split = Optional.empty();
  private long scanBytes = -1;
  private long lastProgress = System.nanoTime();
  private boolean responded;

  ResumePolicy(SplitAddress address, ReadTimeouts timeouts) {
    this.address = address;
    this.agent = new AgentClient(address.endpoint());
    this.timeouts = timeouts;
  }

  /** Takes note of bytes of this split, or of any other of its scan. */
  void onProgress() {
    responded = true;
    lastProgress = System.nanoTime();
  }

  /**
   * Returns if the transfer is to be resumed.
   *
   * @param received bytes so far
   * @param interruption why the transfer ended
   * @throws IndexedDbException the split's own error, the agent's, or, after the timeout, {@code
   *     CLIENT_LOST}, {@code SPLIT_TRUNCATED} or {@code AGENT_UNREACHABLE}
   */
  void onInterruption(long received, IndexedDbException interruption) {
    Optional<IndexedDbException> unreachable = checkProgress();
    if (System.nanoTime() - lastProgress < timeout().toNanos()) {
      return;
    }
    throw unreachable
        .map(last -> error(last.code(), received, last.sentence()))
        .orElseGet(() -> noProgress(received, interruption));
  }

  private Duration timeout() {
    return responded ? timeouts.progress().plus(timeouts.idle()) : timeouts.firstResponse();
  }

  private Optional<IndexedDbException> checkProgress() {
    try {
      onScanProgress(agent.progress(address.scan()));
      return Optional.empty();
    } catch (IndexedDbException e) {
      if (e.code() != ErrorCode.AGENT_UNREACHABLE) {
        throw e;
      }
      return Optional.of(e);
    }
  }

  /** A scan that grows anywhere is alive: a browser serves its splits in turn. */
  private void onScanProgress(ScanProgress progress) {
    long bytes = progress.splits().stream().mapToLong(one -> one.received().bytes()).sum();
    if (bytes > scanBytes) {
      scanBytes = bytes;
      onProgress();
    }
    split = progress.split(address.split().n());
    split
        .flatMap(SplitProgress::error)
        .ifPresent(
            failure -> {
              throw failure;
            });
  }

  private IndexedDbException noProgress(long received, IndexedDbException interruption) {
    boolean sealed = split.filter(one -> one.state() == ScanProgress.State.SEALED).isPresent();
    return sealed
        ? error(ErrorCode.SPLIT_TRUNCATED, received, interruption.sentence())
        : error(
            ErrorCode.CLIENT_LOST,
            received,
            "nothing has come from the browser. Open the app again, and keep it open while it is read.");
  }

  private IndexedDbException error(ErrorCode code, long received, String why) {
    long records = split.map(one -> one.received().records()).orElse(0L);
    long expected = address.split().records();
    return IndexedDbException.of(
            code,
            "Cannot read %s any further: after %s bytes (%s of %s records at the agent) and %s s without progress: %s",
            address.qualifiedName(),
            received,
            records,
            expected,
            timeout().toSeconds(),
            why)
        .with("received", received)
        .with("records", records)
        .with("expected", expected);
  }
}
