// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.StockTez;
import org.junit.jupiter.api.Test;

/** The one jar on the class path of stock Tez and Hadoop: all that a user of Tez has. */
class TezJarIT {
  private static final BrowserDatabase SHOP =
      BrowserDatabase.named("shop")
          .store("orders", "{ keyPath: 'id' }")
          .records("[{ id: 1, note: 'a' }, { id: 2, note: 'b' }, { id: 3, note: 'Zoë 🍊' }]");

  @Test
  void readsOnAClassPathWithNothingOfSpark() {
    AgentOptions options = AgentOptions.DEFAULT.withPort(0).withToken("reader-token");
    try (Agent agent = Agent.start(options);
        LinkedApp app = LinkedApp.start(agent.uri().toString(), SHOP);
        ChildJvm tez =
            StockTez.run("512m", TezJarReader.class, agent.uri().toString(), "reader-token")) {
      String end = tez.await("the DAG", line -> line.startsWith(TezJarReader.END), 120);
      assertThat(end).as(tez.output()).startsWith(TezJarReader.END + "SUCCEEDED");
      assertThat(tez.output().lines())
          .contains(TezJarReader.RECORD + "2 b", TezJarReader.RECORD + "3 Zoë 🍊")
          .doesNotContain(TezJarReader.RECORD + "1 a")
          .noneMatch(line -> line.startsWith(TezJarReader.UNWANTED))
          .anyMatch(line -> line.startsWith(TezJarReader.JACKSON + "2.12."));
    }
  }
}
