// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.Profile;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestBrowser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A foreign name that has come to mean this machine: for the browser the agent is that site. */
@Timeout(60)
class RebindingIT {
  private static final List<String> PATHS =
      List.of("/", "/v1/clients", "/v1/databases", "/v1/health", "/metrics");

  @Test
  void aSiteWhoseNameLeadsHereReadsNothing() {
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
        Profile profile =
            TestBrowser.withFlags("--host-resolver-rules=MAP evil.test 127.0.0.1").profile();
        Tab tab = profile.open("http://evil.test:" + agent.uri().getPort() + "/")) {
      for (String path : PATHS) {
        tab.navigate("http://evil.test:" + agent.uri().getPort() + path);
        assertThat(tab.evaluate("document.body.innerText").asText())
            .contains("HOST_REFUSED")
            .doesNotContain("\"clients\"", "\"databases\"", "\"ok\"");
      }
    }
  }
}
