// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.access.OpenConnections;
import io.github.sparkindexeddb.agent.link.IncomingText;
import io.github.sparkindexeddb.agent.link.PageConnection;
import io.github.sparkindexeddb.agent.link.PageSession;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.FatalErrors;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

/**
 * A page's WebSocket. Frames are counted and handed on in fragments as they come, never gathered,
 * and the next fragment is demanded only when there is room for it: a slow disk slows the browser
 * and fills no memory.
 *
 * <p>Public only because Jetty calls it through reflection. Called by Jetty, one call after the
 * other; sends may come from any thread.
 */
public final class PageSocket implements Session.Listener, PageConnection {
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
  private static final int CLOSE_GOING_AWAY = 1001;
  private static final int CLOSE_ABNORMAL = 1006;
  private static final int CLOSE_TRY_AGAIN_LATER = 1013;

  private static final CompletableFuture<Void> READY = CompletableFuture.completedFuture(null);

  private final Scheduler scheduler;
  private final OpenConnections.Peer peer;
  private final PageSession page;
  private final IncomingText text;
  private final ByteBuffer header = ByteBuffer.allocate(Protocol.FRAME_HEADER_BYTES);
  private int payloadBytes;

  /** Set before the first call of another method. */
  private volatile Session session;

  private volatile boolean closing;

  /**
   * @param page makes the session of this connection
   */
  PageSocket(
      Scheduler scheduler, OpenConnections.Peer peer, Function<PageConnection, PageSession> page) {
    this.scheduler = scheduler;
    this.text = new IncomingText(scheduler::now, this::refuseForWantOfMemory);
    this.peer = peer;
    this.page = page.apply(this);
  }

  @Override
  public void onWebSocketOpen(Session opened) {
    session = opened;
    session.setIdleTimeout(IDLE_TIMEOUT);
    page.onOpen(scheduler);
    session.demand();
  }

  @Override
  public void onWebSocketPartialText(String part, boolean last) {
    if (text.length() + part.length() > page.maxTextChars()) {
      page.refuse(textTooLarge(page.maxTextChars()));
    }
    if (!closing) {
      if (last) {
        page.onText(text.end(part));
      } else {
        text.append(part);
      }
    }
    session.demand();
  }

  @Override
  public void onWebSocketPartialBinary(ByteBuffer part, boolean last, Callback callback) {
    CompletableFuture<Void> ready = closing ? READY : onFragment(part, last);
    callback.succeed();
    Futures.onComplete(ready, (nothing, failure) -> session.demand());
  }

  @Override
  public void onWebSocketError(Throwable cause) {
    FatalErrors.reportIn(cause);
    AgentLog.LOG.debug("a page's connection failed", cause);
    text.close();
    page.onClose(CLOSE_ABNORMAL);
  }

  @Override
  public void onWebSocketClose(int code, String reason, Callback callback) {
    text.close();
    page.onClose(code);
    callback.succeed();
  }

  @Override
  public String address() {
    return session.getRemoteSocketAddress() instanceof InetSocketAddress remote
        ? remote.getAddress().getHostAddress()
        : "unknown";
  }

  @Override
  public boolean takePlace() {
    boolean taken = peer.link();
    if (!taken) {
      close(CLOSE_TRY_AGAIN_LATER, "too many links");
    }
    return taken;
  }

  @Override
  public void send(String message) {
    session.sendText(message, Callback.NOOP);
  }

  @Override
  public void close(IndexedDbException reason) {
    close(reason.code().closeCode(), reason.code().name());
  }

  @Override
  public void goAway() {
    close(CLOSE_GOING_AWAY, "agent stops");
  }

  private void close(int code, String reason) {
    closing = true;
    text.close();
    session.close(code, reason, Callback.NOOP);
    scheduler.schedule(CLOSE_TIMEOUT, session::disconnect);
  }

  private CompletableFuture<Void> onFragment(ByteBuffer part, boolean last) {
    while (header.hasRemaining() && part.hasRemaining()) {
      header.put(part.get());
    }
    payloadBytes += part.remaining();
    if (payloadBytes > Protocol.MAX_FRAME_BYTES) {
      page.refuse(frameTooLarge());
      return READY;
    }
    CompletableFuture<Void> ready =
        part.hasRemaining() ? page.onBytes(Integer.toUnsignedLong(header.getInt(0)), part) : READY;
    if (last) {
      onFrameEnd();
    }
    return ready;
  }

  private void onFrameEnd() {
    if (payloadBytes == 0) {
      page.refuse(
          IndexedDbException.of(
              ErrorCode.BAD_MESSAGE, "Cannot go on with the page: it sent an empty frame."));
    }
    header.clear();
    payloadBytes = 0;
  }

  private void refuseForWantOfMemory() {
    page.refuse(
        IndexedDbException.of(
            ErrorCode.FRAME_TOO_LARGE,
            "Cannot go on with the page: of all texts that were on their way its was the slowest,"
                + " and the agent has no more memory for them. Give the agent more of it."));
  }

  private static IndexedDbException textTooLarge(int maxChars) {
    return IndexedDbException.of(
        ErrorCode.FRAME_TOO_LARGE,
        "Cannot go on with the page: it sent a text of more than %s characters. Use page link and"
            + " agent of one version.",
        maxChars);
  }

  private static IndexedDbException frameTooLarge() {
    return IndexedDbException.of(
        ErrorCode.FRAME_TOO_LARGE,
        "Cannot go on with the page: it sent a frame of more than 1 MiB of payload. Use page link"
            + " and agent of one version.");
  }
}
