// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import org.junit.jupiter.api.Test;

class CatalogShareTest {
  private final CatalogShare share = new CatalogShare(1000);

  @Test
  void forgetsTheLargestOfClientsThatAreAwayFirst() {
    share.put(client("away-small"), 100);
    share.put(client("away-large"), 200);
    share.put(client("linked-large"), 250);
    share.put(client("linked"), 230);
    share.put(client("linked-new"), 240);
    assertThat(share.removeExcess(name -> name.id().startsWith("away")))
        .containsExactly(client("away-large"));
    assertThat(share.removeExcess(name -> true)).isEmpty();
  }

  @Test
  void forgetsTheLargestOfLinkedClientsIfThatIsNotEnough() {
    share.put(client("away"), 10);
    for (int i = 0; i < 4; i++) {
      share.put(client("hostile" + i), 250);
    }
    share.put(client("honest"), 5);
    assertThat(share.removeExcess(name -> name.id().equals("away")))
        .hasSize(2)
        .startsWith(client("away"))
        .doesNotContain(client("honest"));
  }

  @Test
  void countsTheLatestCatalogOfAClientAlone() {
    for (int i = 0; i < 100; i++) {
      share.put(client("one"), 250);
    }
    assertThat(share.removeExcess(name -> true)).isEmpty();
    assertThat(share.fits(250)).isTrue();
    assertThat(share.fits(251)).isFalse();
  }

  private static ClientName client(String id) {
    return new ClientName(id, "https://shop.example");
  }
}
