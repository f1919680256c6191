// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.ClientPlan;
import io.github.sparkindexeddb.wire.message.Participants;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.query.Query;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The scans of this agent's life. Thread-safe: the maps are guarded by {@code this}. */
public final class Scans {
  private static final int ID_BYTES = 16;

  /** Whoever takes part in a scan that is divided as one before was named by that one. */
  private static final Participants NOBODY = new Participants(List.of(), List.of(), List.of());

  private static final Duration MAX_SWEEP_PERIOD = Duration.ofSeconds(30);

  private static final int MAX_SHOWN = 100;
  private static final int MAX_SHOWN_SPLITS = 10_000;

  private final StoreResolver stores;
  private final SplitFactory splits;
  private final Scheduler scheduler;
  private final Duration ttl;
  private final Metrics metrics;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Scan> scans = new LinkedHashMap<>();
  private final ExpiredScans expired = new ExpiredScans();

  /**
   * The scans that were created last.
   *
   * @param earlier how many more there are
   */
  public record Latest(List<Scan> scans, int earlier) {}

  /**
   * @param ttl how long a scan lives after the last byte read
   */
  public Scans(
      StoreResolver stores,
      SplitFactory splits,
      Scheduler scheduler,
      Duration ttl,
      Metrics metrics) {
    this.stores = stores;
    this.splits = splits;
    this.scheduler = scheduler;
    this.ttl = ttl;
    this.metrics = metrics;
    Duration half = ttl.dividedBy(2);
    scheduler.scheduleEvery(
        half.compareTo(MAX_SWEEP_PERIOD) < 0 ? half : MAX_SWEEP_PERIOD, this::sweep);
  }

  /**
   * Plans the splits with the browsers, or takes those that were planned for a former scan; nothing
   * is read yet.
   */
  public CompletableFuture<ScanResponse> create(Scan.OwnedRequest owned) {
    ScanRequest request = owned.request();
    List<ClientPlan> planned = request.splitting().planned();
    if (!planned.isEmpty()) {
      Scan scan = create(owned, planned, Scan.Body.OF_EACH_SPLIT);
      AgentLog.LOG.info("scan {} is divided as one before", scan.id());
      return CompletableFuture.completedFuture(response(scan, planned, NOBODY));
    }
    return resolve(request)
        .thenApply(
            resolved ->
                response(
                    create(owned, resolved, Scan.Body.OF_EACH_SPLIT),
                    resolved.plans(),
                    resolved.participants()));
  }

  /** Plans splits that one reader reads one after the other, as one body. */
  public CompletableFuture<Scan> createWhole(Scan.OwnedRequest owned) {
    return resolve(owned.request())
        .thenApply(resolved -> create(owned, resolved, Scan.Body.OF_ALL_SPLITS));
  }

  /**
   * Returns the scan with that id, which is of that token.
   *
   * @param owner name of the token by which the scan was created
   * @throws IndexedDbException {@code SCAN_EXPIRED} or {@code SCAN_LOST}
   */
  public Scan scan(String id, Optional<String> owner) {
    Scan scan;
    synchronized (this) {
      scan = scans.get(id);
      if (scan == null) {
        throw expired.contains(id) ? expired() : lost(id);
      }
    }
    scan.requireOwner(owner);
    if (scan.isExpired(scheduler.now(), ttl)) {
      sweep();
      throw expired();
    }
    return scan;
  }

  /**
   * Returns the scan with that id for a reader of one of its splits. One that has expired lives on
   * with the splits that nobody has read yet.
   *
   * @throws IndexedDbException as {@link #scan}, or {@code SPLIT_NOT_FOUND}
   */
  public Scan scanToRead(String id, Optional<String> owner, int n) {
    sweep();
    synchronized (this) {
      expired
          .removeIfUnread(id, owner, n)
          .ifPresent(
              scan -> {
                scan.touch(scheduler.now());
                scans.put(id, scan);
              });
    }
    return keep(id, owner);
  }

  /**
   * Lets the scan live on, as somebody still needs it.
   *
   * @throws IndexedDbException as {@link #scan}
   */
  public Scan keep(String id, Optional<String> owner) {
    Scan scan = scan(id, owner);
    scan.touch(scheduler.now());
    return scan;
  }

  /** Returns how long a scan lives after the last byte read. */
  public Duration ttl() {
    return ttl;
  }

  /** Lets the scan live on, as bytes of it were read or a reader left. */
  public void touch(Scan scan, long bytes) {
    scan.touch(scheduler.now());
    metrics.add(Metrics.Counter.BYTES_SENT, bytes);
  }

