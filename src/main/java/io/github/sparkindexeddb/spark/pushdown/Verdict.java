// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Whether a part of a query goes to the browsers, as what, or why it is left to Spark. */
public sealed interface Verdict<T> {

  /** It goes to the browsers. */
  record Pushed<T>(T value) implements Verdict<T> {}

  /**
   * Spark does it.
   *
   * @param reason a clause without a full stop
   */
  record Left<T>(String reason) implements Verdict<T> {}

  static <T> Verdict<T> pushed(T value) {
    return new Pushed<>(value);
  }

  static <T> Verdict<T> left(String reason) {
    return new Left<>(reason);
  }

  /** All or nothing; the first reason counts. */
  static <T> Verdict<List<T>> all(List<Verdict<T>> parts) {
    List<T> values = new ArrayList<>();
    for (Verdict<T> part : parts) {
      if (part instanceof Left<T> left) {
        return left(left.reason);
      }
      values.add(((Pushed<T>) part).value);
    }
    return pushed(values);
  }

  default <R> Verdict<R> map(Function<? super T, ? extends R> change) {
    return then(value -> pushed(change.apply(value)));
  }

  default <R> Verdict<R> then(Function<? super T, Verdict<R>> judge) {
    return this instanceof Pushed<T> pushed
        ? judge.apply(pushed.value)
        : left(((Left<T>) this).reason);
  }

  /** Leaves to Spark what breaks a rule. */
  default Verdict<T> unless(boolean broken, String reason) {
    return broken && this instanceof Pushed ? left(reason) : this;
  }
}
