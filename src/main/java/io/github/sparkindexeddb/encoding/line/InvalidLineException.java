// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

/** A line that is no tagged JSON; the message is the rest of a sentence that says why. */
public final class InvalidLineException extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidLineException(String why) {
    super(why, null, false, false);
  }
}
