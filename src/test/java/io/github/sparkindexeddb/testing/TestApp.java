// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A small web app on a port, and so an origin, of its own: {@code /} registers the app's service
 * worker and calls {@code connect} (await {@code window.linked} for {@code window.link}; {@code
 * window.statuses} is what the link reported since), {@code /seed} is of the same origin and does
 * nothing, and {@code /seeded} creates databases and then does what {@code /} does, for browsers
 * that no test can talk to. What is set applies to what is loaded afterwards.
 *
 * <p>Safe for use by several threads.
 */
public final class TestApp implements AutoCloseable {
  private static final String BROWSER_FILES = "/io/github/sparkindexeddb/browser";
  private static final String PAGE =
      """
      <!doctype html><meta charset="utf-8"><title>Test app</title>
      <script type="module" src="/app.js"></script>
      """;
  private static final String SEED =
      "<!doctype html><meta charset=\"utf-8\"><title>Test app</title>";
  private static final String SEEDED =
      """
      <!doctype html><meta charset="utf-8"><title>Test app</title>
      <script type="module">
        const report = text => fetch('/report', { method: 'POST', body: text });
        try {
          %s
          addEventListener('status', ({ detail }) => {
            if (detail.state === 'linked') report('linked ' + navigator.userAgent);
          });
          await import('/app.js');
          await window.linked;
        } catch (e) {
          report('failed ' + e + ' ' + e.stack);
        }
      </script>
      """;
  private static final String SCRIPT =
      """
      import { connect } from '/spark-indexeddb/page-link.js';
      window.statuses = [];
      window.linked = (async () => {
        await navigator.serviceWorker.register('/sw.js', { type: '%s' });
        await navigator.serviceWorker.ready;
        const onStatus = status => {
          window.statuses.push(status);
          dispatchEvent(new CustomEvent('status', { detail: status }));
        };
        window.link = await connect({ %s, onStatus });
      })();
      """;
  private static final String SHRUNK =
      "self.thresholds = %s; importScripts('/spark-indexeddb/shrunk-worker.js');";
  private static final String ALLOW = "SparkIndexedDB.allow(%s);";
  private static final String WORKER =
      """
      %s
      %s
      self.addEventListener('install', () => self.skipWaiting());
      self.addEventListener('activate', event => event.waitUntil(self.clients.claim()));
      """;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private volatile String connection = "endpoint: 'http://127.0.0.1:1'";
  private volatile String allow = "{}";
  private volatile String seed = "";
  private volatile boolean isModule;
  private volatile Optional<String> thresholds = Optional.empty();
  private volatile Optional<String> worker = Optional.empty();
  private volatile String report = "nothing";

  private TestApp(HttpServer server) {
    this.server = server;
  }

  /** Starts an app that allows nothing and knows no agent. */
  public static TestApp start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
      TestApp app = new TestApp(server);
      server.createContext("/", app::answer);
      server.setExecutor(app.threads);
      server.start();
      return app;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the page gives to {@code connect}: an endpoint such as {@code http://127.0.0.1:8787}. */
  public TestApp linksTo(String endpoint) {
    connection = "endpoint: '" + endpoint + "'";
    return this;
  }

  /** As {@link #linksTo(String)}, with a browser token. */
  public TestApp linksTo(String endpoint, String token) {
    connection = "endpoint: '" + endpoint + "', token: '" + token + "'";
    return this;
  }

  /** What the service worker allows, as JavaScript: <code>{ shop: ['orders'] }</code>. */
  public TestApp allows(String javascript) {
    allow = javascript;
    return this;
  }

  /** From now on the service worker is a module. */
  public TestApp withModuleWorker() {
    isModule = true;
    return this;
  }

  /**
   * From now on the export worker has these thresholds in place of its own: <code>{ keysAtOnce: 3 }
   * </code>.
   */
  public TestApp withThresholds(String javascript) {
    thresholds = Optional.of(javascript);
    return this;
  }

  /** A service worker made elsewhere; {@code /allow.js} says for it what may be exported. */
  public TestApp withWorker(String script) {
    worker = Optional.of(script);
    return this;
  }

  /** The databases that {@code /seeded} creates; all their stores are allowed. */
  public TestApp seeds(BrowserDatabase... databases) {
    seed = Arrays.stream(databases).map(BrowserDatabase::script).collect(Collectors.joining("\n"));
    return allows(BrowserDatabase.allowing(databases));
  }

  /** What {@code /seeded} came to, for messages of failed tests. */
  public String report() {
    return report;
  }

  /** The address of the page that creates databases and links. */
  public String seededPage() {
    return origin() + "/seeded";
  }

  /** A header on every answer, such as {@code Content-Security-Policy}. */
  public TestApp header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** The app's origin, without a slash. */
  public String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The address of the page that links. */
  public String page() {
    return origin() + "/";
  }

  /** The address of the page that does not. */
  public String seedPage() {
    return origin() + "/seed";
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      switch (path) {
        case "/" -> send(exchange, "text/html", PAGE);
        case "/seed" -> send(exchange, "text/html", SEED);
        case "/seeded" -> send(exchange, "text/html", SEEDED.formatted(seed));
        case "/report" -> {
          report = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          send(exchange, "text/plain", "");
        }
        case "/app.js" -> send(exchange, "text/javascript", script());
        case "/sw.js" -> send(exchange, "text/javascript", worker.orElseGet(this::ownWorker));
        case "/allow.js" -> send(exchange, "text/javascript", ALLOW.formatted(allow));
        case "/spark-indexeddb/export-worker.js", "/spark-indexeddb/page-link.js" ->
            send(
                exchange,
                "text/javascript",
                resource(BROWSER_FILES + path.substring(path.lastIndexOf('/'))));
        case "/spark-indexeddb/shrunk-worker.js" ->
            send(exchange, "text/javascript", resource("/browser/shrunk-worker.js"));
        default -> exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private String script() {
    return SCRIPT.formatted(isModule ? "module" : "classic", connection);
  }

  private String ownWorker() {
    String file = "'/spark-indexeddb/export-worker.js'";
    String load = isModule ? "import " + file + ";" : "importScripts(" + file + ");";
    return WORKER.formatted(
        thresholds.map(each -> SHRUNK.formatted(each)).orElse(load), ALLOW.formatted(allow));
  }

  private void send(HttpExchange exchange, String type, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    headers.forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static String resource(String name) throws IOException {
    try (InputStream file = TestApp.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new AssertionError(name + " is not on the class path. Run mvn test-compile.");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
