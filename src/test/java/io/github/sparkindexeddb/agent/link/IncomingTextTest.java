// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IncomingTextTest {
  private final IncomingText.Registry registry = new IncomingText.Registry(4 * 100);
  private final List<String> dropped = new ArrayList<>();

  @Test
  void dropsTheLongestOfThoseThatNeverEnd() {
    IncomingText honest = text("honest");
    IncomingText endless = text("endless");
    IncomingText longer = text("longer");
    honest.append("x".repeat(10));
    endless.append("x".repeat(40));
    longer.append("x".repeat(50));
    assertThat(dropped).isEmpty();

    honest.append("y");
    assertThat(dropped).containsExactly("longer");
    assertThat(honest.take()).isEqualTo("x".repeat(10) + "y");
    assertThat(registry.chars()).isEqualTo(40);
  }

  @Test
  void takesNothingMoreOfAPageThatIsGone() {
    IncomingText text = text("one");
    text.append("abc");
    text.close();
    text.append("def");
    assertThat(text.length()).isZero();
    assertThat(registry.chars()).isZero();
  }

  @Test
  void holdsNothingOfTextsThatWereTaken() {
    IncomingText text = text("one");
    for (int i = 0; i < 100; i++) {
      text.append("x".repeat(50));
      assertThat(text.take()).hasSize(50);
    }
    assertThat(registry.chars()).isZero();
    assertThat(dropped).isEmpty();
  }

  private IncomingText text(String name) {
    return new IncomingText(registry, () -> dropped.add(name));
  }
}
