// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.runtime.Clockwork;
import io.github.sparkindexeddb.agent.runtime.Events;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Message;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * One connection of a page from its first byte to its last: first a hello within five seconds, then
 * a link. Whatever a page does wrong ends here with a close code.
 *
 * <p>Called by the line's thread, one call after the other; the hello's alarm comes from another,
 * so the state is guarded by {@code this}.
 */
public final class Caller {
  static final Duration HELLO_TIME = Duration.ofSeconds(5);

  /** Of a text before the hello was accepted. */
  private static final int HELLO_LENGTH = 4 << 10;

  /** Of any later text: a summary of thousands of fields. */
  private static final int TEXT_LENGTH = 8 << 20;

  private final Line line;
  private final String origin;
  private final Optional<IndexedDbException> refusal;
  private final Reception reception;
  private Clockwork.Alarm helloAlarm = () -> {};
  private Optional<Link> link = Optional.empty();
  private boolean greeted;
  private boolean over;

  /**
   * @param refusal why this page may not even say hello
   */
  public Caller(
      Line line, String origin, Optional<IndexedDbException> refusal, Reception reception) {
    this.line = line;
    this.origin = origin;
    this.refusal = refusal;
    this.reception = reception;
  }

  public void opened(Clockwork clockwork) {
    synchronized (this) {
      helloAlarm = clockwork.after(HELLO_TIME, this::helloLate);
    }
    refusal.ifPresent(this::refuse);
  }

  /** Most characters that a text may have now. */
  public synchronized int textLimit() {
    return link.isPresent() ? TEXT_LENGTH : HELLO_LENGTH;
  }

  public void text(String text) {
    guarded(() -> message(Message.fromText(text)));
  }

  public void bytes(long id, ByteBuffer payload) {
    guarded(
        () -> linked().orElseThrow(() -> bad("it sent bytes before its hello")).bytes(id, payload));
  }

  /** The page broke a rule: closes the line with the error's code. */
  public void refuse(IndexedDbException error) {
    Optional<Link> former;
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
      former = link;
    }
    helloAlarm.cancel();
    reception.refused(origin, error);
    former.ifPresentOrElse(open -> open.close(error), () -> line.close(error));
  }

  /** The line is gone. */
  public void closed() {
    synchronized (this) {
      over = true;
    }
    helloAlarm.cancel();
    linked().ifPresent(Link::closed);
  }

  private void message(Message message) {
    Optional<Link> open = linked();
    if (open.isPresent()) {
      open.get().message(message);
      return;
    }
    greet();
    Link admitted = reception.admit(origin, message, line);
    synchronized (this) {
      link = Optional.of(admitted);
    }
  }

  /** From here on the hello is in time, however long it takes to admit the page. */
  private synchronized void greet() {
    greeted = true;
    helloAlarm.cancel();
  }

  private synchronized Optional<Link> linked() {
    return link;
  }

  private void guarded(Runnable step) {
    synchronized (this) {
      if (over) {
        return;
      }
    }
    try {
      step.run();
    } catch (IndexedDbException e) {
      boolean unreadable = e.code() == ErrorCode.BAD_REQUEST;
      refuse(unreadable ? new IndexedDbException(ErrorCode.BAD_MESSAGE, e.sentence()) : e);
    } catch (RuntimeException e) {
      Events.LOG.error("a message of a page of {} failed", Events.plain(origin), e);
      refuse(bad("the agent failed over its message"));
    }
  }

  private void helloLate() {
    synchronized (this) {
      if (greeted) {
        return;
      }
    }
    refuse(
        new IndexedDbException(
            ErrorCode.HELLO_TIMEOUT,
            "Cannot link the page: it sent no hello within "
                + HELLO_TIME.toSeconds()
                + " s. Look into its console."));
  }

  private static IndexedDbException bad(String why) {
    return new IndexedDbException(
        ErrorCode.BAD_MESSAGE,
        "Cannot go on with the page: " + why + ". Use page link and agent of one version.");
  }
}
