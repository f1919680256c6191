// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BrowserIT {
  private final TestApp app = TestApp.start();
  private final Profile profile = TestBrowser.shared().profile();

  @AfterEach
  void close() {
    profile.close();
    app.close();
  }

  @Test
  void createsDatabasesThatOneProfileAloneSees() {
    BrowserDatabase database =
        BrowserDatabase.named("shop")
            .store("orders", "{ keyPath: 'id' }")
            .index("byCity", "'city'", "{}")
            .records("Array.from({ length: 25000 }, (_, i) => ({ id: i, city: 'Rome' }))")
            .store("notes", "{}")
            .entries("[['a', 1n], ['b', new Map([[1, new Date(0)]])]]");
    try (Tab tab = profile.open(app.seedPage());
        Profile other = TestBrowser.shared().profile()) {
      database.createIn(tab);
      String names = "(await indexedDB.databases()).map(database => database.name)";
      assertThat(tab.evaluate(names)).hasToString("[\"shop\"]");
      assertThat(other.open(app.seedPage()).evaluate(names)).hasToString("[]");
      assertThat(BrowserDatabase.allowing(database)).isEqualTo("{\"shop\":[\"orders\",\"notes\"]}");
    }
  }

  @Test
  void showsWhatThePageThrewAndItsConsole() {
    try (Tab tab = profile.open(app.seedPage())) {
      assertThatThrownBy(() -> tab.evaluate("console.warn('before'); await nothing()"))
          .hasMessageContaining("ReferenceError: nothing is not defined")
          .hasMessageContaining("[warning before]");
    }
  }

  @Test
  void reloadsAPageThatCrashed() {
    try (Tab tab = profile.open(app.seedPage())) {
      tab.crash();
      tab.reload();
      assertThat(tab.evaluate("6 * 7").intValue()).isEqualTo(42);
    }
  }
}
