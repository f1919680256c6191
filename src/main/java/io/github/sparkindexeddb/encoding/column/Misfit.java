// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A value that its column's type cannot hold without loss. Completed on its way out by each
 * enclosing encoder: the index is always that of the values which the last one was given.
 */
public final class Misfit extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient ObjectNode found;
  private final transient Deque<Object> path = new ArrayDeque<>();
  private int index;

  /**
   * @param index of the value
   * @param found what {@link MisfitFacts} tell of it
   */
  public Misfit(int index, ObjectNode found) {
    super(null, null, false, false);
    this.index = index;
    this.found = found;
  }

  /** Returns what is told of the value, without where it is. */
  public ObjectNode found() {
    return found;
  }

  /** Returns names and list positions below the column, as texts and integers. */
  public List<Object> path() {
    return List.copyOf(path);
  }

  int index() {
    return index;
  }

  /** Says which value it is in, and how one gets from there to it. */
  Misfit inside(int value, Object step) {
    index = value;
    path.addFirst(step);
    return this;
  }
}
