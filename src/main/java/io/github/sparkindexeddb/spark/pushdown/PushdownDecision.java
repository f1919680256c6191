// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The decision about a part of a query: it goes to the browsers, or is left to Spark. */
public sealed interface PushdownDecision<T> {

  /**
   * The part goes to the browsers.
   *
   * @param value the part as the wire has it
   */
  record Pushed<T>(T value) implements PushdownDecision<T> {}

  /**
   * Spark does the part itself.
   *
   * @param reason a clause without a full stop
   */
  record Residual<T>(String reason) implements PushdownDecision<T> {}

  static <T> PushdownDecision<T> pushed(T value) {
    return new Pushed<>(value);
  }

  static <T> PushdownDecision<T> residual(String reason) {
    return new Residual<>(reason);
  }

  /** Returns all parts if each is pushed, else the first reason against one. */
  static <T> PushdownDecision<List<T>> all(List<PushdownDecision<T>> parts) {
    List<T> values = new ArrayList<>();
    for (PushdownDecision<T> part : parts) {
      if (part instanceof Residual<T> residual) {
        return residual(residual.reason);
      }
      values.add(((Pushed<T>) part).value);
    }
    return pushed(values);
  }

  /** Returns the pushed value changed; a residual stays one. */
  default <R> PushdownDecision<R> map(Function<? super T, ? extends R> change) {
    return then(value -> pushed(change.apply(value)));
  }

  /** Returns the decision that follows from a pushed value; a residual stays one. */
  default <R> PushdownDecision<R> then(Function<? super T, PushdownDecision<R>> next) {
    return this instanceof Pushed<T> pushed
        ? next.apply(pushed.value)
        : residual(((Residual<T>) this).reason);
  }

  /** Returns a residual for that reason if a rule is broken, else this decision. */
  default PushdownDecision<T> unless(boolean broken, String reason) {
    return broken && this instanceof Pushed ? residual(reason) : this;
  }
}
