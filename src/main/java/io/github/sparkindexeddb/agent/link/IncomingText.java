// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.runtime.HeapShare;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A text of a page that comes in parts. All that are on their way have one share of the memory:
 * when it is used up the slowest is dropped, and its page closed, so that those who send what pages
 * send go on.
 *
 * <p>Slow is who has sent least for each second since its text began, and a text that has only just
 * begun is not, nor is a short one for a while: dropping it would free nothing, and where the agent
 * itself is slow it waits for the agent. A text that ends comes as fast as its network takes it;
 * one that does not end is slower with each second, however long or short it is, unless its page
 * sends more and more, until it is longer than a text may be. Neither the longest is dropped, which
 * may be the honest one of eight mebibytes that has nearly come, nor are texts counted by client,
 * address or token: a stranger makes as many clients as it likes, behind one address there may be
 * an office, and all users of an app have one token.
 *
 * <p>Thread-safe: state is guarded by {@code this}.
 */
public final class IncomingText {
  private static final Registry ALL = new Registry(HeapShare.partOf(8));

  /** A text is not slow before; of such that have just begun the longest is dropped. */
  private static final Duration JUST_BEGUN = Duration.ofSeconds(2);

  /** A text is short if so many of it would still have room. */
  private static final int SHORT_PART = 2_000;

  private static final Duration SHORT_TIME = Duration.ofSeconds(30);

  private final Registry registry;
  private final Supplier<Instant> clock;
  private final Runnable onDrop;
  private StringBuilder text = new StringBuilder();
  private Instant begun = Instant.MIN;
  private boolean dropped;

  /** The texts that are on their way. Thread-safe. */
  static final class Registry {
    private final Set<IncomingText> texts = ConcurrentHashMap.newKeySet();
    private final AtomicLong chars = new AtomicLong();
    private final long maxChars;

    Registry(long bytes) {
      // A buffer that grows is copied to one of twice its size, of two bytes a character.
      maxChars = bytes / 4;
    }

    void add(IncomingText text, int length) {
      texts.add(text);
      chars.addAndGet(length);
    }

    void dropIfTooLong(Instant now) {
      boolean dropped = true;
      while (dropped && chars.get() > maxChars) {
        dropped =
            texts.stream()
                .map(text -> text.progress(now))
                .min(Progress.SLOWEST_FIRST)
                .map(slowest -> slowest.text.drop())
                .orElse(false);
      }
    }

    void remove(IncomingText text, int length) {
      texts.remove(text);
      chars.addAndGet(-length);
    }

    long chars() {
      return chars.get();
    }

    boolean isShort(int length) {
      return length <= maxChars / SHORT_PART;
    }
  }

  /**
   * How far a text was at one moment.
   *
   * @param speed in characters a second; infinite for one that has just begun
   */
  private record Progress(IncomingText text, double speed, int length) {
    static final Comparator<Progress> SLOWEST_FIRST =
        Comparator.comparingDouble(Progress::speed)
            .thenComparing(Progress::length, Comparator.reverseOrder());
  }

  /**
   * @param clock says how long a text takes
   * @param onDrop called when it was dropped for want of memory
   */
  public IncomingText(Supplier<Instant> clock, Runnable onDrop) {
    this(ALL, clock, onDrop);
  }

  IncomingText(Registry registry, Supplier<Instant> clock, Runnable onDrop) {
    this.registry = registry;
    this.clock = clock;
    this.onDrop = onDrop;
  }

  public synchronized int length() {
    return text.length();
  }

  /** Adds a part that is not the last, unless the text was dropped. */
  public void append(String part) {
    Instant now = clock.get();
    synchronized (this) {
      if (dropped) {
        return;
      }
      if (text.length() == 0) {
        begun = now;
      }
      text.append(part);
      registry.add(this, part.length());
    }
    registry.dropIfTooLong(now);
  }

  private synchronized Progress progress(Instant now) {
    Duration age = text.length() == 0 ? Duration.ZERO : Duration.between(begun, now);
    Duration patience = registry.isShort(text.length()) ? SHORT_TIME : JUST_BEGUN;
    double speed =
        age.compareTo(patience) < 0
            ? Double.POSITIVE_INFINITY
            : text.length() * 1000.0 / age.toMillis();
    return new Progress(this, speed, text.length());
  }

  /**
   * Returns the whole text with its last part, and begins a new one. Whoever sent all of it is not
   * slow, so that nobody else's text can drop it from here.
   */
  public synchronized String end(String lastPart) {
    if (dropped) {
      return "";
    }
    String whole = text.toString().concat(lastPart);
    clear();
    return whole;
  }

  /** Forgets the text, as its page is gone; no more of it is taken. */
  public synchronized void close() {
    dropped = true;
    clear();
  }

  private boolean drop() {
    synchronized (this) {
      if (text.length() == 0) {
        return false;
      }
      close();
    }
    onDrop.run();
    return true;
  }

  private void clear() {
    registry.remove(this, text.length());
    text = new StringBuilder();
  }
}
