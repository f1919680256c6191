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
  void saysTheNearestAndAllInASentence() {
    assertThat(Suggestion.of("order", STORES).sentence("Use one of", "products, orders"))
        .isEqualTo("The nearest is 'orders'; all are products, orders.");
    assertThat(Suggestion.of("invoices", STORES).sentence("Use one of", "products, orders"))
        .isEqualTo("Use one of products, orders.");
  }

  @Test
  void saysTheNearestAndAllInTheMiddleOfASentence() {
    assertThat(Suggestion.of("order", STORES).clause("[products, orders]"))
        .isEqualTo("the nearest is 'orders', all are [products, orders]");
    assertThat(Suggestion.of("invoices", STORES).clause("[products, orders]"))
        .isEqualTo("all are [products, orders]");
  }

  @Test
  void asksAndRemarksOnlyIfThereIsANearest() {
    Suggestion near = Suggestion.of("order", STORES);
    assertThat(near.question()).isEqualTo("Did you mean 'orders'? ");
    assertThat(near.remark()).isEqualTo(" (nearest: 'orders')");
    assertThat(near.detail().toString()).isEqualTo("{\"nearest\":\"orders\"}");
    Suggestion none = Suggestion.of("invoices", STORES);
    assertThat(none.question()).isEmpty();
    assertThat(none.remark()).isEmpty();
    assertThat(none.detail()).isEmpty();
  }

  @Test
  void showsAStrangersNameAsPlainText() {
    Suggestion foreign =
        Suggestion.of("order", List.of("orders\n"), name -> name.replace('\n', '?'));
    assertThat(foreign.question()).isEqualTo("Did you mean 'orders?'? ");
    assertThat(foreign.sentence("Use", "…")).isEqualTo("The nearest is 'orders?'; all are ….");
    assertThat(foreign.nearest()).contains("orders\n");
  }

  @Test
  void doesNotFillInWhatLooksLikeAPlaceholder() {
    assertThat(Suggestion.of("100%s", List.of("100%d")).sentence("Use", "%s"))
        .isEqualTo("The nearest is '100%d'; all are %s.");
  }

  @Test
  void acceptsNamesOfAnyLength() {
    String stem = "x".repeat(100_000);
    assertThat(Suggestion.nearest(stem + "1", List.of(stem + "2"))).contains(stem + "2");
  }
}
