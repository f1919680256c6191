// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import java.util.Arrays;
import java.util.List;

/**
 * One row of the table of values: what a browser stores, and what Spark is to see of it.
 *
 * @param name of the store
 * @param values in JavaScript, one for each record
 * @param type that is to be inferred, as DDL
 * @param expected in the form of {@link io.github.sparkindexeddb.testing.Plain}
 */
record ValueCase(String name, List<String> values, String type, List<Object> expected) {
  /** A case whose values are still to come. */
  static ValueCase of(String name, String type) {
    return new ValueCase(name, List.of(), type, List.of());
  }

  ValueCase stored(String... javascript) {
    return new ValueCase(name, List.of(javascript), type, expected);
  }

  ValueCase seen(Object... plain) {
    return new ValueCase(name, values, type, Arrays.asList(plain));
  }

  /** Records with keys 0, 1, 2… and the values as field {@code v}. */
  String records() {
    StringBuilder records = new StringBuilder("[");
    for (int i = 0; i < values.size(); i++) {
      records.append("{ id: ").append(i).append(", v: ").append(values.get(i)).append(" }, ");
    }
    return records.append("]").toString();
  }

  @Override
  public String toString() {
    return name;
  }
}
