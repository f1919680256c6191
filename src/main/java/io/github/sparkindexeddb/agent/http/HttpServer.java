// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.access.FileWatch;
import io.github.sparkindexeddb.agent.access.OpenConnections;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.FatalErrors;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;

/** The HTTP server: one connector, HTTP/1.1, with or without TLS. */
public final class HttpServer implements AutoCloseable {
  private static final int MAX_THREADS = 64;
  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);

  private final HttpOptions options;
  private final Server server;
  private final ServerConnector connector;
  private final Optional<TlsCertificate> certificate;
  private volatile int port;

  public HttpServer(HttpOptions options, OpenConnections connections) {
    this(options, connections, IDLE_TIMEOUT);
  }

  /**
   * @param idleTimeout how long a connection may be without a byte while it is its peer's turn
   */
  HttpServer(HttpOptions options, OpenConnections connections, Duration idleTimeout) {
    this.options = options;
    QueuedThreadPool threads = new WatchedThreadPool();
    threads.setName("agent");
    threads.setDaemon(true);
    // Daemons all: a program with an agent inside it ends when it wants to.
    server = new Server(threads, new ScheduledExecutorScheduler("agent-scheduler", true), null);
    certificate = options.tls().map(TlsCertificate::open);
    connector = new BoundedConnector(server, connections, factories(certificate));
    connector.setHost(options.bind());
    connector.setPort(options.port());
    connector.setIdleTimeout(idleTimeout.toMillis());
    server.addConnector(connector);
    server.setErrorHandler(new JettyErrorHandler());
  }

  /** Jetty logs what ends a job, whatever it is, and goes on. */
  private static final class WatchedThreadPool extends QueuedThreadPool {
    WatchedThreadPool() {
      super(MAX_THREADS);
    }

    @Override
    protected void runJob(Runnable job) {
      try {
        super.runJob(job);
      } catch (Error e) {
        FatalErrors.report(e);
        throw e;
      }
    }
  }

  Server server() {
    return server;
  }

  public Executor threads() {
    return server.getThreadPool();
  }

  /**
   * Starts to answer requests.
   *
   * @throws IndexedDbException {@code OPTION_INVALID} if the address cannot be listened at
   */
  public void start(Router router) {
    server.setHandler(router);
    try {
      server.start();
      port = connector.getLocalPort();
    } catch (Exception e) {
      close();
      throw IndexedDbException.of(
              ErrorCode.OPTION_INVALID,
              "Cannot start the agent: it cannot listen at '%s', port %s (%s). Choose another"
                  + " '--port' or '--bind'.",
              options.bind(),
              options.port(),
              AgentErrors.rootCause(e))
          .causedBy(e);
    }
  }

  /** Returns scheme, host and port; the port is known once the server has started. */
  public URI uri() {
    String scheme = options.tls().isPresent() ? "https" : "http";
    String bind = options.bind();
    String host = bind.contains(":") && !bind.startsWith("[") ? "[" + bind + "]" : bind;
    return URI.create(scheme + "://" + host + ":" + port);
  }

  /** Looks after another certificate from now on. */
  public void watch(FileWatch watch) {
    certificate.ifPresent(own -> own.watch(watch));
  }

  /** Frees the port: who is connected stays so until {@link #close}. */
  public void stopListening() {
    var unused = connector.shutdown();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      AgentLog.LOG.warn("the server did not stop cleanly", e);
    }
  }

  private static ConnectionFactory[] factories(Optional<TlsCertificate> certificate) {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    HttpConnectionFactory plain = new HttpConnectionFactory(http);
    if (certificate.isEmpty()) {
      return new ConnectionFactory[] {plain};
    }
    SecureRequestCustomizer secure = new SecureRequestCustomizer();
    secure.setSniHostCheck(false);
    http.addCustomizer(secure);
    return new ConnectionFactory[] {
      new SslConnectionFactory(certificate.get().context(), plain.getProtocol()), plain
    };
  }
}
