// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.runtime.Events;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.agent.spool.Spool;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Answer;
import io.github.sparkindexeddb.wire.message.Ask;
import io.github.sparkindexeddb.wire.message.ScanReply;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.query.Query;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The scans of this agent's life. Thread-safe: the maps are guarded by {@code this}. */
public final class Scans {
  private static final int ID_BYTES = 16;
  private static final byte[] NOTHING = {};
  private static final Duration LONGEST_SWEEP = Duration.ofSeconds(30);

  /** Ids of expired scans, kept to tell them from those of an earlier agent. */
  private static final int REMEMBERED = 10_000;

  private final Targets targets;
  private final Spool spool;
  private final Means means;
  private final Duration ttl;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Scan> scans = new LinkedHashMap<>();
  private final Map<String, Boolean> expired =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > REMEMBERED;
        }
      };

  public Scans(Targets targets, Spool spool, Means means, Duration ttl) {
    this.targets = targets;
    this.spool = spool;
    this.means = means;
    this.ttl = ttl;
    Duration sweep = ttl.dividedBy(2);
    means
        .clockwork()
        .every(sweep.compareTo(LONGEST_SWEEP) < 0 ? sweep : LONGEST_SWEEP, this::sweep);
  }

  /** Plans the splits with the browsers; nothing is read yet. */
  public CompletableFuture<ScanReply> create(ScanRequest request) {
    return turnout(request)
        .thenApply(turnout -> reply(create(request, turnout, Scan.Body.OF_EACH_SPLIT), turnout));
  }

  /** Plans splits that one reader takes one after the other, as one body. */
  public CompletableFuture<Scan> createWhole(ScanRequest request) {
    return turnout(request).thenApply(turnout -> create(request, turnout, Scan.Body.OF_ALL_SPLITS));
  }

  /**
   * @throws IndexedDbException {@code SCAN_EXPIRED} or {@code SCAN_LOST}
   */
  public Scan scan(String id) {
    Scan scan;
    synchronized (this) {
      scan = scans.get(id);
      if (scan == null) {
        throw expired.containsKey(id) ? expired() : lost(id);
      }
    }
    if (scan.isExpired(means.clockwork().now(), ttl)) {
      sweep();
      throw expired();
    }
    return scan;
  }

  /** How long a scan lives after the last byte read. */
  public Duration ttl() {
    return ttl;
  }

  /** Bytes of it were read, or a reader left. */
  public void read(Scan scan, long bytes) {
    scan.touch(means.clockwork().now());
    means.metrics().add(Metrics.Counter.BYTES_SENT, bytes);
  }

  /** Frees the scan; one that is not there is as good as released. */
  public void release(String id) {
    Scan scan;
    synchronized (this) {
      scan = scans.remove(id);
    }
    if (scan != null) {
      scan.release(lost(id));
      Events.LOG.info("scan {} released", id);
    }
  }

  public synchronized List<Scan> all() {
    return List.copyOf(scans.values());
  }

  public void close() {
    all().forEach(scan -> release(scan.id()));
  }

  private CompletableFuture<Targets.Turnout> turnout(ScanRequest request) {
    return targets.resolve(request.target(), Sizing.of(request.splitting()), narrowing(request));
  }

  private static ScanReply reply(Scan scan, Targets.Turnout turnout) {
    return new ScanReply(
        scan.id(),
        turnout.audience(),
        scan.parts().stream().map(part -> part.split().facts()).toList());
  }

  private Scan create(ScanRequest request, Targets.Turnout turnout, Scan.Body body) {
    String id = newId();
    List<Scan.Part> parts = parts(request, turnout.members(), body);
    Scan scan = new Scan(id, request, body, parts, means.clockwork().now());
    synchronized (this) {
      scans.put(id, scan);
    }
    means.metrics().count(Metrics.Counter.SCANS_CREATED);
    Events.LOG.info(
        "scan {} of {}: {} splits over {} clients, {} known away, {} without the store",
        id,
        Events.plain(request.target().toString()),
        parts.size(),
        turnout.members().size(),
        turnout.away().size(),
        turnout.without().size());
    return scan;
  }

  /** What the browsers may plan by; nothing if every record is wanted. */
  private static Optional<Ask.Wanted> narrowing(ScanRequest request) {
    return request.query().equals(Query.ALL) ? Optional.empty() : Optional.of(wanted(request));
  }

  private static Ask.Wanted wanted(ScanRequest request) {
    return new Ask.Wanted(request.projection(), request.query());
  }

  private List<Scan.Part> parts(ScanRequest request, List<Targets.Member> members, Scan.Body body) {
    Ask.StoreName store = new Ask.StoreName(request.target().database(), request.target().store());
    int last = members.stream().mapToInt(member -> member.plan().splits().size()).sum() - 1;
    boolean whole = body == Scan.Body.OF_ALL_SPLITS;
    byte[] head = SplitHead.of(wanted(request));
    byte[] tail = request.projection().format().tail();
    List<Scan.Part> parts = new ArrayList<>();
    for (Targets.Member member : members) {
      for (Answer.PlannedSplit planned : member.plan().splits()) {
        int n = parts.size();
        SplitFeed.Ends ends =
            new SplitFeed.Ends(
                !whole || n == 0 ? head : NOTHING, !whole || n == last ? tail : NOTHING);
        SplitFeed.Work work = new SplitFeed.Work(store, planned, wanted(request), ends);
        Split split = new Split(facts(n, member, planned), spool.create());
        parts.add(new Scan.Part(split, new SplitFeed(split, work, means)));
      }
    }
    return parts;
  }

  private static ScanReply.Split facts(int n, Targets.Member member, Answer.PlannedSplit planned) {
    return new ScanReply.Split(
        n, member.client().name(), planned.records(), planned.how().orElse(""));
  }

  private void sweep() {
    List<Scan> old;
    synchronized (this) {
      old =
          scans.values().stream()
              .filter(scan -> scan.isExpired(means.clockwork().now(), ttl))
              .toList();
      old.forEach(scan -> scans.remove(scan.id()));
      old.forEach(scan -> expired.put(scan.id(), true));
    }
    for (Scan scan : old) {
      scan.release(expired());
      means.metrics().count(Metrics.Counter.SCANS_EXPIRED);
      Events.LOG.info("scan {} expired", scan.id());
    }
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private IndexedDbException expired() {
    return new IndexedDbException(
        ErrorCode.SCAN_EXPIRED,
        "Cannot read the scan: nothing of it was read for "
            + ttl.toSeconds()
            + " s, so it expired. Run the query again, or raise '--scan-ttl'.",
        Json.object().put("ttlSeconds", ttl.toSeconds()));
  }

  private static IndexedDbException lost(String id) {
    return new IndexedDbException(
        ErrorCode.SCAN_LOST,
        "Cannot read scan '"
            + Events.plain(id)
            + "': this agent does not know it. It was released, or the agent was restarted; run"
            + " the query again.",
        Json.object().put("scan", Events.plain(id)));
  }
}
