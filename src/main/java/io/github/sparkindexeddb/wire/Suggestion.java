// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that was probably meant, for errors about one that is not there. */
public final class Suggestion {
  /** Longer names are compared by their beginnings only: the work grows with the square. */
  private static final int COMPARED = 200;

  private Suggestion() {}

  /**
   * The choice with the fewest edits from {@code name} (a character more, less, other, or two
   * swapped; case does not count), the first in order of text among equals; absent if even that one
   * differs in more than a third of the longer name.
   */
  public static Optional<String> nearest(String name, Collection<String> choices) {
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
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
        if (swapped(a, i, b, j)) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
    }
    return row[b.length()];
  }

  private static boolean swapped(String a, int i, String b, int j) {
    return i > 1
        && j > 1
        && a.charAt(i - 1) == b.charAt(j - 2)
        && a.charAt(i - 2) == b.charAt(j - 1);
  }

  private static String comparable(String name) {
    return name.substring(0, Math.min(name.length(), COMPARED)).toLowerCase(Locale.ROOT);
  }
}
