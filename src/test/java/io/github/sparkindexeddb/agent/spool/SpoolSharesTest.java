// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpoolSharesTest {
  private final SpoolShares shares = new SpoolShares(100);
  private final List<IndexedDbException> taken = new ArrayList<>();

  @Test
  void letsASingleClientHoldAll() {
    shares.reserve(holding("one"), 40);
    shares.reserve(holding("one"), 60);
    assertThat(shares.used()).isEqualTo(100);
    assertThat(taken).isEmpty();
  }

  @Test
  void takesTheLargestFileOfTheClientThatHoldsMostWhenAnotherNeedsRoom() {
    shares.reserve(holding("one"), 30);
    SpoolShares.Holding largest = holding("one");
    shares.reserve(largest, 60);
    shares.reserve(holding("two"), 10);
    shares.reserve(holding("three"), 20);
    assertThat(shares.used()).isEqualTo(60);
    assertThat(taken).hasSize(1);
    assertThat(taken.get(0).code()).isEqualTo(ErrorCode.SPOOL_FULL);
    assertThat(taken.get(0).sentence())
        .contains("the split of one", "its share of 33")
        .endsWith("or leave this client out by 'exceptClients'.");
    shares.reserve(largest, 50);
    assertThat(shares.used()).isEqualTo(60);
  }

  @Test
  void keepsTheLargestFileIfItsClientIsWithinItsShare() {
    for (int i = 0; i < 3; i++) {
      shares.reserve(holding("many small"), 20);
    }
    shares.reserve(holding("one large"), 30);
    shares.reserve(holding("newcomer"), 20);
    assertThat(taken)
        .as("who has to make room")
        .singleElement()
        .satisfies(error -> assertThat(error.sentence()).contains("the split of many small:"));
    assertThat(shares.used()).as("40 and 30 that stay, 20 that came").isEqualTo(90);
  }

  @Test
  void refusesAClientThatWouldGoOverItsShare() {
    shares.reserve(holding("one"), 50);
    SpoolShares.Holding two = holding("two");
    shares.reserve(two, 50);
    assertThatThrownBy(() -> shares.reserve(two, 1))
        .isInstanceOf(IndexedDbException.class)
        .hasMessageContaining("the split of two: the spool holds 100 of at most 100 bytes");
    assertThat(taken).isEmpty();
  }

  @Test
  void givesBackWhatEnds() {
    SpoolShares.Holding one = holding("one");
    shares.reserve(one, 50);
    shares.shrink(one, 20);
    assertThat(shares.used()).isEqualTo(20);
    shares.end(one);
    shares.end(one);
    assertThat(shares.used()).isZero();
  }

  private SpoolShares.Holding holding(String owner) {
    return new SpoolShares.Holding(owner, taken::add);
  }
}
