// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.agent.http.Router.AccessLevel;
import io.github.sparkindexeddb.agent.http.Router.Route;
import io.github.sparkindexeddb.agent.link.Client;
import io.github.sparkindexeddb.agent.link.Clients;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.scan.Scan;
import io.github.sparkindexeddb.agent.scan.Scans;
import io.github.sparkindexeddb.agent.scan.Split;
import io.github.sparkindexeddb.agent.scan.StoreCatalog;
import io.github.sparkindexeddb.agent.scan.Summaries;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The data routes of protocol.md. Stateless. */
public final class ApiRoutes {
  private final Clients clients;
  private final StoreCatalog catalog;
  private final Summaries summaries;
  private final Scans scans;
  private final ReadAudit audit;

  public ApiRoutes(
      Clients clients, StoreCatalog catalog, Summaries summaries, Scans scans, ReadAudit audit) {
    this.clients = clients;
    this.catalog = catalog;
    this.summaries = summaries;
    this.scans = scans;
    this.audit = audit;
  }

  public List<Route> routes() {
    String scan = Protocol.scanPath("{scan}");
    return List.of(
        Route.of(Protocol.CLIENTS, AccessLevel.READER, Map.of("GET", this::clients)),
        Route.of(
            Protocol.CLIENTS + "/{id}", AccessLevel.READER, Map.of("DELETE", this::removeClient)),
        Route.of(
            Protocol.DATABASES,
            AccessLevel.READER,
            Map.of("GET", exchange -> exchange.sendJson(catalog.json()))),
        Route.of(Protocol.SUMMARIES, AccessLevel.READER, Map.of("POST", this::summarize)),
        Route.of(Protocol.SCANS, AccessLevel.READER, Map.of("GET", this::list, "POST", this::scan)),
        Route.of(
            scan,
            AccessLevel.READER,
            Map.of("GET", this::progress, "PUT", this::keep, "DELETE", this::release)),
        Route.of(scan + "/splits/{n}", AccessLevel.READER, Map.of("GET", this::split)));
  }

  private void clients(HttpExchange exchange) {
    ObjectNode json = Json.object();
    json.set("clients", Json.array(clients.known(), ApiRoutes::client));
    exchange.sendJson(json);
  }

  private void removeClient(HttpExchange exchange) {
    clients.remove(exchange.path().get(2));
    exchange.sendNoContent();
  }

  private static ObjectNode client(Client client) {
    ObjectNode json =
        client
            .name()
            .json()
            .put("browser", client.browser())
            .put("connected", client.isConnected())
            .put("since", client.since().toString());
    List<Catalog.Database> databases = client.catalog().orElse(Catalog.EMPTY).databases();
    json.set("databases", Json.array(databases, each -> TextNode.valueOf(each.name())));
    client.twin().ifPresent(twin -> json.set("error", twin.json()));
    return json;
  }

  private void summarize(HttpExchange exchange) {
    exchange.sendJson(
        exchange
            .body(SummaryRequest::fromJson)
            .thenApply(request -> audit.ofSummary(exchange, request))
            .thenCompose(request -> summaries.create(request, exchange.gone()))
            .thenApply(SummaryResponse::json));
  }

  private void scan(HttpExchange exchange) {
    exchange.sendJson(
        exchange
            .body(ScanRequest::fromJson)
            .thenApply(request -> audit.ofScan(exchange, request))
            .thenApply(request -> new Scan.OwnedRequest(owner(exchange), request))
            .thenCompose(scans::create)
            .thenApply(ScanResponse::json));
  }

  private void list(HttpExchange exchange) {
    ObjectNode json = Json.object();
    Scans.Latest latest = scans.latest(owner(exchange));
    json.set("scans", Json.array(latest.scans(), Scan::json));
    if (latest.earlier() > 0) {
      json.put("earlier", latest.earlier());
    }
    exchange.sendJson(json);
  }

  private void progress(HttpExchange exchange) {
    Scan scan = scans.scan(exchange.path().get(2), owner(exchange));
    exchange.sendJson(
        exchange
            .query("split")
            .map(n -> scan.json((int) number(n, "split", Integer.MAX_VALUE)))
            .orElseGet(scan::json));
  }

  private void keep(HttpExchange exchange) {
    exchange.sendJson(scans.keep(exchange.path().get(2), owner(exchange)).json());
  }

  private void release(HttpExchange exchange) {
    scans.release(exchange.path().get(2), owner(exchange));
    exchange.sendNoContent();
  }

  private void split(HttpExchange exchange) {
    int n = (int) number(exchange.path().get(4), "split", Integer.MAX_VALUE);
    Scan scan = scans.scanToRead(exchange.path().get(2), owner(exchange), n);
    Scan.Part part = scan.part(n);
    ReadAudit.Line line = audit.ofSplit(exchange, scan, part);
    long offset = number(exchange.query("offset").orElse("0"), "offset", Long.MAX_VALUE);
    Split.View view = part.split().view();
    view.error()
        .ifPresent(
            error -> {
              throw error;
            });
    if (offset > view.end()) {
      throw offsetBeyondEnd(offset, view.end());
    }
    SplitResponse response =
        new SplitResponse(
            List.of(part),
            exchange,
            offset,
            line.counting(bytes -> scans.touch(scan, bytes)),
            () -> scans.touch(scan, 0));
    response.start(scan.format().mediaType(), scans.ttl());
  }

  /** Names outlive values: a token may be renewed under its name while its scans are read. */
  private static Optional<String> owner(HttpExchange exchange) {
    return exchange.tokenUse().tokenName();
  }

  private static IndexedDbException offsetBeyondEnd(long offset, long end) {
    return IndexedDbException.of(
            ErrorCode.BAD_REQUEST,
            "Cannot read the split from byte '%s': only %s bytes have come. Ask for at most that"
                + " offset.",
            offset,
            end)
        .with("bytes", end);
  }

  private static long number(String text, String name, long max) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      AgentLog.LOG.debug("no number", e);
    }
    throw IndexedDbException.of(
        ErrorCode.BAD_REQUEST,
        "Cannot answer the request: its %s is '%s', not a number of 0 or more. Correct it.",
        name,
        AgentLog.plain(text));
  }
}
