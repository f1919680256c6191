// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.spool.Seal;
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
 * One split of a scan: what has come of it, and who reads it. The feed fills it, followers empty
 * it.
 *
 * <p>Thread-safe: state is guarded by {@code this}, followers are woken outside of it.
 */
public final class Split {
  private final ScanResponse.Split facts;
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
    /** How far it has read. */
    long position();

    /** There is more, or the split ended. Does not block. */
    void wake();
  }

  /**
   * What a follower may do now.
   *
   * @param end bytes that may be read
   */
  public record View(long end, Optional<Seal> seal, Optional<IndexedDbException> error) {}

  Split(ScanResponse.Split facts, SpoolFile file) {
    this.facts = facts;
    this.file = file;
  }

  ScanResponse.Split facts() {
    return facts;
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

  /** Whether the browser may go on: someone reads, and is less than so many bytes behind. */
  synchronized boolean wantsMore(long ahead) {
    long furthest = followers.stream().mapToLong(Follower::position).max().orElse(Long.MIN_VALUE);
    return !isFinished() && !followers.isEmpty() && file.committed() - furthest < ahead;
  }

  synchronized boolean isFinished() {
    return seal.isPresent() || error.isPresent();
  }

  synchronized void markStarted() {
    started = true;
  }

  /** A whole batch came and is committed. */
  void onBatch(WorkerResult.Batch batch) {
    synchronized (this) {
      rows += batch.records();
      examined += batch.progress().read();
      malformed = malformed.and(batch.malformed());
    }
    notifyFollowers();
  }

  /** What has come so far, as a seal without its bytes. */
  synchronized Seal totals() {
    return new Seal(rows, examined, 0, 0, malformed);
  }

  void onSealed(Seal complete) {
    synchronized (this) {
      if (error.isEmpty()) {
        seal = Optional.of(complete);
      }
    }
    notifyFollowers();
  }

  /**
   * The first failure stays. A sealed split can fail too: when its file turns out to be damaged.
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
    return new SplitProgress(facts, state(), new Received(rows, file.committed()), error);
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
    awake.forEach(Follower::wake);
  }
}
