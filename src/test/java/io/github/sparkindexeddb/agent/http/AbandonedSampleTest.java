// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.agent.access.AuditLog;
import io.github.sparkindexeddb.agent.access.BlockedClients;
import io.github.sparkindexeddb.agent.access.ConnectionLimits;
import io.github.sparkindexeddb.agent.access.OpenConnections;
import io.github.sparkindexeddb.agent.access.Tokens;
import io.github.sparkindexeddb.agent.link.Clients;
import io.github.sparkindexeddb.agent.link.LinkAdmission;
import io.github.sparkindexeddb.agent.link.RetryingRequests;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.agent.scan.FirstFetches;
import io.github.sparkindexeddb.agent.scan.Scans;
import io.github.sparkindexeddb.agent.scan.SplitFactory;
import io.github.sparkindexeddb.agent.scan.StoreCatalog;
import io.github.sparkindexeddb.agent.scan.StoreResolver;
import io.github.sparkindexeddb.agent.scan.Summaries;
import io.github.sparkindexeddb.agent.spool.Spool;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeDisk;
import io.github.sparkindexeddb.testing.FakeScheduler;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sample whose asker leaves, on a server that looks for a silent peer soon. */
class AbandonedSampleTest {
  private static final Duration IDLE = Duration.ofMillis(300);
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 100, 10);
  private static final String ASK =
      "{\"database\":\"shop\",\"store\":\"orders\",\"sampleSize\":\"all\"}";

  private final AgentOptions options = AgentOptions.DEFAULT.withPort(0);
  private final FakeScheduler scheduler = new FakeScheduler();
  private final Metrics metrics = new Metrics();
  private final Clients clients = new Clients(scheduler);
  private final HttpServer server =
      new HttpServer(
          options.http(), new OpenConnections(ConnectionLimits.ofProcess(), metrics), IDLE);
  private final Spool spool = Spool.open(new FakeDisk(), options.spool());

  @BeforeEach
  void start() {
    Tokens tokens = new Tokens(options.access(), scheduler);
    RequestGuard guard = new RequestGuard(options.http().bind(), options.access(), tokens);
    LinkAdmission admission =
        new LinkAdmission(tokens, new BlockedClients(Optional.empty()), clients, metrics);
    List<Router.Route> routes = new ArrayList<>(api().routes());
    routes.add(new ConnectRoute(server, guard, admission, scheduler).route());
    server.start(new Router(guard, routes, metrics));
  }

  private ApiRoutes api() {
    StoreCatalog catalog = new StoreCatalog(clients, scheduler);
    RetryingRequests requests =
        new RetryingRequests(clients, scheduler, options.timeouts().grace());
    StoreResolver stores =
        new StoreResolver(clients, requests, catalog, scheduler, () -> server.uri().toString());
    FirstFetches fetches = new FirstFetches();
    SplitFactory splits = new SplitFactory(spool, fetches, requests, server.threads(), metrics);
    return new ApiRoutes(
        clients,
        catalog,
        new Summaries(stores, requests, fetches, scheduler),
        new Scans(stores, splits, scheduler, options.timeouts().scanTtl(), metrics),
        new ReadAudit(AuditLog.open(Optional.empty(), Runnable::run), scheduler));
  }

  @AfterEach
  void stop() {
    server.close();
    spool.close();
  }

  @Test
  void aBrowserIsAskedNoMoreOnceWhoWantedTheSampleHasLeft() throws IOException {
    try (FakeBrowser browser = FakeBrowser.link(server.uri(), Setup.of("one", ORDERS))) {
      browser.behave(AbandonedSampleTest::answerEndlessly);
      try (Socket peer = new Socket(server.uri().getHost(), server.uri().getPort())) {
        peer.getOutputStream().write(request());
        await("the sample to go on").until(() -> asked(browser) > 2);
      }
      AtomicInteger before = new AtomicInteger();
      await("the browser to be left in peace")
          .atMost(20, TimeUnit.SECONDS)
          .during(500, TimeUnit.MILLISECONDS)
          .until(
              () -> {
                int now = asked(browser);
                return before.getAndSet(now) == now;
              });
    }
  }

  private static int asked(FakeBrowser browser) {
    return browser.requests(WorkerRequest.Summarize.class).size();
  }

  private byte[] request() {
    String head = "POST /v1/summaries HTTP/1.1\r\nHost: %s\r\nContent-Length: %s\r\n\r\n";
    return (head.formatted(server.uri().getAuthority(), ASK.length()) + ASK)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Has always one more record. */
  private static void answerEndlessly(FakeBrowser page, Message.Request request) {
    if (request.body() instanceof WorkerRequest.Summarize summarize) {
      ObjectNode result = ORDERS.summarize(summarize).json();
      result.put("done", false).put("read", 1);
      result.putObject("last").put("number", request.id());
      page.result(request, result);
    } else {
      page.answerHonestly(request);
    }
  }
}
