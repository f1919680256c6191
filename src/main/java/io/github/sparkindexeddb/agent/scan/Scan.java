// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.ScanProgress;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.value.Format;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One read of one store, with its splits. Thread-safe. */
public final class Scan {
  private final String id;
  private final OwnedRequest owned;
  private final Body body;
  private final List<Part> parts;
  private volatile Instant lastRead;

  /** A split and the fetcher that fills it. */
  public record Part(Split split, SplitFetcher fetcher) {}

  /**
   * What was asked for, and by whom.
   *
   * @param owner name of the reader token; absent if none was needed
   */
  public record OwnedRequest(Optional<String> owner, ScanRequest request) {}

  /** The ways to read its splits. */
  enum Body {
    /** Each split is read by itself, by as many readers as like. */
    OF_EACH_SPLIT,
    /** All splits are read one after the other, by one reader. */
    OF_ALL_SPLITS
  }

  Scan(String id, OwnedRequest owned, Body body, List<Part> parts, Instant now) {
    this.id = id;
    this.owned = owned;
    this.body = body;
    this.parts = List.copyOf(parts);
    this.lastRead = now;
  }

  public String id() {
    return id;
  }

  /** Returns what was asked for. */
  public ScanRequest request() {
    return owned.request;
  }

  /** Returns whether it was created with the reader token of that name, or with none as well. */
  boolean isOwnedBy(Optional<String> tokenName) {
    return owned.owner.equals(tokenName);
  }

  /**
   * Requires that it is that token's. Others are told no more than that it is there, and to ask
   * takes its 128 random bits.
   *
   * @throws IndexedDbException {@code SCAN_LOST}
   */
  void requireOwner(Optional<String> tokenName) {
    if (!isOwnedBy(tokenName)) {
      throw IndexedDbException.of(
              ErrorCode.SCAN_LOST,
              "Cannot read scan '%s': it was created with another reader token. Read it with that"
                  + " token, or run the query again.",
              id)
          .with("scan", id);
    }
  }

  public Format format() {
    return request().projection().format();
  }

  public List<Part> parts() {
    return parts;
  }

  /**
   * Returns the split with that number.
   *
   * @throws IndexedDbException {@code SPLIT_NOT_FOUND}
   */
  public Part part(int n) {
    if (body == Body.OF_ALL_SPLITS) {
      throw IndexedDbException.of(
          ErrorCode.SPLIT_NOT_FOUND,
          "Cannot read split '%s': another request reads the scan as a whole. Scan again.",
          n);
    }
    if (n < 0 || n >= parts.size()) {
      throw IndexedDbException.of(
              ErrorCode.SPLIT_NOT_FOUND,
              "Cannot read split '%s': the scan has %s splits. Count from 0.",
              n,
              parts.size())
          .with("splits", parts.size());
    }
    return parts.get(n);
  }

  public ScanProgress progress() {
    return new ScanProgress(id, parts.stream().map(part -> part.split().progress()).toList());
  }

  /** Returns its progress with the names of database and store. */
  public ObjectNode json() {
    return json(progress());
  }

  /**
   * Returns the progress of one split likewise, with its seal if it has one.
   *
   * @throws IndexedDbException {@code SPLIT_NOT_FOUND}
   */
  public ObjectNode json(int n) {
    return json(new ScanProgress(id, List.of(part(n).split().sealedProgress())));
  }

  private ObjectNode json(ScanProgress progress) {
    Target target = request().target();
    return progress.json().put("database", target.database()).put("store", target.store());
  }

  /** Lets the time to live begin again. */
  void touch(Instant now) {
    lastRead = now;
  }

  boolean isExpired(Instant now, Duration ttl) {
    return parts.stream().noneMatch(part -> part.split().isFollowed())
        && lastRead.plus(ttl).isBefore(now);
  }

  /** Returns how many splits nobody has begun to read. */
  int unreadSplits() {
    return body == Body.OF_ALL_SPLITS
        ? 0
        : (int) parts.stream().filter(part -> part.split().isUnread()).count();
  }

  /** Returns about how many bytes of memory its request takes, and each of its splits. */
  long retainedBytes() {
    return 2L * request().json().toString().length() + 1024L * parts.size();
  }

  /** Returns the splits that somebody has begun to read. */
  List<Split> begunSplits() {
    return parts.stream().map(Part::split).filter(split -> !split.isUnread()).toList();
  }

  /** Fails all readers with the reason and frees the disk. */
  void release(IndexedDbException reason) {
    parts.forEach(part -> part.split().fail(reason));
  }
}
