// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Whether a part of a query goes to the browsers, as what, or why it is left to Spark. */
public sealed interface PushdownDecision<T> {

  /** It goes to the browsers. */
  record Pushed<T>(T value) implements PushdownDecision<T> {}

  /**
   * Spark does it.
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

  /** All or nothing; the first reason counts. */
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

  default <R> PushdownDecision<R> map(Function<? super T, ? extends R> change) {
    return then(value -> pushed(change.apply(value)));
  }

  default <R> PushdownDecision<R> then(Function<? super T, PushdownDecision<R>> judge) {
    return this instanceof Pushed<T> pushed
        ? judge.apply(pushed.value)
        : residual(((Residual<T>) this).reason);
  }

  /** Leaves to Spark what breaks a rule. */
  default PushdownDecision<T> unless(boolean broken, String reason) {
    return broken && this instanceof Pushed ? residual(reason) : this;
  }
}
