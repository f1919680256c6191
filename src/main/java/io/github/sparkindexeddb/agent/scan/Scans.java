// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
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
  private static final Duration MAX_SWEEP_PERIOD = Duration.ofSeconds(30);

  /** Ids of expired scans, kept to tell them from those of an earlier agent. */
  private static final int MAX_EXPIRED_IDS = 10_000;

  private final StoreResolver stores;
  private final SplitFactory splits;
  private final Scheduler scheduler;
  private final Duration ttl;
  private final Metrics metrics;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Scan> scans = new LinkedHashMap<>();
  private final Map<String, Boolean> expired =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > MAX_EXPIRED_IDS;
        }
      };

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

  /** Plans the splits with the browsers; nothing is read yet. */
  public CompletableFuture<ScanResponse> create(ScanRequest request) {
    return resolve(request)
        .thenApply(
            resolved -> response(create(request, resolved, Scan.Body.OF_EACH_SPLIT), resolved));
  }

  /** Plans splits that one reader reads one after the other, as one body. */
  public CompletableFuture<Scan> createWhole(ScanRequest request) {
    return resolve(request)
        .thenApply(resolved -> create(request, resolved, Scan.Body.OF_ALL_SPLITS));
  }

  /**
   * Returns the scan with that id.
   *
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
    if (scan.isExpired(scheduler.now(), ttl)) {
      sweep();
      throw expired();
    }
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

  /** Frees the scan; one that is not there is as good as released. */
  public void release(String id) {
    Scan scan;
    synchronized (this) {
      scan = scans.remove(id);
    }
    if (scan != null) {
      scan.release(lost(id));
      AgentLog.LOG.info("scan {} released", id);
    }
  }

  public synchronized List<Scan> all() {
    return List.copyOf(scans.values());
  }

  public void close() {
    all().forEach(scan -> release(scan.id()));
  }

  private CompletableFuture<StoreResolver.ResolvedStore> resolve(ScanRequest request) {
    return stores.resolve(request.target(), SplitSizing.of(request.splitting()), planSpec(request));
  }

  private static ScanResponse response(Scan scan, StoreResolver.ResolvedStore resolved) {
    return new ScanResponse(
        scan.id(),
        resolved.participants(),
        scan.parts().stream().map(part -> part.split().description()).toList());
  }

  private Scan create(ScanRequest request, StoreResolver.ResolvedStore resolved, Scan.Body body) {
    String id = newId();
    List<Scan.Part> parts = splits.create(request, resolved.plannedClients(), body);
    Scan scan = new Scan(id, request, body, parts, scheduler.now());
    synchronized (this) {
      scans.put(id, scan);
    }
    metrics.increment(Metrics.Counter.SCANS_CREATED);
    AgentLog.LOG.info(
        "scan {} of {}: {} splits over {} clients, {} known away, {} without the store",
        id,
        AgentLog.plain(request.target().toString()),
        parts.size(),
        resolved.plannedClients().size(),
        resolved.away().size(),
        resolved.without().size());
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
    synchronized (this) {
      old = scans.values().stream().filter(scan -> scan.isExpired(scheduler.now(), ttl)).toList();
      old.forEach(scan -> scans.remove(scan.id()));
      old.forEach(scan -> expired.put(scan.id(), true));
    }
    for (Scan scan : old) {
      scan.release(expired());
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
            "Cannot read the scan: nothing of it was read for %s s, so it expired. Run the query"
                + " again, or raise '--scan-ttl'.",
            ttl.toSeconds())
        .with("ttlSeconds", ttl.toSeconds());
  }

  private static IndexedDbException lost(String id) {
    return IndexedDbException.of(
            ErrorCode.SCAN_LOST,
            "Cannot read scan '%s': this agent does not know it. It was released, or the agent was"
                + " restarted; run the query again.",
            AgentLog.plain(id))
        .with("scan", AgentLog.plain(id));
  }
}
