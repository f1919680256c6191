// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The choice that was probably meant, in the words in which errors about a name that is not there
 * say it.
 *
 * <p>The list of all choices is given to the methods as text, since who shows it decides how long
 * it may be.
 */
public final class Suggestion {
  /** Longer names are compared by their beginnings only: the work grows with the square. */
  private static final int MAX_COMPARED_CHARS = 200;

  private final Optional<String> nearest;
  private final UnaryOperator<String> plain;

  private Suggestion(Optional<String> nearest, UnaryOperator<String> plain) {
    this.nearest = nearest;
    this.plain = plain;
  }

  /** Returns the suggestion for a name that is none of these choices, which are shown as is. */
  public static Suggestion of(String name, Collection<String> choices) {
    return of(name, choices, UnaryOperator.identity());
  }

  /**
   * Returns the suggestion for a name that is none of these choices.
   *
   * @param plain makes text that can be shown of a choice that a stranger may have named
   */
  public static Suggestion of(
      String name, Collection<String> choices, UnaryOperator<String> plain) {
    return new Suggestion(nearest(name, choices), plain);
  }

  /** Returns the choice that was probably meant, as it is. */
  public Optional<String> nearest() {
    return nearest;
  }

  /**
   * Returns {@code The nearest is 'orders'; all are orders, customers.}, or, if no choice is near,
   * {@code Use one of orders, customers.}
   *
   * @param otherwise the beginning of the latter, as {@code Use one of}
   * @param all the list of all choices
   */
  public String sentence(String otherwise, String all) {
    return shown().map("The nearest is '%s'; all are "::formatted).orElse(otherwise + " ")
        + all
        + ".";
  }

  /**
   * Returns {@code the nearest is 'orders', all are [orders, customers]} or, if no choice is near,
   * {@code all are [orders, customers]}, for the middle of a sentence.
   *
   * @param all the list of all choices
   */
  public String clause(String all) {
    return shown().map("the nearest is '%s', "::formatted).orElse("") + "all are " + all;
  }

  /** Returns {@code Did you mean 'orders'?} and a space, or nothing if no choice is near. */
  public String question() {
    return shown().map("Did you mean '%s'? "::formatted).orElse("");
  }

  /** Returns a space and {@code (nearest: 'orders')}, or nothing if no choice is near. */
  public String remark() {
    return shown().map(" (nearest: '%s')"::formatted).orElse("");
  }

  /** Returns the detail {@code {"nearest": …}} of an error; empty if no choice is near. */
  public ObjectNode detail() {
    ObjectNode detail = Json.object();
    nearest.ifPresent(choice -> detail.put("nearest", choice));
    return detail;
  }

  private Optional<String> shown() {
    return nearest.map(plain);
  }

  /**
   * Returns the choice with the fewest edits from {@code name} (a character more, less, other, or
   * two swapped; case does not count), the first in order of text among equals; absent if even that
   * one differs in more than a third of the longer name.
   */
  static Optional<String> nearest(String name, Collection<String> choices) {
    return choices.stream()
        .filter(choice -> edits(name, choice) * 3 <= Math.max(name.length(), choice.length()))
        .min(
            Comparator.comparingInt((String choice) -> edits(name, choice))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Optimal string alignment; three rows of the table are alive at once. */
  private static int edits(String from, String to) {
    String a = comparable(from);
    String b = comparable(to);
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = IntStream.rangeClosed(0, b.length()).toArray();
    for (int i = 1; i <= a.length(); i++) {
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (isSwap(a, i, b, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
    }
    return row[b.length()];
  }

  private static boolean isSwap(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }

  private static String comparable(String name) {
    return name.substring(0, Math.min(name.length(), MAX_COMPARED_CHARS)).toLowerCase(Locale.ROOT);
  }
}
