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
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import java.io.IOException;
import java.time.Duration;
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

  /** For answers that the agent has at hand. */
  private static final Duration SHORT = Duration.ofSeconds(20);

  /** For answers that browsers work on: a summary of all records may take this long. */
  private static final Duration LONG = Duration.ofMinutes(30);

  private final Endpoint endpoint;

  public AgentClient(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /** Has the browsers sample a store. */
  public SummaryResponse summarize(SummaryRequest request) {
    return ask(post(Protocol.SUMMARIES, request.json()), LONG, SummaryResponse::fromJson);
  }

  /** Has the agent plan a scan; no record is read before its first split is. */
  public ScanResponse createScan(ScanRequest request) {
    return ask(post(Protocol.SCANS, request.json()), LONG, ScanResponse::fromJson);
  }

  public ScanProgress progress(String scan) {
    Request request = Http.request(endpoint, Protocol.scanPath(scan)).build();
    return ask(request, SHORT, ScanProgress::fromJson);
  }

  /** The clients that are connected now, of all origins. */
  public Set<ClientName> connected() {
    return ask(
        Http.request(endpoint, Protocol.CLIENTS).build(),
        SHORT,
        json ->
            StreamSupport.stream(json.path("clients").spliterator(), false)
                .filter(client -> client.path("connected").asBoolean())
                .map(ClientName::fromJson)
                .collect(Collectors.toUnmodifiableSet()));
  }

  /** What the connected clients allow; asks each of them. */
  public DatabasesResponse databases() {
    Request request = Http.request(endpoint, Protocol.DATABASES).build();
    return ask(request, SHORT, DatabasesResponse::fromJson);
  }

  /** Tells the agent that nobody will read the scan any more. */
  public void release(String scan) {
    Request request = Http.request(endpoint, Protocol.scanPath(scan)).delete().build();
    try (Response response = Http.call(request, SHORT).execute()) {
      Http.verified(endpoint, response);
    } catch (IOException e) {
      throw Http.unreachable(endpoint, e);
    }
  }

  private Request post(String path, JsonNode body) {
    return Http.request(endpoint, path).post(RequestBody.create(Json.write(body), JSON)).build();
  }

  private <T> T ask(Request request, Duration silence, Function<JsonNode, T> read) {
    byte[] body;
    try (Response response = Http.call(request, silence).execute()) {
      body = Http.verified(endpoint, response).body().bytes();
    } catch (IOException e) {
      throw Http.unreachable(endpoint, e);
    }
    try {
      return read.apply(Json.parse(body));
    } catch (IndexedDbException e) {
      throw new IndexedDbException(
          ErrorCode.AGENT_FAILED,
          "Cannot understand the agent at "
              + endpoint
              + ": "
              + e.sentence()
              + " Use the same release on both sides.",
          e);
    }
  }
}
