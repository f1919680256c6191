// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.http.Router.AccessLevel;
import io.github.sparkindexeddb.agent.http.Router.Route;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.agent.scan.Scan;
import io.github.sparkindexeddb.agent.scan.Scans;
import io.github.sparkindexeddb.agent.scan.Summaries;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.ScanProgress.State;
import java.util.Map;

/** Serves a whole store as one body, for whatever reads files. Stateless. */
public final class RecordsRoute {
  private final Summaries summaries;
  private final Scans scans;
  private final ReadAudit audit;

  public RecordsRoute(Summaries summaries, Scans scans, ReadAudit audit) {
    this.summaries = summaries;
    this.scans = scans;
    this.audit = audit;
  }

  public Route route() {
    return Route.of(Protocol.RECORDS, AccessLevel.READER, Map.of("GET", this::records));
  }

  private void records(HttpExchange exchange) {
    RecordsRequest request = RecordsRequest.of(exchange.query());
    exchange.awaitBrowser();
    Futures.onComplete(
        summaries
            .create(request.summaryRequest(), exchange.gone())
            .thenApply(
                summary ->
                    new Scan.OwnedRequest(
                        exchange.tokenUse().tokenName(), RecordsScan.of(request, summary)))
            .thenCompose(scans::createWhole),
        (scan, error) -> {
          if (error == null) {
            stream(scan, exchange);
          } else {
            exchange.fail(AgentErrors.of(error));
          }
        });
  }

  private void stream(Scan scan, HttpExchange exchange) {
    exchange.response().getHeaders().put(Protocol.SCAN_HEADER, scan.id());
    ReadAudit.Line line = audit.ofRecords(exchange, scan);
    SplitResponse response =
        new SplitResponse(
            scan.parts(),
            exchange,
            0,
            line.counting(bytes -> scans.touch(scan, bytes)),
            () -> onEnd(scan));
    try {
      response.start(scan.format().mediaType(), scans.ttl());
    } catch (IndexedDbException e) {
      scans.release(scan.id());
      exchange.fail(e);
    }
  }

  /** A failed scan is kept for a while: its error is nowhere else, as the body was only cut. */
  private void onEnd(Scan scan) {
    boolean failed =
        scan.progress().splits().stream().anyMatch(split -> split.state() == State.FAILED);
    if (!failed) {
      scans.release(scan.id());
    }
  }
}
