// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Requests as no well-behaved client would send them. */
public final class RawHttp {
  private RawHttp() {}

  /**
   * The whole answer to a GET, from the status line to the end of the connection.
   *
   * @param headers lines such as {@code Host: evil.example}; without a host the server's own
   */
  public static String get(URI server, String path, String... headers) {
    return send(server, "GET " + path + " HTTP/1.1", headers);
  }

  /**
   * The same to any request line.
   *
   * @param headers as of {@link #get}
   */
  public static String send(URI server, String start, String... headers) {
    boolean hosted = Arrays.stream(headers).anyMatch(header -> header.startsWith("Host:"));
    String request =
        start
            + "\r\n"
            + (hosted ? "" : "Host: " + server.getAuthority() + "\r\n")
            + String.join("", Arrays.stream(headers).map(line -> line + "\r\n").toList())
            + "Connection: close\r\n\r\n";
    return exchange(server, request);
  }

  /** All that is answered to these very characters, to the end of the connection. */
  public static String exchange(URI server, String request) {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
