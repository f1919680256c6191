// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.testing.Profile;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.testing.TestAuthority;
import io.github.sparkindexeddb.testing.TestAuthority.Signed;
import io.github.sparkindexeddb.testing.TestBrowser;
import io.github.sparkindexeddb.testing.TestCertificate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.AbstractStringAssert;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Agents whose certificates a reader or a browser must not take. */
@Timeout(120)
class CertificatesIT {
  private static final String HERE = "dns:localhost,ip:127.0.0.1";
  private static final String REMEDY = "that this JVM trusts its certificate.";

  @TempDir private Path folder;
  private final List<Agent> agents = new ArrayList<>();

  @AfterEach
  void stop() {
    agents.forEach(Agent::close);
  }

  @Test
  void aReaderNamesWhatIsWrongWithACertificateAndSendsNothing() throws Exception {
    TestAuthority authority = TestAuthority.madeIn(folder);
    TestCertificate unsigned = TestCertificate.madeIn(folder);
    List<String> endpoints =
        List.of(
            start(authority.sign("good", HERE, "-1d", 30)),
            start(authority.sign("expired", HERE, "-400d", 30)),
            start(authority.sign("early", HERE, "+100d", 30)),
            start(authority.sign("elsewhere", "dns:agent.example", "-1d", 30)),
            start(new Signed(unsigned.chain(), unsigned.key())));
    List<String> said = ask(authority, endpoints);
    assertThat(said.get(0)).startsWith("NO_CLIENTS ");
    assertUnreachable(said.get(1), endpoints.get(1)).contains("NotAfter");
    assertUnreachable(said.get(2), endpoints.get(2)).contains("NotBefore");
    assertUnreachable(said.get(3), endpoints.get(3)).contains("127.0.0.1 not verified");
    assertUnreachable(said.get(4), endpoints.get(4)).contains("certification path");
  }

  @Test
  void aPageDoesNotLinkToAnAgentThatItsBrowserDoesNotTrust() throws Exception {
    TestCertificate unsigned = TestCertificate.madeIn(folder);
    String endpoint = start(new Signed(unsigned.chain(), unsigned.key()));
    try (TestApp app = TestApp.start().linksTo(endpoint).allows("{ shop: ['orders'] }");
        Profile profile = TestBrowser.shared().profile();
        Tab tab = profile.open(app.page())) {
      tab.evaluate("await window.linked");
      Awaitility.await("two attempts in vain")
          .atMost(30, TimeUnit.SECONDS)
          .until(() -> states(tab).stream().filter("connecting"::equals).count() >= 2);
      assertThat(states(tab)).contains("waiting").doesNotContain("linked");
    }
  }

  private static List<String> states(Tab tab) {
    List<String> states = new ArrayList<>();
    tab.evaluate("window.statuses.map(({ state }) => state)")
        .forEach(state -> states.add(state.asText()));
    return states;
  }

  private static AbstractStringAssert<?> assertUnreachable(String said, String endpoint) {
    return assertThat(said)
        .startsWith("AGENT_UNREACHABLE Cannot reach the agent at " + endpoint + ": ")
        .endsWith(REMEDY);
  }

  private String start(Signed signed) {
    Agent agent =
        Agent.start(AgentOptions.DEFAULT.withPort(0).withTls(signed.chain(), signed.key()));
    agents.add(agent);
    return agent.uri().toString();
  }

  /** What a reader that trusts the authority alone is told by each. */
  private static List<String> ask(TestAuthority authority, List<String> endpoints) {
    Map<String, String> trust =
        Map.of(
            "javax.net.ssl.trustStore",
            authority.trustStore().toString(),
            "javax.net.ssl.trustStorePassword",
            TestAuthority.PASSWORD);
    String main = AskingReader.class.getName();
    try (ChildJvm reader =
        ChildJvm.ofMainWith(trust, System.getProperty("java.class.path"), main, endpoints)) {
      reader.await("its last line", AskingReader.DONE::equals, 60);
      return reader
          .output()
          .lines()
          .filter(line -> line.startsWith(AskingReader.SAID))
          .map(line -> line.substring(AskingReader.SAID.length()))
          .toList();
    }
  }
}
