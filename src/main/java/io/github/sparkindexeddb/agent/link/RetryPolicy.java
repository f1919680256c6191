// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.wire.IndexedDbException;
import java.time.Duration;

/**
 * Counts failures in a row and says whether it is worth to go on. Confined to the holder of the
 * open request.
 */
public final class RetryPolicy {
  /** A link may be lost many times in a long read, but not so often on the same batch. */
  private static final int MAX_LOST_LINKS = 10;

  /** A page that breaks the protocol on a batch will do so again. */
  private static final int MAX_BAD_MESSAGES = 3;

  /** An app's upgrade takes seconds. A silent worker is not tried again: its page did so. */
  private static final int MAX_ATTEMPTS = 5;

  /** A plan is waited for by readers of other apps, too; the browser itself waits for seconds. */
  private static final int MAX_PLAN_ATTEMPTS = 2;

  private static final Duration DELAY = Duration.ofSeconds(1);

  private final int maxBadMessages;
  private final int maxAttempts;
  private int lostLinks;
  private int badMessages;
  private int attempts;

  /** The ways to go on after a failure. */
  public enum Decision {
    RETRY,
    RETRY_LATER,
    GIVE_UP
  }

  public RetryPolicy() {
    this(MAX_BAD_MESSAGES, MAX_ATTEMPTS);
  }

  private RetryPolicy(int maxBadMessages, int maxAttempts) {
    this.maxBadMessages = maxBadMessages;
    this.maxAttempts = maxAttempts;
  }

  /** Returns a policy for plans: their first response must make sense, and they wait for little. */
  static RetryPolicy forPlans() {
    return new RetryPolicy(0, MAX_PLAN_ATTEMPTS);
  }

  /** Counts the failure and returns how to go on. */
  public Decision onFailure(IndexedDbException error) {
    return switch (error.code()) {
      case CLIENT_LOST, CLIENT_REPLACED ->
          ++lostLinks < MAX_LOST_LINKS ? Decision.RETRY : Decision.GIVE_UP;
      case BAD_MESSAGE, FRAME_TOO_LARGE ->
          ++badMessages < maxBadMessages ? Decision.RETRY : Decision.GIVE_UP;
      case DATABASE_BUSY -> ++attempts < maxAttempts ? Decision.RETRY_LATER : Decision.GIVE_UP;
      default -> Decision.GIVE_UP;
    };
  }

  /** Returns how long to wait after {@link Decision#RETRY_LATER}. */
  Duration delay() {
    return DELAY.multipliedBy(attempts);
  }

  /** Forgets all failures after a success. */
  public void reset() {
    lostLinks = 0;
    badMessages = 0;
    attempts = 0;
  }
}
