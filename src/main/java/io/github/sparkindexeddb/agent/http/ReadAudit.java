// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.agent.access.AuditLog;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.agent.scan.Scan;
import io.github.sparkindexeddb.agent.spool.Seal;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.value.Column;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.eclipse.jetty.server.Request;

/** Has each read leave a line in the audit file when it has ended. Thread-safe. */
public final class ReadAudit {
  /** A table may have thousands of columns, and a line should stay one that a person can read. */
  private static final int MAX_COLUMNS = 100;

  private final AuditLog log;
  private final Scheduler clock;

  public ReadAudit(AuditLog log, Scheduler clock) {
    this.log = log;
    this.clock = clock;
  }

  /** The line of a read that goes on. */
  final class Line {
    private final HttpExchange exchange;
    private final ObjectNode json = Json.object();
    private final List<Scan.Part> parts;
    private final AtomicLong bytes = new AtomicLong();

    private Line(HttpExchange exchange, String action, Target target, List<Scan.Part> parts) {
      this.exchange = exchange;
      this.parts = parts;
      json.put("time", clock.calendarTime().toString());
      json.put("token", exchange.tokenUse().tokenName().orElse(null));
      json.put("from", Request.getRemoteAddr(exchange.request()));
      json.put("action", action);
      json.put("database", AgentLog.plain(target.database()));
      json.put("store", AgentLog.plain(target.store()));
      target.origin().ifPresent(origin -> json.put("origin", AgentLog.plain(origin)));
      target.client().ifPresent(client -> json.put("client", AgentLog.plain(client)));
      Request.addCompletionListener(exchange.request(), this::onEnd);
    }

    /** Returns a listener that counts the bytes of the body before it passes them on. */
    LongConsumer counting(LongConsumer next) {
      return count -> {
        bytes.addAndGet(count);
        next.accept(count);
      };
    }

    private Line with(ScanRequest request) {
      List<Column> columns = request.projection().columns();
      ArrayNode names = json.putArray("columns");
      columns.stream()
          .limit(MAX_COLUMNS)
          .forEach(column -> names.add(AgentLog.plain(column.name())));
      if (columns.size() > MAX_COLUMNS) {
        json.put("columnCount", columns.size());
      }
      return this;
    }

    private void onEnd(Throwable failure) {
      if (!parts.isEmpty()) {
        json.put("bytes", bytes.get());
        if (isComplete(failure)) {
          json.put("rows", parts.stream().mapToLong(Line::rows).sum());
        }
      }
      json.put("outcome", outcome(failure));
      log.append(json);
    }

    private boolean isComplete(Throwable failure) {
      return failure == null && exchange.error().isEmpty();
    }

    private String outcome(Throwable failure) {
      return exchange
          .error()
          .map(error -> error.code().name())
          .orElse(failure == null ? "OK" : "READER_LEFT");
    }

    private static long rows(Scan.Part part) {
      return part.split().view().seal().map(Seal::rows).orElse(0L);
    }
  }

  SummaryRequest ofSummary(HttpExchange exchange, SummaryRequest request) {
    new Line(exchange, "summary", request.target(), List.of());
    return request;
  }

  ScanRequest ofScan(HttpExchange exchange, ScanRequest request) {
    new Line(exchange, "scan", request.target(), List.of()).with(request);
    return request;
  }

  Line ofRecords(HttpExchange exchange, Scan scan) {
    return line(exchange, "records", scan, scan.parts());
  }

  Line ofSplit(HttpExchange exchange, Scan scan, Scan.Part part) {
    Line line = line(exchange, "split", scan, List.of(part));
    ScanResponse.Split split = part.split().description();
    line.json
        .put("split", split.n())
        .put("origin", AgentLog.plain(split.client().origin()))
        .put("client", AgentLog.plain(split.client().id()));
    return line;
  }

  private Line line(HttpExchange exchange, String action, Scan scan, List<Scan.Part> parts) {
    Line line = new Line(exchange, action, scan.request().target(), parts);
    line.json.put("scan", scan.id());
    return line.with(scan.request());
  }
}
