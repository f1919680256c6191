// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.DatabasesResponse;
import io.github.sparkindexeddb.wire.message.ScanProgress;
import io.github.sparkindexeddb.wire.message.ScanProgress.SplitProgress;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Speaks HTTP with one agent. Every method throws {@link IndexedDbException} with what the agent
 * says, or {@code AGENT_UNREACHABLE}, {@code PROTOCOL_VERSION} or {@code AGENT_FAILED}. Immutable,
 * safe for all threads.
 */
public final class AgentClient {
  private static final MediaType JSON = MediaType.get("application/json");

  /** Enough for answers that the agent has at hand. */
  private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(20);

  /** Enough for answers that browsers work on, as a summary of all records. */
  private static final Duration BROWSER_WORK_TIMEOUT = Duration.ofMinutes(30);

  private final Endpoint endpoint;

  public AgentClient(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** Has the browsers sample a store, and returns the summary. */
  public SummaryResponse summarize(SummaryRequest request) {
    return execute(
        post(Protocol.SUMMARIES, request.json()), BROWSER_WORK_TIMEOUT, SummaryResponse::fromJson);
  }

  /** Has the agent plan a scan, and returns it; no record is read before its first split is. */
  public ScanResponse createScan(ScanRequest request) {
    return execute(
        post(Protocol.SCANS, request.json()), BROWSER_WORK_TIMEOUT, ScanResponse::fromJson);
  }

  /** Returns how far the scan is, split by split. */
  public ScanProgress progress(String scan) {
    Request request = Http.request(endpoint, Protocol.scanPath(scan)).build();
    return execute(request, REPLY_TIMEOUT, ScanProgress::fromJson);
  }

  /** Returns how far one split is, with its seal if it has one and the agent tells it. */
  Optional<SplitProgress> splitProgress(String scan, int n) {
    Request request = Http.request(endpoint, Protocol.progressPath(scan, n)).build();
    return execute(request, REPLY_TIMEOUT, ScanProgress::fromJson).split(n);
  }

  /** Has the scan live on, and returns how far it is. */
  public ScanProgress keep(String scan) {
    Request request =
        Http.request(endpoint, Protocol.scanPath(scan)).put(RequestBody.create("", null)).build();
    return execute(request, REPLY_TIMEOUT, ScanProgress::fromJson);
  }

  /** Returns the clients that are connected now, of all origins. */
  public Set<ClientName> connectedClients() {
    return execute(
        Http.request(endpoint, Protocol.CLIENTS).build(),
        REPLY_TIMEOUT,
        json ->
            StreamSupport.stream(json.path("clients").spliterator(), false)
                .filter(client -> client.path("connected").asBoolean())
                .map(ClientName::fromJson)
                .collect(Collectors.toUnmodifiableSet()));
  }

  /** Asks each connected client, and returns what they allow. */
  public DatabasesResponse databases() {
    Request request = Http.request(endpoint, Protocol.DATABASES).build();
    return execute(request, REPLY_TIMEOUT, DatabasesResponse::fromJson);
  }

  /** Tells the agent that nobody will read the scan any more. */
  public void release(String scan) {
    Request request = Http.request(endpoint, Protocol.scanPath(scan)).delete().build();
    try (Response response = Http.call(request, REPLY_TIMEOUT).execute()) {
      Http.requireReply(endpoint, response);
    } catch (IOException e) {
      throw Http.unreachable(endpoint, e);
    }
  }

  private Request post(String path, JsonNode body) {
    return Http.request(endpoint, path).post(RequestBody.create(Json.write(body), JSON)).build();
  }

  private <T> T execute(Request request, Duration readTimeout, Function<JsonNode, T> read) {
    byte[] body;
    try (Response response = Http.call(request, readTimeout).execute()) {
      body = Http.requireReply(endpoint, response).body().bytes();
    } catch (IOException e) {
      throw Http.unreachable(endpoint, e);
    }
    try {
      return read.apply(Json.parse(body));
    } catch (IndexedDbException e) {
      throw IndexedDbException.of(
              ErrorCode.AGENT_FAILED,
              "Cannot understand the agent at %s: %s Use the same release on both sides.",
              endpoint,
              e.sentence())
          .causedBy(e);
    }
  }
}
