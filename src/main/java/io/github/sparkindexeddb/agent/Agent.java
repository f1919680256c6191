// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.disk.LocalDisk;
import io.github.sparkindexeddb.agent.http.ApiRoutes;
import io.github.sparkindexeddb.agent.http.BrowserFilesRoute;
import io.github.sparkindexeddb.agent.http.ConnectRoute;
import io.github.sparkindexeddb.agent.http.HttpServer;
import io.github.sparkindexeddb.agent.http.MetricsRoute;
import io.github.sparkindexeddb.agent.http.RecordsRoute;
import io.github.sparkindexeddb.agent.http.RequestGuard;
import io.github.sparkindexeddb.agent.http.Router;
import io.github.sparkindexeddb.agent.http.StatusRoute;
import io.github.sparkindexeddb.agent.link.Clients;
import io.github.sparkindexeddb.agent.link.LinkAdmission;
import io.github.sparkindexeddb.agent.link.RetryingRequests;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.agent.runtime.SystemScheduler;
import io.github.sparkindexeddb.agent.scan.LookupErrors;
import io.github.sparkindexeddb.agent.scan.ScanContext;
import io.github.sparkindexeddb.agent.scan.Scans;
import io.github.sparkindexeddb.agent.scan.StoreCatalog;
import io.github.sparkindexeddb.agent.scan.StoreResolver;
import io.github.sparkindexeddb.agent.scan.Summaries;
import io.github.sparkindexeddb.agent.spool.Spool;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A running agent: browsers link to it, engines read through it. It relays batches and never looks
 * into a record.
 *
 * <p>Thread-safe. Whoever starts it closes it; closing ends all links and scans and empties the
 * spool.
 */
public final class Agent implements AutoCloseable {
  private final HttpServer server;
  private final Spool spool;
  private final Scheduler scheduler;
  private final Clients clients;
  private final Scans scans;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** The world outside; tests bring their own. */
  record Surroundings(Scheduler scheduler, Disk disk) {
    static Surroundings real() {
      return new Surroundings(new SystemScheduler(), new LocalDisk());
    }
  }

  private Agent(AgentOptions options, RequestGuard guard, Surroundings surroundings) {
    scheduler = surroundings.scheduler();
    server = new HttpServer(options.http());
    spool = Spool.open(surroundings.disk(), options.spool());
    clients = new Clients(scheduler);
    Metrics metrics = new Metrics();
    ScanContext context =
        new ScanContext(clients, scheduler, server.threads(), options.timeouts().grace(), metrics);
    StoreCatalog catalog = new StoreCatalog(clients, scheduler);
    RetryingRequests requests =
        new RetryingRequests(clients, scheduler, options.timeouts().grace());
    StoreResolver stores =
        new StoreResolver(clients, requests, new LookupErrors(() -> uri().toString(), catalog));
    scans = new Scans(stores, spool, context, options.timeouts().scanTtl());
    Summaries summaries = new Summaries(stores, requests);
    List<Router.Route> routes = publicRoutes(guard, metrics);
    routes.add(new MetricsRoute(gauges(metrics)).route());
    routes.add(new RecordsRoute(summaries, scans).route());
    routes.addAll(new ApiRoutes(clients, catalog, summaries, scans).routes());
    try {
      server.start(new Router(guard, routes, metrics));
    } catch (IndexedDbException e) {
      spool.close();
      scheduler.close();
      throw e;
    }
  }

  /**
   * Starts an agent; it answers when this returns.
   *
   * @throws IndexedDbException {@code OPTION_MISSING} beyond loopback without TLS and both tokens,
   *     {@code OPTION_INVALID}, {@code SPOOL_FAILED}
   */
  public static Agent start(AgentOptions options) {
    return start(options, Surroundings.real());
  }

  static Agent start(AgentOptions options, Surroundings surroundings) {
    refuseToBeOpen(options);
    Agent agent =
        new Agent(options, new RequestGuard(options.http().bind(), options.access()), surroundings);
    AgentLog.LOG.info("listening at {}, spool in {}", agent.uri(), agent.spool.directory());
    return agent;
  }

  /** Where engines and page links reach it: scheme, host and port. */
  public URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    clients.goAway();
    scans.close();
    server.close();
    scheduler.close();
    spool.close();
    AgentLog.LOG.info("stopped");
  }

  private List<Router.Route> publicRoutes(RequestGuard guard, Metrics metrics) {
    LinkAdmission admission = new LinkAdmission(guard.tokens(), clients, metrics);
    List<Router.Route> routes = new ArrayList<>(new BrowserFilesRoute(guard).routes());
    routes.add(new StatusRoute().route());
    routes.add(new ConnectRoute(server.server(), guard, admission, scheduler).route());
    return routes;
  }

  private Metrics gauges(Metrics metrics) {
    return metrics
        .gauge("clients_connected", "Linked clients.", () -> clients.connected().size())
        .gauge("clients_known", "Linked clients and those away.", () -> clients.known().size())
        .gauge("scans", "Scans that can be read.", () -> scans.all().size())
        .gauge("spool_bytes", "Bytes in the spool.", spool::used)
        .gauge("spool_limit_bytes", "Most bytes in the spool.", spool::limit);
  }

  private static void refuseToBeOpen(AgentOptions options) {
    String bind = options.http().bind();
    boolean guarded =
        options.http().tls().isPresent()
            && options.access().secrets().reader().isPresent()
            && options.access().secrets().browser().isPresent();
    if (!guarded && !isLoopback(bind)) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_MISSING,
          "Cannot start the agent: '--bind' is '%s', which others can reach. Give '--tls-cert',"
              + " '--tls-key', '--token' and '--browser-token' as well, or leave '--bind' out.",
          bind);
    }
  }

  private static boolean isLoopback(String bind) {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_INVALID,
          "Cannot start the agent: '--bind' is '%s', which is no address of this machine. Correct"
              + " it.",
          AgentLog.plain(bind));
    }
  }
}
