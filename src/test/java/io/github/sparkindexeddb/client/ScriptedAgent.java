// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Plays the agent, well or badly: one request a connection, answered with the very bytes that a
 * test wants to be sent, then hung up. Each connection has a daemon thread.
 */
final class ScriptedAgent implements AutoCloseable {
  private final ServerSocket server;
  private final Handler handler;
  private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  /** Answers a request by writing to its connection. */
  interface Handler {
    void handle(RecordedRequest request, OutputStream out) throws IOException;
  }

  /** One request; header names in lower case. */
  record RecordedRequest(String method, String path, Map<String, String> headers, String body) {
    long offset() {
      return Long.parseLong(path.substring(path.indexOf("offset=") + "offset=".length()));
    }
  }

  ScriptedAgent(Handler handler) throws IOException {
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    this.handler = handler;
    start(this::accept);
  }

  Endpoint endpoint() {
    return endpoint(Optional.empty());
  }

  Endpoint endpoint(Optional<String> token) {
    return Endpoint.parse("http://127.0.0.1:" + server.getLocalPort(), token).get(0);
  }

  List<RecordedRequest> requests() {
    return requests;
  }

  /** An answer of our protocol. */
  static byte[] json(int status, String body) {
    return answer(
        status, "Spark-IndexedDB-Protocol: 1\r\nContent-Type: application/json\r\n", body);
  }

  static byte[] answer(int status, String headers, String body) {
    byte[] utf8 = body.getBytes(StandardCharsets.UTF_8);
    return bytes(
        ("HTTP/1.1 "
                + status
                + " Status\r\n"
                + headers
                + "Content-Length: "
                + utf8.length
                + "\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1),
        utf8);
  }

  static byte[] bytes(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        open.add(socket);
        start(() -> serve(socket));
      } catch (IOException e) {
        return; // closed by the test
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String[] first = line(in).split(" ");
      Map<String, String> headers = headers(in);
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      RecordedRequest request = new RecordedRequest(first[0], first[1], headers, body);
      requests.add(request);
      handler.handle(request, socket.getOutputStream());
    } catch (IOException | RuntimeException e) {
      // The reader hung up first, or the test is over.
    }
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "scripted-agent");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : open) {
      socket.close();
    }
  }
}
