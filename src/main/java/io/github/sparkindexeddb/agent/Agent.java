// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.disk.LocalDisk;
import io.github.sparkindexeddb.agent.http.Access;
import io.github.sparkindexeddb.agent.http.BrowserFiles;
import io.github.sparkindexeddb.agent.http.Endpoint;
import io.github.sparkindexeddb.agent.http.MetricsRoute;
import io.github.sparkindexeddb.agent.http.PageRoute;
import io.github.sparkindexeddb.agent.http.Records;
import io.github.sparkindexeddb.agent.http.Resources;
import io.github.sparkindexeddb.agent.http.Routes;
import io.github.sparkindexeddb.agent.http.StatusPage;
import io.github.sparkindexeddb.agent.link.Clients;
import io.github.sparkindexeddb.agent.link.Patience;
import io.github.sparkindexeddb.agent.link.Reception;
import io.github.sparkindexeddb.agent.runtime.Clockwork;
import io.github.sparkindexeddb.agent.runtime.Events;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.agent.runtime.SystemClockwork;
import io.github.sparkindexeddb.agent.scan.Means;
import io.github.sparkindexeddb.agent.scan.Scans;
import io.github.sparkindexeddb.agent.scan.Signposts;
import io.github.sparkindexeddb.agent.scan.Stores;
import io.github.sparkindexeddb.agent.scan.Summaries;
import io.github.sparkindexeddb.agent.scan.Targets;
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
  private final Endpoint endpoint;
  private final Spool spool;
  private final Clockwork clockwork;
  private final Clients clients;
  private final Scans scans;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** The world outside; tests bring their own. */
  record Surroundings(Clockwork clockwork, Disk disk) {
    static Surroundings real() {
      return new Surroundings(new SystemClockwork(), new LocalDisk());
    }
  }

  private Agent(AgentOptions options, Access access, Surroundings surroundings) {
    clockwork = surroundings.clockwork();
    endpoint = new Endpoint(options.http());
    spool = Spool.open(surroundings.disk(), options.spool());
    clients = new Clients(clockwork);
    Metrics metrics = new Metrics();
    Means means =
        new Means(clients, clockwork, endpoint.threads(), options.timeouts().grace(), metrics);
    Stores stores = new Stores(clients, clockwork);
    Patience patience = new Patience(clients, clockwork, options.timeouts().grace());
    Targets targets = new Targets(clients, patience, new Signposts(() -> uri().toString(), stores));
    scans = new Scans(targets, spool, means, options.timeouts().scanTtl());
    Summaries summaries = new Summaries(targets, patience);
    List<Routes.Route> routes = publicRoutes(access, metrics);
    routes.add(new MetricsRoute(gauges(metrics)).route());
    routes.add(new Records(summaries, scans).route());
    routes.addAll(new Resources(clients, stores, summaries, scans).routes());
    try {
      endpoint.start(new Routes(access, routes, metrics));
    } catch (IndexedDbException e) {
      spool.close();
      clockwork.close();
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
        new Agent(options, new Access(options.http().bind(), options.access()), surroundings);
    Events.LOG.info("listening at {}, spool in {}", agent.uri(), agent.spool.directory());
    return agent;
  }

  /** Where engines and page links reach it: scheme, host and port. */
  public URI uri() {
    return endpoint.uri();
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    clients.goAway();
    scans.close();
    endpoint.close();
    clockwork.close();
    spool.close();
    Events.LOG.info("stopped");
  }

  private List<Routes.Route> publicRoutes(Access access, Metrics metrics) {
    Reception reception = new Reception(access.tokens(), clients, metrics);
    List<Routes.Route> routes = new ArrayList<>(new BrowserFiles(access).routes());
    routes.add(new StatusPage().route());
    routes.add(new PageRoute(endpoint.server(), access, reception, clockwork).route());
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
      throw new IndexedDbException(
          ErrorCode.OPTION_MISSING,
          "Cannot start the agent: '--bind' is '"
              + bind
              + "', which others can reach. Give '--tls-cert', '--tls-key', '--token' and"
              + " '--browser-token' as well, or leave '--bind' out.");
    }
  }

  private static boolean isLoopback(String bind) {
    try {
      return InetAddress.getByName(bind).isLoopbackAddress();
    } catch (UnknownHostException e) {
      throw new IndexedDbException(
          ErrorCode.OPTION_INVALID,
          "Cannot start the agent: '--bind' is '"
              + Events.plain(bind)
              + "', which is no address of this machine. Correct it.");
    }
  }
}
