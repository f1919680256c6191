// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.runtime.HeapShare;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A text of a page that comes in parts. All that are on their way have one share of the memory:
 * when it is used up the longest is dropped, and its page closed, so that those who send what pages
 * send go on.
 *
 * <p>Thread-safe: state is guarded by {@code this}.
 */
public final class IncomingText {
  private static final Registry ALL = new Registry(HeapShare.partOf(8));

  private final Registry registry;
  private final Runnable onDrop;
  private StringBuilder text = new StringBuilder();
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

    void dropIfTooLong() {
      boolean dropped = true;
      while (dropped && chars.get() > maxChars) {
        dropped =
            texts.stream()
                .max(Comparator.comparingInt(IncomingText::length))
                .map(IncomingText::drop)
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
  }

  /**
   * @param onDrop called when it was dropped for want of memory
   */
  public IncomingText(Runnable onDrop) {
    this(ALL, onDrop);
  }

  IncomingText(Registry registry, Runnable onDrop) {
    this.registry = registry;
    this.onDrop = onDrop;
  }

  public synchronized int length() {
    return text.length();
  }

  /** Adds a part, unless the text was dropped. */
  public void append(String part) {
    synchronized (this) {
      if (dropped) {
        return;
      }
      text.append(part);
      registry.add(this, part.length());
    }
    registry.dropIfTooLong();
  }

  /** Returns the whole text, and begins a new one. */
  public synchronized String take() {
    String whole = text.toString();
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
