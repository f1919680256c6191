// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> STORES = List.of("products", "orders", "customers");

  @Test
  void findsANameWithOneCharacterMoreLessOrOther() {
    assertThat(Suggestion.nearest("order", STORES)).contains("orders");
    assertThat(Suggestion.nearest("ordersx", STORES)).contains("orders");
    assertThat(Suggestion.nearest("0rders", STORES)).contains("orders");
  }

  @Test
  void countsASwapAsOneEdit() {
    assertThat(Suggestion.nearest("ab", List.of("ba"))).isEmpty();
    assertThat(Suggestion.nearest("abc", List.of("bac"))).contains("bac");
  }

  @Test
  void ignoresCase() {
    assertThat(Suggestion.nearest("MINCLIENTS", List.of("minClients"))).contains("minClients");
  }

  @Test
  void namesNothingThatIsFarAway() {
    assertThat(Suggestion.nearest("invoices", STORES)).isEmpty();
    assertThat(Suggestion.nearest("orders", List.of())).isEmpty();
  }

  @Test
  void prefersTheFirstInOrderAmongEquals() {
    assertThat(Suggestion.nearest("store1", List.of("store3", "store2"))).contains("store2");
  }

  @Test
  void takesNamesOfAnyLength() {
    String stem = "x".repeat(100_000);
    assertThat(Suggestion.nearest(stem + "1", List.of(stem + "2"))).contains(stem + "2");
  }
}
