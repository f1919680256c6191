// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.wire.IndexedDbException;
import java.time.Duration;

/**
 * Counts failures in a row and says whether it is worth to go on. Belongs to the one who holds the
 * open ask.
 */
public final class Setbacks {
  /** A link may be lost many times in a long read, but not so often on the same batch. */
  private static final int LOSSES = 10;

  /** A page that breaks the protocol on a batch will do so again. */
  private static final int BREACHES = 3;

  /** An app's upgrade takes seconds. A silent worker is not tried again: its page did so. */
  private static final int TRIES = 5;

  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final int mostBreaches;
  private int losses;
  private int breaches;
  private int tries;

  /** What to do after a failure. */
  public enum Next {
    AGAIN,
    LATER,
    NEVER
  }

  public Setbacks() {
    this(BREACHES);
  }

  private Setbacks(int mostBreaches) {
    this.mostBreaches = mostBreaches;
  }

  /** For asks whose first answer must make sense. */
  static Setbacks withoutBreaches() {
    return new Setbacks(0);
  }

  public Next next(IndexedDbException error) {
    return switch (error.code()) {
      case CLIENT_LOST, CLIENT_REPLACED -> ++losses < LOSSES ? Next.AGAIN : Next.NEVER;
      case BAD_MESSAGE, FRAME_TOO_LARGE -> ++breaches < mostBreaches ? Next.AGAIN : Next.NEVER;
      case DATABASE_BUSY -> ++tries < TRIES ? Next.LATER : Next.NEVER;
      default -> Next.NEVER;
    };
  }

  public Duration pause() {
    return PAUSE.multipliedBy(tries);
  }

  public void overcome() {
    losses = 0;
    breaches = 0;
    tries = 0;
  }
}
