// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Profile;
import io.github.sparkindexeddb.testing.RawHttp;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.testing.TestBrowser;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A page that Chromium takes for one of the public Internet, and an agent on this machine. */
class LocalNetworkIT {
  @Test
  void aPermissionThatTheUserDeniedIsNamedAndHelpsAtOnceWhenItIsGiven() {
    try (TestApp app = TestApp.start()) {
      String origin = app.origin().replace("127.0.0.1", "app.test");
      AgentOptions options = AgentOptions.DEFAULT.withPort(0).withAllowedOrigins(List.of(origin));
      try (Agent agent = Agent.start(options);
          Profile profile = publicly(app, origin).profile()) {
        app.linksTo(agent.uri().toString());
        profile.deny("loopback-network", origin);
        Tab tab = profile.open(origin + "/");
        tab.evaluate("await window.linked");
        Awaitility.await("a link that tells why it waits")
            .atMost(30, TimeUnit.SECONDS)
            .until(
                () -> tab.evaluate("window.link.status.code ?? ''").asText(),
                "LOCAL_NETWORK_REFUSED"::equals);
        assertThat(tab.evaluate("window.link.status.state").asText()).isEqualTo("waiting");
        assertThat(tab.console())
            .anyMatch(line -> line.contains("The browser may not reach 127.0.0.1 from this site"));
        assertThat(RawHttp.get(agent.uri(), "/v1/clients")).contains("{\"clients\":[]}");
        // What the message says: to allow it. It is tried again by itself.
        profile.grant("loopback-network", origin);
        LinkedApp.awaitState(tab, "linked");
      }
    }
  }

  private static TestBrowser publicly(TestApp app, String origin) {
    String address = app.origin().substring("http://".length());
    return TestBrowser.withFlags(
        "--host-resolver-rules=MAP app.test 127.0.0.1",
        "--unsafely-treat-insecure-origin-as-secure=" + origin,
        "--ip-address-space-overrides=" + address + "=public");
  }
}
