// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.value.Malformed;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.CRC32C;

/**
 * Just enough HTTP/1.1 for a fake agent: the JDK's own server cannot write trailers. One thread for
 * each connection.
 */
public final class FakeHttp implements AutoCloseable {
  private final ServerSocket server;
  private final Function<Request, Answer> answers;

  /** A request; header fields do not matter here, but that of the length. */
  public record Request(String method, String path, byte[] body) {}

  /**
   * @param trailers empty for an answer of known length
   */
  public record Answer(int status, String type, byte[] body, Map<String, String> trailers) {
    public static Answer json(JsonNode json) {
      return new Answer(200, "application/json", utf8(Json.write(json)), Map.of());
    }

    public static Answer split(byte[] body, long rows, Malformed malformed) {
      CRC32C crc = new CRC32C();
      crc.update(body);
      Map<String, String> trailers = new LinkedHashMap<>();
      trailers.put(Protocol.ROWS_TRAILER, Long.toString(rows));
      trailers.put(Protocol.BYTES_TRAILER, Integer.toString(body.length));
      trailers.put(Protocol.CRC_TRAILER, String.format("%08x", crc.getValue()));
      trailers.put(Protocol.EXAMINED_TRAILER, Long.toString(rows));
      if (malformed.count() > 0) {
        trailers.put(Protocol.MALFORMED_TRAILER, Json.write(malformed.json()));
      }
      return new Answer(200, "application/vnd.apache.arrow.stream", body, trailers);
    }
  }

  public FakeHttp(Function<Request, Answer> answers) throws IOException {
    this.answers = answers;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  public String address() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        daemon(() -> serve(socket));
      } catch (IOException e) {
        // Closed; the loop ends.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        write(socket.getOutputStream(), answer(request(line.split(" "), in)));
      }
    } catch (IOException e) {
      // The client hung up, as it may.
    }
  }

  private Answer answer(Request request) {
    try {
      return answers.apply(request);
    } catch (IndexedDbException e) {
      return new Answer(
          e.code().httpStatus(), "application/json", utf8(Json.write(e.json())), Map.of());
    }
  }

  private static Request request(String[] words, InputStream in) throws IOException {
    int length = 0;
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    return new Request(words[0], words[1], in.readNBytes(length));
  }

  private static void write(OutputStream out, Answer answer) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status + " -\r\n");
    head.append("Content-Type: ").append(answer.type).append("\r\n");
    head.append(Protocol.VERSION_HEADER)
        .append(": ")
        .append(Protocol.PROTOCOL_VERSION)
        .append("\r\n");
    if (answer.trailers.isEmpty()) {
      head.append("Content-Length: ").append(answer.body.length).append("\r\n\r\n");
      out.write(utf8(head.toString()));
      out.write(answer.body);
    } else {
      head.append("Trailer: ").append(String.join(", ", answer.trailers.keySet()));
      head.append("\r\nTransfer-Encoding: chunked\r\n\r\n");
      out.write(utf8(head + Integer.toHexString(answer.body.length) + "\r\n"));
      out.write(answer.body);
      StringBuilder tail = new StringBuilder("\r\n0\r\n");
      answer.trailers.forEach((name, value) -> tail.append(name + ": " + value + "\r\n"));
      out.write(utf8(tail + "\r\n"));
    }
    out.flush();
  }

  /** Without its line end; empty at the end of the stream, as between head and body. */
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "fake-agent");
    thread.setDaemon(true);
    thread.start();
  }
}
