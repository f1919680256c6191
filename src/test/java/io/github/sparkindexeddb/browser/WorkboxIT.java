// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plain page whose service worker, a classic script, Workbox wrote from end to end. */
class WorkboxIT {
  private static final BrowserDatabase SHOP =
      BrowserDatabase.named("shop")
          .store("orders", "{ keyPath: 'id' }")
          .records("Array.from({ length: 300 }, (_, i) => ({ id: i }))");

  private static final String CACHED =
      "await (await caches.match('/seed', { ignoreSearch: true })).text()";

  @TempDir private Path folder;

  @Test
  void theExportWorkerServesBesideWorkboxWhichPrecachesAsBefore() throws Exception {
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
        TestApp app =
            TestApp.start()
                .linksTo(agent.uri().toString())
                .allows("{ shop: ['orders'] }")
                .withWorker(generated());
        LinkedApp linked = LinkedApp.open(app, List.of(SHOP))) {
      linked.awaitState("linked");
      PlainScan scan =
          PlainScan.of(
              agent.uri().toString(),
              "shop",
              "orders",
              List.of(Column.field("id", Type.Scalar.BIGINT)));
      assertThat(scan.rows()).hasSize(300);
      assertThat(linked.tab().evaluate(CACHED).asText()).contains("<title>Test app</title>");
    }
  }

  private String generated() throws IOException, InterruptedException {
    Path worker = folder.resolve("sw.js");
    Process workbox =
        new ProcessBuilder("node", "src/test/resources/browser/workbox.mjs", worker.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(workbox.getInputStream().readAllBytes(), UTF_8);
    assertThat(workbox.waitFor()).as(output).isZero();
    return Files.readString(worker);
  }
}
