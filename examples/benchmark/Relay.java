// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Two simulated browsers, which answer each ask for a batch with one that was encoded before, and two readers, all on one agent. So
 * what is measured is the agent: WebSocket frames in, spool, HTTP out. Arguments: endpoint, bytes, a folder for the plain write.
 */
class Relay {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BROWSERS = 2;
  private static final int BATCH = 1 << 20;
  private static final int RECORDS = 8000;

  public static void main(String[] args) throws Exception {
    URI agent = URI.create(args[0]);
    int batches = (int) Math.max(1, Long.parseLong(args[1]) / BROWSERS / BATCH);
    for (int n = 0; n < BROWSERS; n++) {
      Browser browser = new Browser(agent, "simulated-" + n, batches);
      Thread thread = new Thread(browser::serve, "browser " + n);
      thread.setDaemon(true);
      thread.start();
    }
    JsonNode scan = scan(agent);
    long begin = System.nanoTime();
    List<CompletableFuture<Long>> readers = new ArrayList<>();
    for (int n = 0; n < BROWSERS; n++) {
      String path = "/v1/scans/" + scan.path("scan").asText() + "/splits/" + n;
      readers.add(CompletableFuture.supplyAsync(() -> read(agent, path, batches)));
    }
    long bytes = readers.stream().mapToLong(CompletableFuture::join).sum();
    double seconds = (System.nanoTime() - begin) / 1e9;
    request(agent, "DELETE", "/v1/scans/" + scan.path("scan").asText(), "");
    double disk = writeToDisk(Path.of(args[2]), bytes);
    System.out.println(
        JSON.createObjectNode()
            .put("bytes", bytes)
            .put("seconds", seconds)
            .put("mbPerSecond", bytes / 1e6 / seconds)
            .put("diskMbPerSecond", bytes / 1e6 / disk));
    System.exit(0);
  }

  /** The scan, once both browsers are linked. */
  private static JsonNode scan(URI agent) throws Exception {
    String body = "{\"database\":\"bench\",\"store\":\"records\",\"columns\":[{\"name\":\"id\",\"type\":\"bigint\"}]}";
    for (int tries = 0; tries < 100; tries++) {
      JsonNode clients = JSON.readTree(request(agent, "GET", "/v1/clients", ""));
      if (clients.path("clients").findValuesAsText("connected").stream().filter("true"::equals).count() == BROWSERS) {
        JsonNode scan = JSON.readTree(request(agent, "POST", "/v1/scans", body));
        if (scan.path("splits").size() == BROWSERS) {
          return scan;
        }
        throw new IllegalStateException("no scan: " + scan);
      }
      Thread.sleep(50);
    }
    throw new IllegalStateException("the browsers are not linked");
  }

