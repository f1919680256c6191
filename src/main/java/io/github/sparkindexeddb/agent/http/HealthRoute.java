// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.agent.http.Router.AccessLevel;
import io.github.sparkindexeddb.agent.http.Router.Route;
import io.github.sparkindexeddb.agent.link.Clients;
import io.github.sparkindexeddb.agent.runtime.AgentErrors;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.agent.spool.Spool;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Says whether the agent is alive: its clock ticks, the disk of its spool answers and its links can
 * be counted, each in time. Public, so it does each but once however many ask. Thread-safe.
 */
public final class HealthRoute {
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final Clients clients;
  private final Spool spool;
  private final Scheduler scheduler;
  private final Executor threads;

  /** Guarded by {@code this}; it may still be going on. */
  private CompletableFuture<Void> latest = CompletableFuture.completedFuture(null);

  public HealthRoute(Clients clients, Spool spool, Scheduler scheduler, Executor threads) {
    this.clients = clients;
    this.spool = spool;
    this.scheduler = scheduler;
    this.threads = threads;
  }

  public Route route() {
    return Route.of(Protocol.HEALTH, AccessLevel.PUBLIC, Map.of("GET", this::send));
  }

  private void send(HttpExchange exchange) {
    CompletableFuture<Void> checked =
        current().copy().orTimeout(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    Futures.onComplete(
        checked,
        (nothing, error) -> {
          if (error == null) {
            exchange.sendJson(Json.object().put("status", "ok"));
          } else {
            sendFailing(exchange, AgentErrors.cause(error));
          }
        });
  }

  /** Returns the check that goes on, or a new one. */
  private synchronized CompletableFuture<Void> current() {
    if (latest.isDone()) {
      CompletableFuture<Void> ticks = new CompletableFuture<>();
      scheduler.schedule(Duration.ZERO, () -> ticks.complete(null));
      latest =
          CompletableFuture.allOf(
              ticks, CompletableFuture.runAsync(this::askDiskAndLinks, threads));
    }
    return latest;
  }

  private void askDiskAndLinks() {
    clients.connected();
    spool.requireDisk();
  }

  private static void sendFailing(HttpExchange exchange, Throwable cause) {
    String reason =
        cause instanceof TimeoutException
            ? "its clock or its disk does not answer"
            : "its disk failed";
    AgentLog.LOG.warn("not healthy: {}", reason, cause);
    ObjectNode json = Json.object().put("status", "failing").put("reason", reason);
    exchange.send(503, "application/json", Json.write(json).getBytes(StandardCharsets.UTF_8));
  }
}
