// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.access.TokenUse;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.FatalErrors;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One connection of a page from its first byte to its last: first a hello within five seconds, then
 * a link. Whatever a page does wrong ends here with a close code.
 *
 * <p>Called by the connection's thread, one call after the other; the hello's timer fires on
 * another, so the state is guarded by {@code this}.
 */
public final class PageSession {
  static final Duration HELLO_TIMEOUT = Duration.ofSeconds(5);

  /** The limit of a text before the hello was accepted. */
  private static final int MAX_HELLO_CHARS = 4 << 10;

  /** The limit of any later text: a summary of thousands of fields. */
  private static final int MAX_TEXT_CHARS = 8 << 20;

  private static final CompletableFuture<Void> READY = CompletableFuture.completedFuture(null);

  private final PageConnection connection;
  private final String origin;
  private final Optional<IndexedDbException> refusal;
  private final LinkAdmission admission;
  private Scheduler.Timer helloTimer = () -> {};
  private Optional<Link> link = Optional.empty();
  private TokenUse tokenUse = TokenUse.NONE;
  private boolean helloReceived;
  private boolean closed;

  /**
   * @param refusal why this page may not even send its hello
   */
  public PageSession(
      PageConnection connection,
      String origin,
      Optional<IndexedDbException> refusal,
      LinkAdmission admission) {
    this.connection = connection;
    this.origin = origin;
    this.refusal = refusal;
    this.admission = admission;
  }

  public void onOpen(Scheduler scheduler) {
    synchronized (this) {
      helloTimer = scheduler.schedule(HELLO_TIMEOUT, this::onHelloTimeout);
    }
    refusal.ifPresent(this::refuse);
  }

  /** Returns how many characters a text may have now. */
  public synchronized int maxTextChars() {
    return link.isPresent() ? MAX_TEXT_CHARS : MAX_HELLO_CHARS;
  }

  public void onText(String text) {
    var unused =
        runOrRefuse(
            () -> {
              MessageReader.read(text, this::onMessage);
              return READY;
            });
  }

  /**
   * Takes a part of a payload.
   *
   * @return when the page may send more
   */
  public CompletableFuture<Void> onBytes(long id, ByteBuffer payload) {
    return runOrRefuse(
        () ->
            currentLink()
                .orElseThrow(() -> badMessage("it sent bytes before its hello"))
                .onBytes(id, payload));
  }

  /** Closes the connection of a page that broke a rule, with the error's code. */
  public void refuse(IndexedDbException error) {
    Optional<Link> linked;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      linked = link;
    }
    helloTimer.cancel();
    admission.onRefused(origin, error);
    linked.ifPresentOrElse(open -> open.close(error), () -> connection.close(error));
  }

  /**
   * Ends the link because the connection is gone.
   *
   * @param closeCode of RFC 6455; 1009 is a proxy's that takes no message so large
   */
  public void onClose(int closeCode) {
    synchronized (this) {
      closed = true;
      tokenUse.close();
    }
    helloTimer.cancel();
    currentLink().ifPresent(open -> open.onClosed(closeCode));
  }

  private void onMessage(Message message) {
    Optional<Link> open = currentLink();
    if (open.isPresent()) {
      open.get().onMessage(message);
      return;
    }
    markHelloReceived();
    admission.admit(origin, message, connection).ifPresent(this::take);
  }

  private synchronized void take(LinkAdmission.Admitted admitted) {
    link = Optional.of(admitted.link());
    tokenUse = admitted.tokenUse();
  }

  /** Notes that the hello is in time, however long it takes to admit the page. */
  private synchronized void markHelloReceived() {
    helloReceived = true;
    helloTimer.cancel();
  }

  private synchronized Optional<Link> currentLink() {
    return link;
  }

  private CompletableFuture<Void> runOrRefuse(Supplier<CompletableFuture<Void>> task) {
    synchronized (this) {
      if (closed) {
        return READY;
      }
    }
    try {
      return task.get();
    } catch (IndexedDbException e) {
      boolean unreadable = e.code() == ErrorCode.BAD_REQUEST;
      refuse(unreadable ? IndexedDbException.of(ErrorCode.BAD_MESSAGE, "%s", e.sentence()) : e);
    } catch (RuntimeException e) {
      AgentLog.LOG.error("a message of a page of {} failed", AgentLog.plain(origin), e);
      refuse(badMessage("the agent failed over its message"));
    } catch (Error e) {
      FatalErrors.report(e);
      throw e;
    }
    return READY;
  }

  private void onHelloTimeout() {
    synchronized (this) {
      if (helloReceived) {
        return;
      }
    }
    refuse(
        IndexedDbException.of(
            ErrorCode.HELLO_TIMEOUT,
            "Cannot link the page: it sent no hello within %s s. Look into its console.",
            HELLO_TIMEOUT.toSeconds()));
  }

  private static IndexedDbException badMessage(String why) {
    return IndexedDbException.of(
        ErrorCode.BAD_MESSAGE,
        "Cannot go on with the page: %s. Use page link and agent of one version.",
        why);
  }
}