  /**
   * Frees the scan; one that is not there is as good as released.
   *
   * @throws IndexedDbException {@code SCAN_LOST} if it is another token's
   */
  public void release(String id, Optional<String> owner) {
    Optional<Scan> known;
    synchronized (this) {
      known = Optional.ofNullable(scans.get(id));
    }
    known.ifPresent(scan -> scan.requireOwner(owner));
    release(id);
  }

  /** Frees the scan, whoever has created it. */
  public void release(String id) {
    Scan scan;
    synchronized (this) {
      scan = scans.remove(id);
      expired.remove(id);
    }
    if (scan != null) {
      scan.release(lost(id));
      AgentLog.LOG.info("scan {} released", id);
    }
  }

  public synchronized List<Scan> all() {
    return List.copyOf(scans.values());
  }

  /**
   * Returns the scans of a token that were created last, the latest at the end, as many as can be
   * shown: one may have thousands of splits, and nobody has to release a scan.
   */
  public Latest latest(Optional<String> owner) {
    List<Scan> all = all().stream().filter(scan -> scan.isOwnedBy(owner)).toList();
    int splits = 0;
    int first = all.size();
    while (first > 0 && all.size() - first < MAX_SHOWN && splits < MAX_SHOWN_SPLITS) {
      first--;
      splits += all.get(first).parts().size();
    }
    return new Latest(all.subList(first, all.size()), first);
  }

  public void close() {
    all().forEach(scan -> release(scan.id()));
  }

  private CompletableFuture<StoreResolver.ResolvedStore> resolve(ScanRequest request) {
    return stores.resolve(request.target(), SplitSizing.of(request.splitting()), planSpec(request));
  }

  private static ScanResponse response(
      Scan scan, List<ClientPlan> planned, Participants participants) {
    return new ScanResponse(
        scan.id(),
        participants,
        scan.parts().stream().map(part -> part.split().description()).toList(),
        planned);
  }

  private Scan create(
      Scan.OwnedRequest owned, StoreResolver.ResolvedStore resolved, Scan.Body body) {
    Scan scan = create(owned, resolved.plans(), body);
    AgentLog.LOG.info(
        "scan {} of {}: {} splits over {} clients, {} known away, {} without the store",
        scan.id(),
        AgentLog.plain(owned.request().target().toString()),
        scan.parts().size(),
        resolved.plannedClients().size(),
        resolved.away().size(),
        resolved.without().size());
    return scan;
  }

  private Scan create(Scan.OwnedRequest owned, List<ClientPlan> planned, Scan.Body body) {
    String id = newId();
    List<Scan.Part> parts = splits.create(owned.request(), planned, body);
    Scan scan = new Scan(id, owned, body, parts, scheduler.now());
    synchronized (this) {
      scans.put(id, scan);
    }
    metrics.increment(Metrics.Counter.SCANS_CREATED);
    return scan;
  }

  /** Returns what the browsers may plan by: nothing if every record is wanted. */
  private static Optional<WorkerRequest.ReadSpec> planSpec(ScanRequest request) {
    return request.query().equals(Query.ALL)
        ? Optional.empty()
        : Optional.of(new WorkerRequest.ReadSpec(request.projection(), request.query()));
  }

  private void sweep() {
    List<Scan> old;
    List<Split> begun;
    synchronized (this) {
      old = scans.values().stream().filter(scan -> scan.isExpired(scheduler.now(), ttl)).toList();
      begun = old.stream().flatMap(scan -> scan.begunSplits().stream()).toList();
      old.forEach(scan -> scans.remove(scan.id()));
      old.forEach(expired::add);
    }
    begun.forEach(split -> split.fail(expired()));
    for (Scan scan : old) {
      metrics.increment(Metrics.Counter.SCANS_EXPIRED);
      AgentLog.LOG.info("scan {} expired", scan.id());
    }
  }

  private String newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private IndexedDbException expired() {
    return IndexedDbException.of(
            ErrorCode.SCAN_EXPIRED,
            "Cannot read the scan: nothing of it was read for %s s, so it expired. Run the query again, in Spark as"
                + " 'df.select(\"*\")' if the same DataFrame fails again, or raise '--scan-ttl'.",
            ttl.toSeconds())
        .with("ttlSeconds", ttl.toSeconds());
  }

  private static IndexedDbException lost(String id) {
    return IndexedDbException.of(
            ErrorCode.SCAN_LOST,
            "Cannot read scan '%s': this agent does not know it. It was released, or the agent was restarted; run the"
                + " query again, in Spark as 'df.select(\"*\")' if the same DataFrame fails again.",
            AgentLog.plain(id))
        .with("scan", AgentLog.plain(id));
  }
}
