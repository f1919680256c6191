// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.testing.FakeHttp;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.ClientPlan;
import io.github.sparkindexeddb.wire.message.DatabasesResponse;
import io.github.sparkindexeddb.wire.message.Participants;
import io.github.sparkindexeddb.wire.message.ScanProgress;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.message.WorkerResult.PlannedSplit;
import io.github.sparkindexeddb.wire.value.KeyPath;
import io.github.sparkindexeddb.wire.value.KeyRange;
import io.github.sparkindexeddb.wire.value.Malformed;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An agent without browsers: it answers for one store that is given whole, and remembers what it
 * was asked. Safe for all threads.
 */
public final class FakeAgent implements AutoCloseable {
  public static final String DATABASE = "shop";
  static final String STORE = "orders";
  public static final String ORIGIN = "http://localhost:8000";
  private static final Pattern SPLIT = Pattern.compile("/v1/scans/(s\\d+)/splits/(\\d+).*");
  private static final int PER_BATCH = 3;

  /** What was asked, in order. */
  public final Queue<SummaryRequest> summaries = new ConcurrentLinkedQueue<>();

  public final Queue<ScanRequest> scans = new ConcurrentLinkedQueue<>();
  public final Queue<String> released = new ConcurrentLinkedQueue<>();
  public final Queue<String> kept = new ConcurrentLinkedQueue<>();

  /** What the browsers cannot describe. */
  public final Queue<DatabasesResponse.Failure> failures = new ConcurrentLinkedQueue<>();

  /** Rows that are sealed beyond those in a body. */
  public volatile int rowsTooMany;

  /**
   * Bodies of the splits of each scan. Encoded when it is created, since Spark helps: a task that
   * waits for its split may hold the last core.
   */
  private final Map<String, List<SplitBodies.Body>> open = new ConcurrentHashMap<>();

  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private final FakeAgentStore store;
  private final FakeHttp http;

  public FakeAgent(FakeAgentStore store) throws IOException {
    this.store = store;
    this.http = new FakeHttp(this::answer);
  }

  public String endpoint() {
    return http.address();
  }

  static String client(int n) {
    return "client-" + n;
  }

  @Override
  public void close() throws IOException {
    http.close();
  }

  private FakeHttp.Answer answer(FakeHttp.Request request) {
    Matcher split = SPLIT.matcher(request.path());
    if (request.path().equals(Protocol.CLIENTS)) {
      return FakeHttp.Answer.json(clients());
    }
    if (request.path().equals(Protocol.DATABASES)) {
      return FakeHttp.Answer.json(databases().json());
    }
    if (request.path().equals(Protocol.SUMMARIES)) {
      SummaryRequest summary = SummaryRequest.fromJson(Json.parse(request.body()));
      requireOrders(summary.target());
      summaries.add(summary);
      return FakeHttp.Answer.json(new SummaryResponse(store.wireSummary(), participants()).json());
    }
    if (request.path().equals(Protocol.SCANS)) {
      return FakeHttp.Answer.json(created(ScanRequest.fromJson(Json.parse(request.body()))).json());
    }
    if (split.matches()) {
      return split(split.group(1), Integer.parseInt(split.group(2)));
    }
    String scan = request.path().substring(Protocol.SCANS.length() + 1);
    if (request.method().equals("DELETE")) {
      released.add(scan);
      return FakeHttp.Answer.json(Json.object());
    }
    if (request.method().equals("PUT")) {
      requireKnown(scan);
      kept.add(scan);
    }
    return FakeHttp.Answer.json(new ScanProgress(scan, List.of()).json());
  }

  private static void requireOrders(Target target) {
    if (!target.database().equals(DATABASE)) {
      throw IndexedDbException.of(
          ErrorCode.DATABASE_NOT_FOUND, "Cannot read %s: the nearest is 'shop'. Go.", target);
    }
    if (!target.store().equals(STORE)) {
      throw IndexedDbException.of(
          ErrorCode.STORE_NOT_FOUND, "Cannot read %s: the nearest is 'orders'. Go.", target);
    }
  }

  private ObjectNode clients() {
    ObjectNode json = Json.object();
    json.set(
        "clients",
        Json.array(
            participants().clients(), client -> client.name().json().put("connected", true)));
    return json;
  }

  private DatabasesResponse databases() {
    long records = store.clients().stream().mapToLong(List::size).sum();
    Catalog.Index city =
        new Catalog.Index("byCity", new KeyPath(List.of("customer.city"), false), false, false);
    Catalog.Index day =
        new Catalog.Index("byDay", new KeyPath(List.of("day", "id"), true), true, false);
    Catalog.Store orders =
        new Catalog.Store(STORE, store.keyPath(), false, records, List.of(city, day));
    List<String> ids = participants().clients().stream().map(client -> client.name().id()).toList();
    return new DatabasesResponse(
        List.of(
            new DatabasesResponse.Database(
                ORIGIN, DATABASE, 3, List.of(new DatabasesResponse.Store(orders, ids)))),
        List.copyOf(failures));
  }

  private ScanResponse created(ScanRequest request) {
    scans.add(request);
    String scan = "s" + scans.size();
    open.put(
        scan,
        store.clients().stream()
            .map(records -> SplitBodies.encode(ScanAnswers.answer(records, request), PER_BATCH))
            .toList());
    List<ScanResponse.Split> splits =
        IntStream.range(0, store.clients().size())
            .mapToObj(n -> new ScanResponse.Split(n, name(n), store.clients().get(n).size(), ""))
            .toList();
    List<ClientPlan> planned =
        splits.stream()
            .map(
                split ->
                    new ClientPlan(
                        split.client(), List.of(PlannedSplit.whole(KeyRange.ALL, split.records()))))
            .toList();
    return new ScanResponse(scan, participants(), splits, planned);
  }

  /** Forgets all scans, as a new agent at the same address would. */
  public void forget() {
    lost.addAll(open.keySet());
    open.clear();
  }

  private void requireKnown(String scan) {
    if (lost.contains(scan)) {
      throw IndexedDbException.of(ErrorCode.SCAN_LOST, "Cannot read scan '%s': gone.", scan);
    }
  }

  private FakeHttp.Answer split(String scan, int n) {
    requireKnown(scan);
    SplitBodies.Body body = open.get(scan).get(n);
    return FakeHttp.Answer.split(
        body.bytes(), body.rows() + rowsTooMany, store.malformed().orElse(Malformed.NONE));
  }

  private Participants participants() {
    return new Participants(
        IntStream.range(0, store.clients().size())
            .mapToObj(n -> new StoreClient(name(n), "Fake/1", store.keys(n)))
            .toList(),
        List.of(),
        List.of());
  }

  private static ClientName name(int n) {
    return new ClientName(client(n), ORIGIN);
  }
}
