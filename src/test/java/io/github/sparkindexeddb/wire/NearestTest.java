// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  private static final List<String> STORES = List.of("products", "orders", "customers");

  @Test
  void findsANameWithOneCharacterMoreLessOrOther() {
    assertThat(Nearest.to("order", STORES)).contains("orders");
    assertThat(Nearest.to("ordersx", STORES)).contains("orders");
    assertThat(Nearest.to("0rders", STORES)).contains("orders");
  }

  @Test
  void countsASwapAsOneEdit() {
    assertThat(Nearest.to("ab", List.of("ba"))).isEmpty();
    assertThat(Nearest.to("abc", List.of("bac"))).contains("bac");
  }

  @Test
  void ignoresCase() {
    assertThat(Nearest.to("MINCLIENTS", List.of("minClients"))).contains("minClients");
  }

  @Test
  void namesNothingThatIsFarAway() {
    assertThat(Nearest.to("invoices", STORES)).isEmpty();
    assertThat(Nearest.to("orders", List.of())).isEmpty();
  }

  @Test
  void prefersTheFirstInOrderAmongEquals() {
    assertThat(Nearest.to("store1", List.of("store3", "store2"))).contains("store2");
  }

  @Test
  void takesNamesOfAnyLength() {
    String stem = "x".repeat(100_000);
    assertThat(Nearest.to(stem + "1", List.of(stem + "2"))).contains(stem + "2");
  }
}
