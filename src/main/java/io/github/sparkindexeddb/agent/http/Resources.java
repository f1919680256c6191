// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.agent.http.Routes.Opening;
import io.github.sparkindexeddb.agent.http.Routes.Route;
import io.github.sparkindexeddb.agent.link.Client;
import io.github.sparkindexeddb.agent.link.Clients;
import io.github.sparkindexeddb.agent.runtime.Events;
import io.github.sparkindexeddb.agent.scan.Scan;
import io.github.sparkindexeddb.agent.scan.Scans;
import io.github.sparkindexeddb.agent.scan.Split;
import io.github.sparkindexeddb.agent.scan.Stores;
import io.github.sparkindexeddb.agent.scan.Summaries;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.ScanReply;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.SummaryReply;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import java.util.List;
import java.util.Map;

/** The data routes of protocol.md. Stateless. */
public final class Resources {
  private final Clients clients;
  private final Stores stores;
  private final Summaries summaries;
  private final Scans scans;

  public Resources(Clients clients, Stores stores, Summaries summaries, Scans scans) {
    this.clients = clients;
    this.stores = stores;
    this.summaries = summaries;
    this.scans = scans;
  }

  public List<Route> routes() {
    String scan = Protocol.scanPath("{scan}");
    return List.of(
        Route.of(Protocol.HEALTH, Opening.PUBLIC, Map.of("GET", Resources::health)),
        Route.of(Protocol.CLIENTS, Opening.READER, Map.of("GET", this::clients)),
        Route.of(
            Protocol.DATABASES,
            Opening.READER,
            Map.of("GET", exchange -> exchange.json(stores.json()))),
        Route.of(Protocol.SUMMARIES, Opening.READER, Map.of("POST", this::summarize)),
        Route.of(Protocol.SCANS, Opening.READER, Map.of("GET", this::list, "POST", this::scan)),
        Route.of(scan, Opening.READER, Map.of("GET", this::progress, "DELETE", this::release)),
        Route.of(scan + "/splits/{n}", Opening.READER, Map.of("GET", this::split)));
  }

  private static void health(Exchange exchange) {
    exchange.json(Json.object().put("status", "ok"));
  }

  private void clients(Exchange exchange) {
    ObjectNode json = Json.object();
    json.set("clients", Json.array(clients.known(), Resources::client));
    exchange.json(json);
  }

  private static ObjectNode client(Client client) {
    ObjectNode json =
        client
            .name()
            .json()
            .put("browser", client.browser())
            .put("connected", client.connected())
            .put("since", client.since().toString());
    client
        .catalog()
        .ifPresent(
            catalog ->
                json.set(
                    "databases",
                    Json.array(
                        catalog.databases(), database -> TextNode.valueOf(database.name()))));
    if (client.catalog().isEmpty()) {
      json.putArray("databases");
    }
    return json;
  }

  private void summarize(Exchange exchange) {
    exchange.json(
        exchange
            .body(SummaryRequest::fromJson)
            .thenCompose(summaries::create)
            .thenApply(SummaryReply::json));
  }

  private void scan(Exchange exchange) {
    exchange.json(
        exchange.body(ScanRequest::fromJson).thenCompose(scans::create).thenApply(ScanReply::json));
  }

  private void list(Exchange exchange) {
    ObjectNode json = Json.object();
    json.set("scans", Json.array(scans.all(), Scan::json));
    exchange.json(json);
  }

  private void progress(Exchange exchange) {
    exchange.json(scans.scan(exchange.path().get(2)).json());
  }

  private void release(Exchange exchange) {
    scans.release(exchange.path().get(2));
    exchange.nothing();
  }

  private void split(Exchange exchange) {
    Scan scan = scans.scan(exchange.path().get(2));
    Scan.Part part = scan.part((int) number(exchange.path().get(4), "split", Integer.MAX_VALUE));
    long offset = number(exchange.query("offset").orElse("0"), "offset", Long.MAX_VALUE);
    Split.View view = part.split().view();
    view.error()
        .ifPresent(
            error -> {
              throw error;
            });
    if (offset > view.end()) {
      throw tooFar(offset, view.end());
    }
    SplitReader reader =
        new SplitReader(
            List.of(part),
            exchange,
            offset,
            bytes -> scans.read(scan, bytes),
            () -> scans.read(scan, 0));
    reader.start(scan.format().mediaType(), scans.ttl());
  }

  private static IndexedDbException tooFar(long offset, long end) {
    return new IndexedDbException(
        ErrorCode.BAD_REQUEST,
        "Cannot read the split from byte '"
            + offset
            + "': only "
            + end
            + " bytes have come. Ask for at most that offset.",
        Json.object().put("bytes", end));
  }

  private static long number(String text, String name, long most) {
    try {
      long number = Long.parseLong(text);
      if (number >= 0 && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      Events.LOG.debug("no number", e);
    }
    throw new IndexedDbException(
        ErrorCode.BAD_REQUEST,
        "Cannot answer the request: its "
            + name
            + " is '"
            + Events.plain(text)
            + "', not a number of 0 or more. Correct it.");
  }
}
