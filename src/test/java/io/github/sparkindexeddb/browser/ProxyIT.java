// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Nginx;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Profile;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.testing.TestBrowser;
import io.github.sparkindexeddb.testing.TestCertificate;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The agent under the app's own origin, with the lines of proxy.md and a real nginx. */
class ProxyIT {
  private static final Path DOCUMENT = Path.of("connector-docs/proxy.md");
  private static final Pattern RECIPE = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);
  private static final BrowserDatabase SHOP =
      BrowserDatabase.named("shop")
          .store("orders", "{ keyPath: 'id' }")
          .records("Array.from({ length: 3000 }, (_, i) => ({ id: i, note: 'x'.repeat(1000) }))");

  @TempDir private Path folder;
  private Agent agent;
  private TestApp app;
  private Nginx nginx;

  @BeforeEach
  void start() throws IOException {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app = TestApp.start().allows("{ shop: ['orders'] }");
  }

  @AfterEach
  void stop() {
    if (nginx != null) {
      nginx.close();
    }
    app.close();
    agent.close();
  }

  @Test
  void aPageUnderAStrictPolicyLinksThroughTheAppsOwnServer() throws IOException {
    String origin = startNginx(recipe(0).replace("127.0.0.1:8787", agent.uri().getAuthority()));
    app.linksTo(origin + "/spark");
    try (Profile profile = TestBrowser.shared().profile();
        Tab tab = profile.open(origin + "/seed")) {
      SHOP.createIn(tab);
      app.header("Content-Security-Policy", "default-src 'self'");
      tab.navigate(origin + "/");
      LinkedApp.awaitState(tab, "linked");
      PlainScan scan =
          PlainScan.of(
              agent.uri().toString(),
              "shop",
              "orders",
              List.of(
                  Column.field("id", Type.Scalar.BIGINT),
                  Column.field("note", Type.Scalar.STRING)));
      assertThat(scan.rows()).hasSize(3000);
    }
  }

  @Test
  void theAppsOwnServerSpeaksTlsWithAnAgentOnAnotherMachine() throws Exception {
    TestCertificate certificate = TestCertificate.madeIn(folder);
    agent.close();
    agent =
        Agent.start(
            AgentOptions.DEFAULT.withPort(0).withTls(certificate.chain(), certificate.key()));
    String lines =
        recipe(1)
            .replace("agent.internal:8787", "localhost:" + agent.uri().getPort())
            .replace("agent.internal", "localhost")
            .replace("/etc/ssl/certs/ca-certificates.crt", certificate.chain().toString());
    String origin = startNginx(lines);
    app.linksTo(origin + "/spark");
    try (Profile profile = TestBrowser.shared().profile();
        Tab tab = profile.open(origin + "/")) {
      LinkedApp.awaitState(tab, "linked");
    }
  }

  @Test
  void aPolicyThatForbidsTheAgentIsNamed() {
    app.linksTo(agent.uri().toString()).header("Content-Security-Policy", "connect-src 'self'");
    try (Profile profile = TestBrowser.shared().profile();
        Tab tab = profile.open(app.page())) {
      LinkedApp.awaitState(tab, "refused");
      assertThat(tab.evaluate("window.link.status.code").asText()).isEqualTo("CSP_BLOCKED");
      assertThat(tab.console())
          .anyMatch(line -> line.contains("Content-Security-Policy forbids ws://127.0.0.1:"));
    }
  }

  private static String recipe(int index) throws IOException {
    return RECIPE
        .matcher(Files.readString(DOCUMENT))
        .results()
        .skip(index)
        .findFirst()
        .orElseThrow()
        .group(1);
  }

  private String startNginx(String locations) {
    nginx =
        Nginx.start(folder, "location / { proxy_pass %s; }\n%s".formatted(app.origin(), locations));
    return nginx.origin();
  }
}