  private static String request(URI agent, String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(agent.resolve(path)).method(method, HttpRequest.BodyPublishers.ofString(body)).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Reads a whole response off the socket, and insists on the trailers of a sealed split. */
  private static long read(URI agent, String path, int batches) {
    try (SocketChannel socket = SocketChannel.open(new InetSocketAddress(agent.getHost(), agent.getPort()))) {
      write(socket, "GET " + path + "?offset=0 HTTP/1.1\r\nHost: " + agent.getAuthority() + "\r\nTE: trailers\r\nConnection: close\r\n\r\n");
      ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
      byte[] end = new byte[512];
      while (socket.read(buffer.clear()) >= 0) {
        int kept = Math.min(end.length, buffer.position());
        System.arraycopy(end, kept, end, 0, end.length - kept);
        buffer.get(buffer.position() - kept, end, end.length - kept, kept);
      }
      String trailers = new String(end, StandardCharsets.ISO_8859_1);
      long bytes = (long) batches * BATCH;
      if (!trailers.contains("Split-Rows: " + (long) batches * RECORDS) || !trailers.endsWith("\r\n\r\n")) {
        throw new IllegalStateException("the split was cut: " + trailers);
      }
      return bytes;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How long the disk takes for as many bytes, with nothing else to do. */
  private static double writeToDisk(Path folder, long bytes) throws IOException {
    Path file = folder.resolve("plain");
    ByteBuffer buffer = ByteBuffer.allocateDirect(BATCH);
    new Random(1).ints(BATCH).forEach(number -> buffer.put((byte) number));
    long begin = System.nanoTime();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long written = 0; written < bytes; written += BATCH) {
        buffer.clear();
        channel.write(buffer);
      }
      channel.force(true);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    Files.delete(file);
    return seconds;
  }

  private static void write(SocketChannel socket, String text) throws IOException {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
    while (bytes.hasRemaining()) {
      socket.write(bytes);
    }
  }

  /** A page link without a browser: a WebSocket client that does no more than it must, so that it takes little of the machine. */
  private static final class Browser {
    private static final int MASK = 0x3C5A_96E1;
    private static final int HEAD = 2 + 8 + 4;

    /** Of a record batch of an Arrow stream, as the agent looks where it ends: its words, of which one is the bytes behind them. */
    private static final int[] ARROW_HEAD = {
      -1, 80, 16, pair(12, 20), pair(4, 6), pair(16, 8), 12, pair(4, 3), BATCH - 88, 0, 16,
      pair(10, 20), pair(8, 4), pair(16, 0), 12, 16, RECORDS, 0, 12, 0, 0, 0
    };

    private final SocketChannel socket;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16).limit(0);
    private final ByteBuffer frame = ByteBuffer.allocateDirect(HEAD + 4 + BATCH);
    private final int batches;
    private int sent;

    Browser(URI agent, String client, int batches) throws IOException {
      this.batches = batches;
      socket = SocketChannel.open(new InetSocketAddress(agent.getHost(), agent.getPort()));
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
      write(
          socket,
          "GET /v1/connect HTTP/1.1\r\nHost: " + agent.getAuthority() + "\r\nOrigin: http://localhost:3000\r\nUpgrade: websocket\r\n"
              + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: c2ltdWxhdGVkIGJyb3dzZXI=\r\n\r\n");
      String head = "";
      while (!head.endsWith("\r\n\r\n")) {
        head += (char) next();
      }
      if (!head.startsWith("HTTP/1.1 101")) {
        throw new IOException("no WebSocket: " + head);
      }
      ObjectNode hello = JSON.createObjectNode().put("type", "hello").put("protocol", 1).put("client", client);
      send(hello.put("browser", "Simulated/1.0").put("version", "0.1.0"));
      fillFrame();
    }

    /** A batch as it goes over the wire, masked as a browser masks it; only the request's id is written anew for each. */
    private void fillFrame() {
      frame.put((byte) 0x82).put((byte) (0x80 | 127)).putLong(4 + BATCH).putInt(MASK).putInt(0);
      for (int word : ARROW_HEAD) {
        frame.putInt(Integer.reverseBytes(word) ^ MASK);
      }
      Random random = new Random(7);
      for (int i = ARROW_HEAD.length; i < BATCH / 4; i++) {
        frame.putInt(random.nextInt() ^ MASK);
      }
    }

    void serve() {
      try {
        for (;;) {
          answer(JSON.readTree(text()));
        }
      } catch (IOException e) {
        // The agent has ended, or the program.
      }
    }

    private void answer(JsonNode message) throws IOException {
      String type = message.path("type").asText();
      if (type.equals("ping")) {
        send(JSON.createObjectNode().put("type", "pong"));
      } else if (type.equals("request")) {
        ObjectNode result = JSON.createObjectNode().put("type", "result").put("id", message.path("id").asLong());
        switch (message.path("op").asText()) {
          case "catalog" -> send(catalog(result));
          case "plan" -> send(plan(result));
          default -> batch(result, message.path("id").asLong());
        }
      }
    }

    private void batch(ObjectNode result, long id) throws IOException {
      sent++;
      result.put("bytes", BATCH).put("records", RECORDS).put("read", RECORDS).set("last", key(sent));
      send(result.put("done", sent == batches).put("count", 4000));
      frame.putInt(HEAD, (int) id ^ MASK);
      frame.clear();
      while (frame.hasRemaining()) {
        socket.write(frame);
      }
    }

    private ObjectNode plan(ObjectNode result) {
      result.put("records", (long) batches * RECORDS).put("autoIncrement", false).put("keyPath", "id");
      result.set("first", key(1));
      result.set("last", key(batches));
      result.putArray("splits").addObject().put("records", (long) batches * RECORDS).putObject("range");
      return result;
    }

    private ObjectNode catalog(ObjectNode result) {
      ObjectNode database = result.putArray("databases").addObject().put("name", "bench").put("version", 1);
      ObjectNode store = database.putArray("stores").addObject().put("name", "records").put("autoIncrement", false);
      store.put("keyPath", "id").put("records", (long) batches * RECORDS).putArray("indexes");
      return result;
    }

    private static int pair(int low, int high) {
      return low | high << 16;
    }

    private static ObjectNode key(int number) {
      return JSON.createObjectNode().put("number", number);
    }

    private void send(ObjectNode message) throws IOException {
      byte[] text = JSON.writeValueAsBytes(message);
      ByteBuffer out = ByteBuffer.allocate(HEAD + text.length).put((byte) 0x81).put((byte) (0x80 | 126));
      out.putShort((short) text.length).putInt(0).put(text).flip();
      while (out.hasRemaining()) {
        socket.write(out);
      }
    }

    /** The next text frame; the agent sends no other, and none in parts. */
    private String text() throws IOException {
      next();
      int length = next();
      length = length == 126 ? next() << 8 | next() : length;
      byte[] text = new byte[length];
      for (int i = 0; i < length; i++) {
        text[i] = (byte) next();
      }
      return new String(text, StandardCharsets.UTF_8);
    }

    private int next() throws IOException {
      if (!in.hasRemaining()) {
        if (socket.read(in.clear()) < 0) {
          throw new IOException("closed");
        }
        in.flip();
      }
      return in.get() & 0xFF;
    }
  }
}
