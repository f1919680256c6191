// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a user is told by a read that must fail. */
public final class Refusal {
  private Refusal() {}

  /**
   * Runs what must fail with that code and returns what the user reads: the message of the
   * outermost exception, which Spark may have put around ours.
   */
  public static AbstractStringAssert<?> assertRefused(ErrorCode code, ThrowingCallable read) {
    Throwable thrown = Assertions.catchThrowable(read);
    Assertions.assertThat(thrown).as("what must fail with " + code).isNotNull();
    Assertions.assertThat(ours(thrown).code()).as(thrown.getMessage()).isEqualTo(code);
    return Assertions.assertThat(thrown.getMessage()).contains("[" + code + "] ");
  }

  /** Runs what must fail and returns our exception. */
  public static IndexedDbException of(ThrowingCallable read) {
    Throwable thrown = Assertions.catchThrowable(read);
    Assertions.assertThat(thrown).as("what must fail").isNotNull();
    return ours(thrown);
  }

  /** Our exception, however deep it lies. */
  public static IndexedDbException ours(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof IndexedDbException found) {
        return found;
      }
    }
    throw new AssertionError("No IndexedDbException caused it", thrown);
  }
}
