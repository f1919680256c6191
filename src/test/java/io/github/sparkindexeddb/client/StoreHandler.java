// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.client.ScriptedAgent.RecordedRequest;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.DatabasesResponse;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.KeyPath;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** An agent whose clients come and go as a test wants: each has the store, in one split. */
final class StoreHandler implements ScriptedAgent.Handler {
  private final String scan;
  private final List<ClientName> clients = new CopyOnWriteArrayList<>();
  private final List<ClientName> away = new CopyOnWriteArrayList<>();

  /** Connected, but without the store. */
  private final List<ClientName> others = new CopyOnWriteArrayList<>();

  private final List<DatabasesResponse.Failure> failures = new CopyOnWriteArrayList<>();

  private volatile ErrorCode missing = ErrorCode.NO_CLIENTS;
  private final AtomicInteger linkAfterAsks = new AtomicInteger(-1);

  StoreHandler(String scan, ClientName... clients) {
    this.scan = scan;
    this.clients.addAll(List.of(clients));
  }

  StoreHandler away(ClientName client) {
    away.add(client);
    return this;
  }

  /** Sets the error that it answers while no client has the store. */
  StoreHandler missing(ErrorCode code) {
    missing = code;
    return this;
  }

  /** Adds what a list of databases tells of one that it lacks. */
  StoreHandler failing(DatabasesResponse.Failure failure) {
    failures.add(failure);
    return this;
  }

  /** A client that has other stores only. */
  StoreHandler other(ClientName client) {
    others.add(client);
    return this;
  }

  /** The away client comes back when it has been asked so often who is connected. */
  StoreHandler returnsAfter(int asks) {
    linkAfterAsks.set(asks);
    return this;
  }

  @Override
  public void handle(RecordedRequest request, OutputStream out) throws IOException {
    out.write(
        switch (request.method() + " " + request.path()) {
          case "GET /v1/clients" -> connected();
          case "GET /v1/databases" -> databases();
          case "POST /v1/summaries" -> audience("\"summary\":" + summary());
          case "POST /v1/scans" -> audience("\"scan\":\"" + scan + "\",\"splits\":" + splits());
          default -> ScriptedAgent.answer(204, "Spark-IndexedDB-Protocol: 1\r\n", "");
        });
  }

  private byte[] connected() {
    if (linkAfterAsks.getAndDecrement() == 0) {
      clients.addAll(away);
      away.clear();
    }
    List<ClientName> all = new ArrayList<>(clients);
    all.addAll(others);
    return ScriptedAgent.json(
        200,
        "{\"clients\":" + Json.array(all, client -> client.json().put("connected", true)) + "}");
  }

  /** Each client has the store in the database of its origin. */
  private byte[] databases() {
    Catalog.Store store =
        new Catalog.Store("orders", new KeyPath(List.of("id"), false), false, 4, List.of());
    return ScriptedAgent.json(
        200,
        Json.write(
            new DatabasesResponse(
                    clients.stream()
                        .map(
                            client ->
                                new DatabasesResponse.Database(
                                    client.origin(),
                                    "shop",
                                    1,
                                    List.of(
                                        new DatabasesResponse.Store(store, List.of(client.id())))))
                        .toList(),
                    failures)
                .json()));
  }

  private byte[] audience(String reply) {
    if (clients.isEmpty()) {
      IndexedDbException error =
          IndexedDbException.of(missing, "Cannot read: %s. Do something.", missing).with(known());
      return ScriptedAgent.json(missing.httpStatus(), Json.write(error.json()));
    }
    return ScriptedAgent.json(
        200,
        "{"
            + reply
            + ",\"clients\":"
            + Json.array(clients, StoreHandler::described)
            + ",\"away\":"
            + Json.array(away, ClientName::json)
            + ",\"without\":"
            + Json.array(others, ClientName::json)
            + "}");
  }

  /** Returns the details of a refusal, as an agent gives them. */
  private ObjectNode known() {
    List<ClientName> all = new ArrayList<>(others);
    all.addAll(away);
    return Json.object().set("clients", Json.array(all, ClientName::json));
  }

  private static JsonNode described(ClientName client) {
    return client
        .json()
        .put("browser", "Chrome")
        .put("records", 4)
        .put("keyPath", "id")
        .put("autoIncrement", false);
  }

  private String summary() {
    return "{\"records\":"
        + clients.size()
        + ",\"corrupt\":{\"count\":0},\"root\":{\"kinds\":{\"string\":"
        + clients.size()
        + "}}}";
  }

  private String splits() {
    int[] n = {0};
    return Json.array(
            clients,
            client ->
                Json.object()
                    .put("n", n[0]++)
                    .put("client", client.id())
                    .put("origin", client.origin())
                    .put("records", 4))
        .toString();
  }

  static Optional<Long> atMost(RecordedRequest request) {
    return Optional.of(Json.parse(request.body()).path("splits").path("atMost"))
        .filter(JsonNode::isNumber)
        .map(JsonNode::asLong);
  }
}
