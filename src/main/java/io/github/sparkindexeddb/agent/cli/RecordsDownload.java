// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.config.TlsRemedy;
import io.github.sparkindexeddb.config.TokenTransport;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;

/** Copies the response of an agent to a file, whole or not at all. Confined to one thread. */
public final class RecordsDownload {
  private static final int BUFFER_BYTES = 128 << 10;
  private static final Duration REFRESH_PERIOD = Duration.ofMillis(500);
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
  private final URI endpoint;
  private final Optional<String> token;
  private final PrintWriter screen;

  /**
   * @param screen where the progress is shown
   * @throws IndexedDbException {@code OPTION_INVALID} if the token would be sent to another machine
   *     over plain http
   */
  public RecordsDownload(URI endpoint, Optional<String> token, PrintWriter screen) {
    if (token.isPresent()) {
      requireProtection(endpoint);
    }
    this.endpoint = endpoint;
    this.token = token;
    this.screen = screen;
  }

  private static void requireProtection(URI endpoint) {
    // A name with an underscore is no host to the URI, and none of this machine.
    String host = String.valueOf(endpoint.getHost());
    if (TokenTransport.isExposed(endpoint.getScheme(), host)) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_INVALID,
          "Cannot use '%s' as '--endpoint': %s. %s",
          AgentLog.plain(endpoint.toString()),
          TokenTransport.WHY,
          TokenTransport.REMEDY);
    }
  }

  /**
   * Downloads the records that the path names.
   *
   * @param path of the request for records
   * @param terminal whether a line of the screen can be written over
   * @return what was done, as a sentence
   * @throws IndexedDbException what the agent answered, {@code AGENT_UNREACHABLE}, or {@code
   *     OPTION_INVALID} if the file cannot be written
   */
  public String write(String path, Path out, boolean terminal) {
    Path partial = out.resolveSibling(out.getFileName() + ".part");
    HttpResponse<InputStream> response = get(path);
    String scan = response.headers().firstValue(Protocol.SCAN_HEADER).orElse("");
    ProgressLine progress = new ProgressLine(screen, terminal);
    try (InputStream body = response.body();
        OutputStream file = Files.newOutputStream(partial)) {
      copy(body, file, scan, progress);
      file.flush();
      Files.move(partial, out, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      delete(partial);
      throw failure(scan, out, e);
    } finally {
      progress.end();
    }
    return "Wrote " + ProgressLine.bytes(progress.bytes()) + " to " + out + ".";
  }

  private HttpResponse<InputStream> get(String path) {
    try {
      HttpResponse<InputStream> response = http.send(request(path), BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw refusal(Json.parse(response.body().readAllBytes()));
      }
      return response;
    } catch (IOException | IllegalArgumentException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable(e);
    }
  }

  private HttpRequest request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve(path));
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    return request.build();
  }

  private void copy(InputStream body, OutputStream file, String scan, ProgressLine progress)
      throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long nextRefresh = System.nanoTime();
    for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
      file.write(buffer, 0, n);
      progress.add(n);
      if (System.nanoTime() - nextRefresh >= 0) {
        nextRefresh = System.nanoTime() + REFRESH_PERIOD.toNanos();
        scanProgress(scan).ifPresent(progress::show);
      }
    }
  }

  /** Returns the progress of the scan, if the agent still knows it. */
  private Optional<JsonNode> scanProgress(String scan) {
    try {
      HttpResponse<byte[]> response =
          http.send(request(Protocol.scanPath(scan)), BodyHandlers.ofByteArray());
      return response.statusCode() == 200
          ? Optional.of(Json.parse(response.body()))
          : Optional.empty();
    } catch (IOException | IndexedDbException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Returns why the agent cut the response off if it knows, else why the file failed. */
  private IndexedDbException failure(String scan, Path out, IOException cause) {
    return scanProgress(scan)
        .map(scanned -> scanned.findValue("error"))
        .map(RecordsDownload::refusal)
        .orElseGet(
            () ->
                IndexedDbException.of(
                        ErrorCode.OPTION_INVALID,
                        "Cannot write '%s': %s. Check the folder, its space and the agent, and try"
                            + " again.",
                        out,
                        cause)
                    .causedBy(cause));
  }

  private static IndexedDbException refusal(JsonNode error) {
    return IndexedDbException.fromJson(error, ErrorCode.AGENT_FAILED);
  }

  private IndexedDbException unreachable(Exception cause) {
    String remedy =
        cause instanceof SSLException
            ? TlsRemedy.of("'--endpoint'")
            : "Start it, or correct '--endpoint'.";
    return IndexedDbException.of(
            ErrorCode.AGENT_UNREACHABLE,
            "Cannot reach the agent at '%s': %s. %s",
            endpoint,
            cause,
            remedy)
        .causedBy(cause);
  }

  private static void delete(Path partial) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      AgentLog.LOG.debug("a partial file could not be deleted", e);
    }
  }
}
