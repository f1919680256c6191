// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.testing.LinkedApp;
import org.junit.jupiter.api.Test;

/** Spark inside a JVM that was not started for it. */
class EmbeddedIT {
  @Test
  void readsWithoutAccessToTheMemoryOfJavasBuffers() {
    BrowserDatabase database =
        BrowserDatabase.named("big").store("records", "{ keyPath: 'id' }").record("{ id: 1 }");
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
        LinkedApp app = LinkedApp.start(agent.uri().toString(), database);
        ChildJvm spark =
            ChildJvm.ofClassWithout(
                "java.base/java.nio", EmbeddedReader.class, agent.uri().toString())) {
      assertThat(spark.await("the record", line -> line.matches("\\|\\s*1\\|"), 120)).isNotEmpty();
      assertThat(app.origin()).isNotEmpty();
    }
  }
}
