// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.agent.Routes.Opening;
import io.github.sparkindexeddb.agent.Routes.Route;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.ScanProgress.State;
import java.util.Map;

/** A whole store as one body, for whatever reads files. Stateless. */
final class Records {
  private final Summaries summaries;
  private final Scans scans;

  Records(Summaries summaries, Scans scans) {
    this.summaries = summaries;
    this.scans = scans;
  }

  Route route() {
    return Route.of(Protocol.RECORDS, Opening.READER, Map.of("GET", this::answer));
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Its handler takes what failed.
  private void answer(Exchange exchange) {
    RecordsRequest request = RecordsRequest.of(exchange.query());
    summaries
        .create(request.summary())
        .thenApply(seen -> RecordsScan.of(request, seen))
        .thenCompose(scans::createWhole)
        .whenComplete(
            (scan, error) -> {
              if (error == null) {
                stream(scan, exchange);
              } else {
                exchange.fail(Failures.of(error));
              }
            });
  }

  private void stream(Scan scan, Exchange exchange) {
    exchange.response().getHeaders().put(Protocol.SCAN_HEADER, scan.id());
    SplitReader reader =
        new SplitReader(
            scan.parts(), exchange, 0, bytes -> scans.read(scan, bytes), () -> ended(scan));
    try {
      reader.start(scan.format().mediaType(), scans.ttl());
    } catch (IndexedDbException e) {
      scans.release(scan.id());
      exchange.fail(e);
    }
  }

  /** A failed scan is kept for a while: its error is nowhere else, as the body was only cut. */
  private void ended(Scan scan) {
    boolean failed =
        scan.progress().splits().stream().anyMatch(split -> split.state() == State.FAILED);
    if (!failed) {
      scans.release(scan.id());
    }
  }
}
