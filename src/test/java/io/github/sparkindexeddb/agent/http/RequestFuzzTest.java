// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.agent.access.Tokens;
import io.github.sparkindexeddb.agent.http.Router.AccessLevel;
import io.github.sparkindexeddb.agent.http.Router.Route;
import io.github.sparkindexeddb.agent.http.Router.RouteHandler;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.testing.FakeScheduler;
import io.github.sparkindexeddb.testing.FromStrangers;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * HTTP requests from their first byte, through the server, the guard and the router to what reads
 * path, query and body: what is answered has a status of ours, and none says that the agent failed.
 */
class RequestFuzzTest {
  private static final Type[] KEY_TYPES = {
    Type.Scalar.BIGINT, Type.Scalar.DOUBLE, Type.Scalar.TIMESTAMP, Type.Scalar.STRING
  };

  /** Started once, for all inputs. */
  private static LocalConnector connector;

  @MethodSource("requests")
  @FuzzTest
  void isAnsweredWithAStatus(byte[] input) throws Exception {
    LocalConnector.LocalEndPoint end = connector().connect();
    end.addInputAndExecute(ByteBuffer.wrap(input));
    end.addInputEOF();
    end.waitUntilClosedOrIdleFor(1, TimeUnit.SECONDS);
    String answer = end.takeOutputString();
    end.close();
    if (!answer.isEmpty()) {
      assertThat(answer).matches("(?s)HTTP/1\\.[01] [1-5][0-9][0-9].*");
      assertThat(answer).doesNotContain("AGENT_FAILED").doesNotMatch("(?s)HTTP/1\\.[01] 500.*");
    }
  }

  /** The values of a URL of records, one a line. */
  @MethodSource("queries")
  @FuzzTest
  void theQueryOfRecordsIsTakenOrRefused(byte[] input) {
    Map<String, String> query = new TreeMap<>();
    for (String line : new String(input, StandardCharsets.UTF_8).split("\n", -1)) {
      String[] parts = line.split("=", 2);
      query.put(parts[0], parts.length < 2 ? "" : parts[1]);
    }
    FromStrangers.read(() -> RecordsRequest.of(query))
        .ifPresent(
            request -> {
              for (Type type : KEY_TYPES) {
                Column key = new Column("_key", type, Column.Source.KEY);
                FromStrangers.read(() -> KeyBounds.of(request.selection(), key));
              }
            });
  }

  private static synchronized LocalConnector connector() throws Exception {
    if (connector == null) {
      AgentOptions options = AgentOptions.DEFAULT.withToken("reader");
      Tokens tokens = new Tokens(options.access(), new FakeScheduler());
      Server server = new Server();
      HttpConfiguration http = new HttpConfiguration();
      http.setRequestHeaderSize(16 << 10);
      connector = new LocalConnector(server, new HttpConnectionFactory(http));
      server.addConnector(connector);
      server.setErrorHandler(new JettyErrorHandler());
      RequestGuard guard = new RequestGuard("127.0.0.1", options.access(), tokens);
      server.setHandler(new Router(guard, routes(), new Metrics()));
      server.start();
    }
    return connector;
  }

  /** Routes that read what the agent's own do, and send it back. */
  private static List<Route> routes() {
    return List.of(
        route(
            Protocol.RECORDS,
            "GET",
            exchange ->
                exchange.sendJson(RecordsRequest.of(exchange.query()).summaryRequest().json())),
        route(
            Protocol.SUMMARIES,
            "POST",
            exchange ->
                exchange.sendJson(exchange.body(body -> SummaryRequest.fromJson(body).json()))),
        route(
            Protocol.SCANS,
            "POST",
            exchange ->
                exchange.sendJson(exchange.body(body -> ScanRequest.fromJson(body).json()))),
        route(
            Protocol.scanPath("{scan}") + "/splits/{n}",
            "GET",
            exchange ->
                exchange.sendJson(
                    Json.object()
                        .put("n", exchange.path().get(4))
                        .put("offset", exchange.query("offset").orElse("0")))));
  }

  private static Route route(String path, String method, RouteHandler handler) {
    return Route.of(path, AccessLevel.READER, Map.of(method, handler));
  }

  static Stream<byte[]> requests() {
    String head = " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer reader\r\n";
    String end = head + "\r\n";
    String body = "{\"database\":\"a\",\"store\":\"b\",\"sampleSize\":1}";
    return Stream.of(
            "GET /v1/records?database=shop&store=orders&columns=a,b&from=1&mode=PERMISSIVE" + end,
            "GET /v1/records?database=a&store=b&predicate=%7B%22op%22%3A%22always%22%7D" + end,
            "GET /v1/scans/abc/splits/0?offset=12" + head + "Origin: http://localhost\r\n\r\n",
            "POST /v1/summaries" + head + "Content-Length: " + body.length() + "\r\n\r\n" + body,
            "POST /v1/scans" + head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
            "HEAD /../v1/./scans//%2e%2e;a=b" + head + "Spark-IndexedDB-Protocol: 1\r\n\r\n",
            "OPTIONS *" + end,
            "GET http://user@localhost/v1/records?token=a" + end)
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  static Stream<byte[]> queries() {
    String store = "database=shop\nstore=orders\n";
    return Stream.of(
            store + "columns=a,b\nformat=csv",
            store + "columns=[\"a\",\"b,c\"]\nmode=PERMISSIVE\nsampleSize=all",
            store + "from=1e5\nto=-Infinity",
            store + "from=2026-01-31T00:00:00Z\nto=0.1",
            store + "predicate={\"op\":\"=\",\"column\":[\"a\"],\"value\":1}\nclient=a")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
