// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.agent.access.AuditLog;
import io.github.sparkindexeddb.agent.access.BlockedClients;
import io.github.sparkindexeddb.agent.access.ConnectionLimits;
import io.github.sparkindexeddb.agent.access.FileWatch;
import io.github.sparkindexeddb.agent.access.OpenConnections;
import io.github.sparkindexeddb.agent.access.Tokens;
import io.github.sparkindexeddb.agent.http.ApiRoutes;
import io.github.sparkindexeddb.agent.http.BrowserFilesRoute;
import io.github.sparkindexeddb.agent.http.ConnectRoute;
import io.github.sparkindexeddb.agent.http.HealthRoute;
import io.github.sparkindexeddb.agent.http.HttpServer;
import io.github.sparkindexeddb.agent.http.MetricsRoute;
import io.github.sparkindexeddb.agent.http.ReadAudit;
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
import io.github.sparkindexeddb.agent.scan.FirstFetches;
import io.github.sparkindexeddb.agent.scan.Scans;
import io.github.sparkindexeddb.agent.scan.SplitFactory;
import io.github.sparkindexeddb.agent.scan.StoreCatalog;
import io.github.sparkindexeddb.agent.scan.StoreResolver;
import io.github.sparkindexeddb.agent.scan.Summaries;
import io.github.sparkindexeddb.agent.spool.Spool;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of one agent, wired to each other; nobody can reach them before {@link #start}. */
final class AgentParts {
  private final FileWatch files;
  private final Tokens tokens;
  private final AuditLog auditLog;
  private final RequestGuard guard;
  private final BlockedClients blocked;
  private final HttpServer server;
  private final Spool spool;
  private final Scheduler scheduler;
  private final Metrics metrics = new Metrics();
  private final OpenConnections connections =
      new OpenConnections(ConnectionLimits.ofProcess(), metrics);
  private final Clients clients;
  private final StoreCatalog catalog;
  private final Summaries summaries;
  private final Scans scans;

  /**
   * @throws IndexedDbException {@code OPTION_INVALID}, {@code SPOOL_FAILED}
   */
  AgentParts(AgentOptions options, Agent.Surroundings surroundings) {
    scheduler = surroundings.scheduler();
    files = new FileWatch(scheduler, surroundings.files());
    tokens = new Tokens(options.access(), scheduler);
    guard = new RequestGuard(options.http().bind(), options.access(), tokens);
    server = new HttpServer(options.http(), connections);
    blocked = new BlockedClients(options.access().files().blockedClients());
    auditLog = AuditLog.open(options.access().files().audit(), surroundings.files());
    spool = Spool.open(surroundings.disk(), options.spool());
    clients = new Clients(scheduler);
    catalog = new StoreCatalog(clients, scheduler);
    RetryingRequests requests =
        new RetryingRequests(clients, scheduler, options.timeouts().grace());
    StoreResolver stores =
        new StoreResolver(clients, requests, catalog, scheduler, () -> server.uri().toString());
    FirstFetches firstFetches = new FirstFetches();
    summaries = new Summaries(stores, requests, firstFetches, scheduler);
    SplitFactory splits =
        new SplitFactory(spool, firstFetches, requests, server.threads(), metrics);
    scans = new Scans(stores, splits, scheduler, options.timeouts().scanTtl(), metrics);
  }

  /**
   * Opens the agent to browsers and engines.
   *
   * @throws IndexedDbException {@code OPTION_INVALID} if the address cannot be listened at
   */
  void start() {
    addGauges();
    tokens.watch(files);
    server.watch(files);
    blocked.watch(files, () -> clients.removeAll(blocked::contains));
    connections.watch(scheduler);
    try {
      server.start(new Router(guard, routes(), metrics));
    } catch (IndexedDbException e) {
      spool.close();
      scheduler.close();
      auditLog.close();
      throw e;
    }
  }

  /** Stops all parts, the others too if one fails, and first frees the port for the next agent. */
  void stop() {
    List<Runnable> steps =
        List.of(
            server::stopListening,
            clients::goAway,
            scans::close,
            server::close,
            scheduler::close,
            spool::close,
            auditLog::close);
    steps.forEach(AgentParts::attempt);
  }

  private static void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error e) {
      AgentLog.LOG.error("a part of the agent did not stop cleanly", e);
    }
  }

  Optional<String> readerToken() {
    return tokens.reader();
  }

  URI uri() {
    return server.uri();
  }

  Path spoolDirectory() {
    return spool.directory();
  }

  private void addGauges() {
    metrics
        .gauge("connections", "Open connections.", connections::count)
        .gauge("connections_limit", "Most open connections.", connections::limit)
        .gauge("clients_connected", "Linked clients.", () -> clients.connected().size())
        .gauge("clients_known", "Linked clients and those away.", () -> clients.known().size())
        .gauge("scans", "Scans that can be read.", () -> scans.all().size())
        .gauge("spool_bytes", "Bytes in the spool.", spool::used)
        .gauge("spool_limit_bytes", "Most bytes in the spool.", spool::limit);
  }

  private List<Router.Route> routes() {
    LinkAdmission admission = new LinkAdmission(tokens, blocked, clients, metrics);
    ReadAudit audit = new ReadAudit(auditLog, scheduler);
    List<Router.Route> routes = new ArrayList<>(new BrowserFilesRoute(guard).routes());
    routes.add(new StatusRoute().route());
    routes.add(new HealthRoute(clients, spool, scheduler, server.threads()).route());
    routes.add(new ConnectRoute(server, guard, admission, scheduler).route());
    routes.add(new MetricsRoute(metrics).route());
    routes.add(new RecordsRoute(summaries, scans, audit).route());
    routes.addAll(new ApiRoutes(clients, catalog, summaries, scans, audit).routes());
    return routes;
  }
}
