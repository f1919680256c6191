// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.DatabasesResponse.Database;
import io.github.sparkindexeddb.wire.message.DatabasesResponse.Failure;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseListingTest {
  private static final ClientName ANN = new ClientName("ann", "https://app.example");
  private static final ClientName BOB = new ClientName("bob", "https://app.example");
  private static final ClientName EVE = new ClientName("eve", "https://other.example");
  private static final ClientFilter ALL =
      new ClientFilter(Optional.empty(), Optional.empty(), List.of());
  private static final ClientQuorum AT_ONCE = new ClientQuorum(1, Duration.ZERO);
  private static final ClientQuorum TWO_AT_ONCE = new ClientQuorum(2, Duration.ZERO);

  @Test
  void databasesOfAllAgentsAreListedInOrder() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", EVE));
        ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2", ANN, BOB))) {
      assertThat(group(a, b).databases(ALL, AT_ONCE).databases())
          .extracting(Database::origin)
          .containsExactly(EVE.origin(), ANN.origin(), BOB.origin());
    }
  }

  @Test
  void storesOfClientsThatDoNotCountAreLeftOut() throws IOException {
    try (ScriptedAgent agent = new ScriptedAgent(new StoreHandler("s1", ANN, BOB, EVE))) {
      ClientFilter eve = new ClientFilter(Optional.of(EVE.origin()), Optional.empty(), List.of());
      assertThat(group(agent).databases(eve, AT_ONCE).databases())
          .extracting(Database::origin)
          .containsExactly(EVE.origin());
      ClientFilter bob = new ClientFilter(Optional.empty(), Optional.of(BOB.id()), List.of());
      assertThat(group(agent).databases(bob, AT_ONCE).databases())
          .flatExtracting(Database::stores)
          .flatExtracting(store -> store.clients())
          .containsExactly(BOB.id());
      assertThatThrownBy(() -> group(agent).databases(eve, TWO_AT_ONCE))
          .hasMessageStartingWith("[TOO_FEW_CLIENTS] Cannot list databases: 1 of 2 clients ")
          .hasMessageContaining(": eve. Open the app");
    }
  }

  @Test
  void waitsForAsManyClientsAsAskedAndAsksNoBrowserBefore() throws IOException {
    StoreHandler handler = new StoreHandler("s1", ANN).away(BOB).returnsAfter(4);
    try (ScriptedAgent agent = new ScriptedAgent(handler)) {
      ClientQuorum two = new ClientQuorum(2, Duration.ofSeconds(60));
      assertThat(group(agent).databases(ALL, two).databases()).hasSize(2);
      assertThat(agent.requests())
          .filteredOn(request -> request.path().equals("/v1/databases"))
          .hasSize(1);
    }
  }

  @Test
  void waitsForABrowserWhileNoneIsConnected() throws IOException {
    StoreHandler handler = new StoreHandler("s1").away(ANN).returnsAfter(4);
    try (ScriptedAgent agent = new ScriptedAgent(handler)) {
      ClientQuorum one = new ClientQuorum(1, Duration.ofSeconds(60));
      assertThat(group(agent).databases(ALL, one).databases()).hasSize(1);
    }
  }

  @Test
  void aBrowserLinkedToTwoAgentsCountsOnceAndIsListedTwice() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", ANN));
        ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2", ANN))) {
      assertThat(group(a, b).databases(ALL, AT_ONCE).databases()).hasSize(2);
      assertThatThrownBy(() -> group(a, b).databases(ALL, TWO_AT_ONCE))
          .isInstanceOfSatisfying(
              IndexedDbException.class, e -> assertThat(e.details().path("clients")).hasSize(1))
          .hasMessageStartingWith("[TOO_FEW_CLIENTS] ");
    }
  }

  @Test
  void tooFewClientsAreNamedInOrderWithWhatToDo() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", BOB).away(EVE));
        ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2", ANN))) {
      ClientQuorum three = new ClientQuorum(3, Duration.ofMillis(300));
      assertThatThrownBy(() -> group(a, b).databases(ALL, three))
          .hasMessage(
              "[TOO_FEW_CLIENTS] Cannot list databases: 2 of 3 clients were connected to "
                  + a.endpoint()
                  + ", "
                  + b.endpoint()
                  + " within 300 ms: ann, bob. Open the app in more browsers, lower 'minClients', or raise"
                  + " 'waitForClients'.");
    }
  }

  @Test
  void noClientsAreNamedWithWhatToDo() throws IOException {
    try (ScriptedAgent agent = new ScriptedAgent(new StoreHandler("s1"))) {
      assertThatThrownBy(() -> group(agent).databases(ALL, AT_ONCE))
          .hasMessage(
              "[NO_CLIENTS] Cannot list databases: no browser was connected to "
                  + agent.endpoint()
                  + " within 0 ms. Open the app in a browser, check that its page calls connect({ endpoint: '"
                  + agent.endpoint()
                  + "' }), or raise 'waitForClients'.");
    }
  }

  @Test
  void whatIsLackingIsLoggedInAFewShortLines() throws IOException {
    StoreHandler handler = new StoreHandler("s1", ANN);
    handler.failing(new Failure(EVE, Optional.of("evil"), "WORKER_FAILED", "other"));
    for (int i = 0; i < 30; i++) {
      String message = "Cannot read:\nERROR faked " + "x".repeat(10_000);
      handler.failing(new Failure(ANN, Optional.of("db" + i), "DATABASE_BUSY\n", message));
    }
    ClientFilter ann = new ClientFilter(Optional.of(ANN.origin()), Optional.empty(), List.of());
    try (ScriptedAgent agent = new ScriptedAgent(handler);
        LogCapture log = LogCapture.start()) {
      assertThat(group(agent).databases(ann, AT_ONCE).failures()).hasSize(30);
      List<String> warnings = log.lines().stream().filter(line -> line.startsWith("WARN")).toList();
      assertThat(warnings)
          .hasSizeLessThan(10)
          .allSatisfy(line -> assertThat(line).hasSizeLessThan(500).doesNotContain("\n"));
      assertThat(warnings.get(0)).contains("client ann of " + ANN.origin(), "Cannot read:?ERROR");
      assertThat(warnings.get(warnings.size() - 1)).contains("25 more");
    }
  }

  @Test
  void anAgentThatFailsFailsTheListing() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", ANN));
        ScriptedAgent b = new ScriptedAgent((request, out) -> {})) {
      assertThatThrownBy(() -> group(a, b).databases(ALL, AT_ONCE))
          .hasMessageStartingWith("[AGENT_UNREACHABLE] ")
          .hasMessageContaining(b.endpoint().url());
    }
  }

  private static AgentGroup group(ScriptedAgent... agents) {
    return new AgentGroup(Arrays.stream(agents).map(ScriptedAgent::endpoint).toList());
  }
}
