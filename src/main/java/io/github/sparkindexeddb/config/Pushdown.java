// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import java.util.Arrays;
import java.util.Optional;

/** The part of a query that is left to the browsers. */
public enum Pushdown {
  /** All that they can do. */
  ON("true"),
  /** Nothing: they send every column of every record. */
  OFF("false"),
  /** All that they can do, but the engine applies their conditions again. */
  REPEAT("repeat");

  private final String text;

  Pushdown(String text) {
    this.text = text;
  }

  static Optional<Pushdown> parse(String text) {
    return Arrays.stream(values()).filter(each -> each.text.equalsIgnoreCase(text)).findFirst();
  }

  /** Returns the value as the option spells it. */
  @Override
  public String toString() {
    return text;
  }
}
