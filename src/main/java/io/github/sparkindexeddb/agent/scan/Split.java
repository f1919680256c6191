// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.spool.Seal;
import io.github.sparkindexeddb.agent.spool.Spool;
import io.github.sparkindexeddb.agent.spool.SpoolFile;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.ScanProgress;
import io.github.sparkindexeddb.wire.message.ScanProgress.Received;
import io.github.sparkindexeddb.wire.message.ScanProgress.SplitProgress;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.WorkerResult;
import io.github.sparkindexeddb.wire.value.Malformed;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One split of a scan: what has come of it, and who reads it. The fetcher fills it, followers read
 * it.
 *
 * <p>Thread-safe: state is guarded by {@code this}, followers are woken outside of it.
 */
public final class Split {
  private final ScanResponse.Split description;
  private final SpoolFile file;
  private final Set<Follower> followers = new LinkedHashSet<>();
  private boolean started;
  private long rows;
  private long examined;
  private Malformed malformed = Malformed.NONE;
  private Optional<Seal> seal = Optional.empty();
  private Optional<IndexedDbException> error = Optional.empty();

  /** A reader of the body. */
  interface Follower {
    /** Returns how many bytes it has read. */
    long position();

    /** Called when there is more, or when the split ended. Does not block. */
    void onMore();
  }

  /**
   * The state of the split as a follower sees it.
   *
   * @param end bytes that may be read
   */
  public record View(long end, Optional<Seal> seal, Optional<IndexedDbException> error) {}

  Split(ScanResponse.Split description, Spool spool) {
    this.description = description;
    this.file =
        spool.create(
            AgentLog.describe(description.client()),
            error -> fail(error.with(description.client().json())));
  }

  /** Returns what readers are told of it. */
  public ScanResponse.Split description() {
    return description;
  }

  SpoolFile file() {
    return file;
  }

  public synchronized View view() {
    return new View(file.committed(), seal, error);
  }

  synchronized void follow(Follower follower) {
    followers.add(follower);
  }

  synchronized void unfollow(Follower follower) {
    followers.remove(follower);
  }

  synchronized boolean isFollowed() {
    return !followers.isEmpty();
  }

  /**
   * Returns whether the browser may go on: someone reads, and is less than so many bytes behind.
   */
  synchronized boolean wantsMore(long maxBytesAhead) {
    long furthest = followers.stream().mapToLong(Follower::position).max().orElse(Long.MIN_VALUE);
    return !isFinished() && !followers.isEmpty() && file.committed() - furthest < maxBytesAhead;
  }

  synchronized boolean isFinished() {
    return seal.isPresent() || error.isPresent();
  }

  /** Returns whether nothing of it was asked of the browser, nor went wrong. */
  synchronized boolean isUnread() {
    return !started && !isFinished() && followers.isEmpty();
  }

  synchronized void markStarted() {
    started = true;
  }

  /** Counts a whole batch that came and is committed. */
  void onBatch(WorkerResult.Batch batch) {
    synchronized (this) {
      rows += batch.records();
      examined += batch.progress().read();
      malformed = malformed.and(batch.malformed());
    }
    notifyFollowers();
  }

  /** Returns what has come so far, as a seal without its bytes. */
  synchronized Seal totals() {
    return new Seal(rows, examined, 0, 0, malformed);
  }

  void onSealed(Seal total) {
    synchronized (this) {
      if (error.isEmpty()) {
        seal = Optional.of(total);
      }
    }
    notifyFollowers();
  }

  /**
   * Ends the split with an error; the first one stays. A sealed split can fail too: when its file
   * turns out to be damaged.
   */
  void fail(IndexedDbException cause) {
    synchronized (this) {
      if (error.isEmpty()) {
        error = Optional.of(cause);
      }
    }
    file.delete();
    notifyFollowers();
  }

  synchronized SplitProgress progress() {
    return progress(Optional.empty());
  }

  /** Returns its progress with its seal, if it is sealed and whole. */
  synchronized SplitProgress sealedProgress() {
    return progress(error.isEmpty() ? seal.map(Split::sealed) : Optional.empty());
  }

  private SplitProgress progress(Optional<ScanProgress.Sealed> sealed) {
    Received received = new Received(rows, file.committed());
    return new SplitProgress(description, state(), received, error, sealed);
  }

  private static ScanProgress.Sealed sealed(Seal seal) {
    return new ScanProgress.Sealed(
        seal.rows(), seal.examined(), seal.bytes(), seal.crcText(), seal.malformed());
  }

  private ScanProgress.State state() {
    if (error.isPresent()) {
      return ScanProgress.State.FAILED;
    }
    if (seal.isPresent()) {
      return ScanProgress.State.SEALED;
    }
    return started ? ScanProgress.State.READING : ScanProgress.State.WAITING;
  }

  private void notifyFollowers() {
    List<Follower> awake;
    synchronized (this) {
      awake = List.copyOf(followers);
    }
    awake.forEach(Follower::onMore);
  }
}
