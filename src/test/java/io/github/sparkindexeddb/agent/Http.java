// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Plain requests to an agent under test. */
final class Http {
  private final URI agent;
  private final OkHttpClient client;

  /** A response that was read to its end. */
  record Answer(int status, byte[] body, Headers headers, Headers trailers) {
    JsonNode json() {
      return Json.parse(body);
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    String code() {
      return json().path("code").asText();
    }

    String message() {
      return json().path("message").asText();
    }
  }

  Http(URI agent) {
    this(agent, new OkHttpClient());
  }

  Http(URI agent, OkHttpClient client) {
    this.agent = agent;
    this.client = client;
  }

  /** Returns a scan request with any column: the agent does not look at it. */
  static ObjectNode scan(String database, String store) {
    ObjectNode scan = Json.object().put("database", database).put("store", store);
    scan.putArray("columns").addObject().put("name", "id").put("type", "bigint");
    return scan;
  }

  Answer get(String path) {
    return send(path, request -> request);
  }

  Answer post(String path, JsonNode body) {
    RequestBody json = RequestBody.create(Json.write(body), MediaType.get("application/json"));
    return send(path, request -> request.post(json));
  }

  Answer send(String path, UnaryOperator<Request.Builder> how) {
    try (Response response = open(path, how)) {
      byte[] body = response.body().bytes();
      return new Answer(response.code(), body, response.headers(), response.trailers());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a response whose body the test reads, and closes. */
  Response open(String path, UnaryOperator<Request.Builder> how) throws IOException {
    return call(path, how).execute();
  }

  /**
   * Returns a call for a reader that leaves: closing a response first drains it for a while,
   * cancelling does not.
   */
  Call call(String path, UnaryOperator<Request.Builder> how) {
    Request.Builder request = new Request.Builder().url(agent + path);
    return client.newCall(how.apply(request).build());
  }

  String raw(String head) throws IOException {
    return raw(head, "");
  }

  /** Returns what the agent answers to these very bytes, and closes the connection. */
  String raw(String head, String body) throws IOException {
    try (Socket socket = new Socket(agent.getHost(), agent.getPort())) {
      socket.setSoTimeout(5000);
      byte[] request =
          (head + "Connection: close\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
