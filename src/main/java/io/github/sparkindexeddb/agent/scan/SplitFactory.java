// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.link.RetryingRequests;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.agent.spool.Spool;
import io.github.sparkindexeddb.wire.message.ClientPlan;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.message.WorkerResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/** Makes the splits of a scan, each with the fetcher that fills it. Thread-safe. */
public final class SplitFactory {
  private static final byte[] NOTHING = {};

  private final Spool spool;
  private final FirstFetches firstFetches;
  private final RetryingRequests requests;
  private final Executor workers;
  private final Metrics metrics;

  /**
   * @param workers on which splits go on when the disk has done its part
   */
  public SplitFactory(
      Spool spool,
      FirstFetches firstFetches,
      RetryingRequests requests,
      Executor workers,
      Metrics metrics) {
    this.spool = spool;
    this.firstFetches = firstFetches;
    this.requests = requests;
    this.workers = workers;
    this.metrics = metrics;
  }

  /** Returns all planned splits, numbered in the order of the clients; nothing is read yet. */
  List<Scan.Part> create(ScanRequest request, List<ClientPlan> clients, Scan.Body body) {
    WorkerRequest.StoreName store =
        new WorkerRequest.StoreName(request.target().database(), request.target().store());
    WorkerRequest.ReadSpec spec = new WorkerRequest.ReadSpec(request.projection(), request.query());
    IntFunction<SplitTask.Framing> framing = framing(spec, clients, body);
    List<Scan.Part> parts = new ArrayList<>();
    for (ClientPlan client : clients) {
      ReadStore readStore = new ReadStore(firstFetches.of(client.client(), request.target()));
      for (WorkerResult.PlannedSplit planned : client.splits()) {
        int n = parts.size();
        SplitTask task = new SplitTask(store, readStore, planned, spec, framing.apply(n));
        parts.add(part(new Split(description(n, client, planned), spool), task));
      }
    }
    return parts;
  }

  /** Returns what is around the batches of each split, by its number. */
  private static IntFunction<SplitTask.Framing> framing(
      WorkerRequest.ReadSpec spec, List<ClientPlan> clients, Scan.Body body) {
    int last = clients.stream().mapToInt(client -> client.splits().size()).sum() - 1;
    boolean whole = body == Scan.Body.OF_ALL_SPLITS;
    byte[] head = SplitHeader.of(spec);
    byte[] tail = spec.projection().format().tail();
    return n ->
        new SplitTask.Framing(
            !whole || n == 0 ? head : NOTHING, !whole || n == last ? tail : NOTHING);
  }

  private Scan.Part part(Split split, SplitTask task) {
    return new Scan.Part(split, new SplitFetcher(split, task, requests, workers, metrics));
  }

  private static ScanResponse.Split description(
      int n, ClientPlan client, WorkerResult.PlannedSplit planned) {
    return new ScanResponse.Split(n, client.client(), planned.records(), planned.how().orElse(""));
  }
}
