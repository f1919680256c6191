// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that was probably meant. */
final class Nearest {
  private static final int LONGEST = 256;

  private Nearest() {}

  /** The choice with the fewest edits to the name, unless more than a half of it differs. */
  static Optional<String> to(String name, Collection<String> choices) {
    return choices.stream()
        .distinct()
        .min(
            Comparator.comparingInt((String choice) -> edits(name, choice))
                .thenComparing(Comparator.naturalOrder()))
        .filter(
            choice ->
                2 * edits(name, choice) <= Math.max(2, Math.max(name.length(), choice.length())));
  }

  /** {@code ", did you mean 'orders'"}, or nothing. */
  static String hint(String name, Collection<String> choices) {
    return to(name, choices).map(choice -> " (nearest: '" + choice + "')").orElse("");
  }

  /** Levenshtein distance, blind to case. */
  static int edits(String first, String second) {
    String a = shortened(first);
    String b = shortened(second);
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }

  private static String shortened(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.substring(0, Math.min(LONGEST, lower.length()));
  }
}
