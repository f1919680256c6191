// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.config.TlsRemedy;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Makes requests to agents, and checks what all answers have in common. Holds the one HTTP client
 * of the JVM; its threads are daemons, since only blocking calls are made. Safe for all threads.
 */
final class Http {
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private Http() {}

  /** Made lazily, so that a driver that only looks at classes opens nothing. */
  private static final class Shared {
    static final OkHttpClient CLIENT =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT)
            // A redirect could carry the token to another host.
            .followRedirects(false)
            .followSslRedirects(false)
            .build();
  }

  /** Returns a request to a path of an agent, with its token. */
  static Request.Builder request(Endpoint endpoint, String path) {
    Request.Builder request =
        new Request.Builder()
            .url(endpoint.url() + path)
            .header(Protocol.VERSION_HEADER, String.valueOf(Protocol.PROTOCOL_VERSION));
    endpoint.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  /**
   * Returns the call of a request.
   *
   * @param readTimeout longest time without a byte of the answer
   */
  static Call call(Request request, Duration readTimeout) {
    return Shared.CLIENT.newBuilder().readTimeout(readTimeout).build().newCall(request);
  }

  /**
   * Returns the answer, if an agent of our protocol gave it and it is no error; closes it
   * otherwise.
   *
   * @throws IndexedDbException what the agent says, {@code AGENT_UNREACHABLE} or {@code
   *     PROTOCOL_VERSION}
   */
  static Response requireReply(Endpoint endpoint, Response response) throws IOException {
    try {
      String version = response.header(Protocol.VERSION_HEADER);
      if (version == null) {
        throw noAgent(endpoint, response);
      }
      if (!version.equals(String.valueOf(Protocol.PROTOCOL_VERSION))) {
        throw otherProtocol(endpoint, version);
      }
      if (!response.isSuccessful()) {
        throw errorOf(endpoint, response);
      }
      return response;
    } catch (RuntimeException | IOException e) {
      response.close();
      throw e;
    }
  }

  private static IndexedDbException noAgent(Endpoint endpoint, Response response) {
    return IndexedDbException.of(
        ErrorCode.AGENT_UNREACHABLE,
        "Cannot reach an agent at %s: something else answers there (HTTP status %s, without the header %s). Correct"
            + " option 'endpoint', or look at the proxy in between.",
        endpoint,
        response.code(),
        Protocol.VERSION_HEADER);
  }

  private static IndexedDbException otherProtocol(Endpoint endpoint, String version) {
    return IndexedDbException.of(
        ErrorCode.PROTOCOL_VERSION,
        "Cannot talk with the agent at %s: it speaks protocol '%s', this side '%s'. Use the same release on both"
            + " sides.",
        endpoint,
        version,
        Protocol.PROTOCOL_VERSION);
  }

  private static IndexedDbException errorOf(Endpoint endpoint, Response response)
      throws IOException {
    byte[] body = response.body().bytes();
    try {
      JsonNode json = Json.parse(body);
      if (json.path("code").isTextual() && json.path("message").isTextual()) {
        return IndexedDbException.fromJson(json, ErrorCode.AGENT_FAILED);
      }
    } catch (IndexedDbException e) {
      // Told below: a status without a sentence.
    }
    return IndexedDbException.of(
        ErrorCode.AGENT_FAILED,
        "Cannot go on with the agent at %s: it answered with HTTP status %s and no explanation. Look into its log.",
        endpoint,
        response.code());
  }

  /** Returns the error that no answer came, or none to its end. */
  static IndexedDbException unreachable(Endpoint endpoint, IOException cause) {
    return IndexedDbException.of(
            ErrorCode.AGENT_UNREACHABLE,
            "Cannot reach the agent at %s: %s. %s",
            endpoint,
            why(cause),
            remedy(cause))
        .causedBy(cause);
  }

  static String why(IOException cause) {
    if (cause instanceof UnknownHostException) {
      return "the host is unknown";
    }
    if (cause instanceof SocketTimeoutException) {
      return "it did not answer in time";
    }
    String message = cause.getMessage();
    if (message == null) {
      return cause.getClass().getSimpleName();
    }
    return (message + innermost(cause, message)).replaceAll("\\s+", " ");
  }

  /** Of a certificate only the innermost cause says what is wrong with it, such as its last day. */
  private static String innermost(IOException cause, String told) {
    Throwable root = cause;
    while (cause instanceof SSLException && root.getCause() != null) {
      root = root.getCause();
    }
    String message = root.getMessage();
    return message == null || told.contains(message) ? "" : ": " + message;
  }

  private static String remedy(IOException cause) {
    if (cause instanceof ConnectException) {
      return "Start it with 'java -jar spark-indexeddb-<version>-agent.jar', or correct option 'endpoint'.";
    }
    if (cause instanceof SSLException) {
      return TlsRemedy.of("option 'endpoint'");
    }
    return "Check that it runs and that this machine reaches it, or correct option 'endpoint'.";
  }
}
