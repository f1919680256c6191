// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.spool.Seal;
import io.github.sparkindexeddb.agent.spool.SpoolFile;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Answer;
import io.github.sparkindexeddb.wire.message.ScanProgress;
import io.github.sparkindexeddb.wire.message.ScanProgress.Received;
import io.github.sparkindexeddb.wire.message.ScanProgress.SplitProgress;
import io.github.sparkindexeddb.wire.message.ScanReply;
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
  private final ScanReply.Split facts;
  private final SpoolFile file;
  private final Set<Follower> followers = new LinkedHashSet<>();
  private boolean begun;
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

  Split(ScanReply.Split facts, SpoolFile file) {
    this.facts = facts;
    this.file = file;
  }

  ScanReply.Split facts() {
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
  synchronized boolean wants(long ahead) {
    long furthest = followers.stream().mapToLong(Follower::position).max().orElse(Long.MIN_VALUE);
    return !isOver() && !followers.isEmpty() && file.committed() - furthest < ahead;
  }

  synchronized boolean isOver() {
    return seal.isPresent() || error.isPresent();
  }

  synchronized void begin() {
    begun = true;
  }

  /** A whole batch came and is committed. */
  void grew(Answer.Batch batch) {
    synchronized (this) {
      rows += batch.records();
      examined += batch.advance().read();
      malformed = malformed.and(batch.malformed());
    }
    wakeAll();
  }

  /** What has come so far, as a seal without its bytes. */
  synchronized Seal counted() {
    return new Seal(rows, examined, 0, 0, malformed);
  }

  void sealed(Seal complete) {
    synchronized (this) {
      if (error.isEmpty()) {
        seal = Optional.of(complete);
      }
    }
    wakeAll();
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
    wakeAll();
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
    return begun ? ScanProgress.State.READING : ScanProgress.State.WAITING;
  }

  private void wakeAll() {
    List<Follower> awake;
    synchronized (this) {
      awake = List.copyOf(followers);
    }
    awake.forEach(Follower::wake);
  }
}
