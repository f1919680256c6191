// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IncomingTextTest {
  private final IncomingText.Registry registry = new IncomingText.Registry(4 * 100);
  private final List<String> dropped = new ArrayList<>();
  private Instant now = Instant.EPOCH;

  @Test
  void dropsTheLongestOfThoseThatHaveJustBegun() {
    IncomingText honest = text("honest");
    IncomingText endless = text("endless");
    IncomingText longer = text("longer");
    honest.append("x".repeat(10));
    endless.append("x".repeat(40));
    longer.append("x".repeat(50));
    assertThat(dropped).isEmpty();

    honest.append("y");
    assertThat(dropped).containsExactly("longer");
    assertThat(honest.end("")).isEqualTo("x".repeat(10) + "y");
    assertThat(registry.chars()).isEqualTo(40);
  }

  @Test
  void aLongTextArrivesBesideManyThatNeverEnd() {
    List<IncomingText> endless = IntStream.range(0, 10).mapToObj(i -> text("endless")).toList();
    endless.forEach(text -> text.append("x".repeat(8)));
    pass(3);
    IncomingText honest = text("honest");
    for (int second = 0; second < 10; second++) {
      honest.append("y".repeat(10));
      // A little of one now and then makes it no faster than one that comes.
      endless.get(second).append("x");
      pass(1);
    }
    assertThat(honest.end("")).hasSize(100);
    assertThat(dropped).hasSize(10).containsOnly("endless");
  }

  @Test
  void aTextThatHasJustBegunIsNotSlow() {
    IncomingText fast = text("fast");
    fast.append("x".repeat(99));
    pass(3);
    IncomingText first = text("first");
    first.append("y");
    first.append("y");
    assertThat(dropped).containsExactly("fast");
    assertThat(first.end("")).isEqualTo("yy");
  }

  @Test
  void aTextThatIsWholeIsDroppedByNobody() {
    IncomingText endless = text("endless");
    endless.append("x".repeat(99));
    IncomingText whole = text("whole");
    assertThat(whole.end("y".repeat(50))).isEqualTo("y".repeat(50));
    IncomingText inTwo = text("in two");
    inTwo.append("a");
    assertThat(inTwo.end("b".repeat(50))).isEqualTo("a" + "b".repeat(50));
    assertThat(dropped).isEmpty();
    assertThat(registry.chars()).isEqualTo(99);
  }

  @Test
  void aShortTextMayWaitForABusyAgent() {
    IncomingText.Registry large = new IncomingText.Registry(4 * 20_000);
    IncomingText waits = new IncomingText(large, () -> now, () -> dropped.add("waits"));
    IncomingText endless = new IncomingText(large, () -> now, () -> dropped.add("endless"));
    waits.append("x".repeat(10));
    pass(29);
    endless.append("y".repeat(20_000));
    assertThat(dropped).as("one that is short frees nothing").containsExactly("endless");
    pass(2);
    IncomingText more = new IncomingText(large, () -> now, () -> dropped.add("more"));
    more.append("z".repeat(19_991));
    assertThat(dropped).as("but it may not wait for ever").containsExactly("endless", "waits");
  }

  @Test
  void aNewTextOfAPageBeginsAnew() {
    IncomingText old = text("old");
    old.append("x");
    assertThat(old.end("")).isEqualTo("x");
    pass(100);
    IncomingText endless = text("endless");
    endless.append("y".repeat(50));
    pass(3);
    old.append("x".repeat(60));
    assertThat(dropped).containsExactly("endless");
  }

  @Test
  void takesNothingMoreOfAPageThatIsGone() {
    IncomingText text = text("one");
    text.append("abc");
    text.close();
    text.append("def");
    assertThat(text.end("ghi")).isEmpty();
    assertThat(text.length()).isZero();
    assertThat(registry.chars()).isZero();
  }

  @Test
  void holdsNothingOfTextsThatHaveEnded() {
    IncomingText text = text("one");
    for (int i = 0; i < 100; i++) {
      text.append("x".repeat(50));
      assertThat(text.end("")).hasSize(50);
    }
    assertThat(registry.chars()).isZero();
    assertThat(dropped).isEmpty();
  }

  private IncomingText text(String name) {
    return new IncomingText(registry, () -> now, () -> dropped.add(name));
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }
}
