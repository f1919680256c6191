// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;

/** Refuses values of options that are out of range. */
public final class OptionCheck {
  private OptionCheck() {}

  /**
   * Checks the value of an option.
   *
   * @param expected what fits, as {@code 1 MiB or more}
   * @throws IndexedDbException {@code OPTION_INVALID}, naming the option as on the command line
   */
  public static void require(boolean fits, String option, Object value, String expected) {
    if (!fits) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_INVALID,
          "Cannot start the agent: '%s' is '%s', not %s. Correct it.",
          option,
          value,
          expected);
    }
  }
}
