// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.StoreClient;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Kind;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;

class AgentGroupTest {
  private static final ClientName ANN = new ClientName("ann", "https://app.example");
  private static final ClientName BOB = new ClientName("bob", "https://app.example");
  private static final ClientName EVE = new ClientName("eve", "https://other.example");
  private static final ClientQuorum AT_ONCE = new ClientQuorum(1, Duration.ZERO);
  private static final ClientQuorum LONG = new ClientQuorum(1, Duration.ofSeconds(60));

  private static final Target ORDERS =
      new Target(Optional.empty(), Optional.empty(), "shop", "orders");

  @Test
  void summariesOfAllAgentsAreMerged() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", ANN));
        ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2", BOB).other(EVE))) {
      SummaryResponse reply = group(a, b).summarize(summary(ORDERS), AT_ONCE);
      assertThat(reply.summary().records()).isEqualTo(2);
      assertThat(reply.summary().root().kinds()).containsEntry(Kind.STRING, 2L);
      assertThat(reply.participants().clients())
          .extracting(StoreClient::name)
          .containsExactly(ANN, BOB);
      assertThat(reply.participants().without()).containsExactly(EVE);
    }
  }

  @Test
  void aScanHasThePartsOfAllAgentsInOrder() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", ANN));
        ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2", BOB))) {
      GroupScan scan = group(a, b).scan(scan(ORDERS, OptionalInt.empty()), AT_ONCE);
      assertThat(scan.splits())
          .extracting(address -> address.endpoint().url() + " " + address.scan())
          .containsExactly(a.endpoint() + " s1", b.endpoint() + " s2");
      assertThat(scan.records()).isEqualTo(8);
      scan.release();
      assertThat(a.requests())
          .extracting(ScriptedAgent.RecordedRequest::path)
          .contains("/v1/scans/s1");
      assertThat(b.requests())
          .extracting(ScriptedAgent.RecordedRequest::path)
          .contains("/v1/scans/s2");
    }
  }

  @Test
  void aBrowserLinkedToTwoAgentsIsReadOnce() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", ANN));
        ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2", ANN, BOB))) {
      GroupScan scan = group(a, b).scan(scan(ORDERS, OptionalInt.empty()), AT_ONCE);
      assertThat(scan.participants().clients())
          .extracting(StoreClient::name)
          .containsExactly(ANN, BOB);
      assertThat(scan.splits())
          .extracting(address -> address.scan() + " " + address.split().client().id())
          .containsExactly("s1 ann", "s2 bob");
    }
  }

  @Test
  void whoIsConnectedToOneAgentIsNotAwayAtAnother() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", ANN).away(BOB));
        ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2", BOB).away(ANN).away(EVE))) {
      assertThat(group(a, b).summarize(summary(ORDERS), AT_ONCE).participants().away())
          .containsExactly(EVE);
    }
  }

  @Test
  void anAgentWithoutTheStoreIsFineWhileAnotherHasIt() throws IOException {
    for (ErrorCode code :
        List.of(
            ErrorCode.NO_CLIENTS,
            ErrorCode.STORE_NOT_FOUND,
            ErrorCode.DATABASE_NOT_FOUND,
            ErrorCode.STORE_NOT_ALLOWED)) {
      try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1").missing(code).other(EVE));
          ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2", BOB))) {
        GroupScan scan = group(a, b).scan(scan(ORDERS, OptionalInt.empty()), AT_ONCE);
        assertThat(scan.splits()).as(code.name()).hasSize(1);
      }
    }
  }

  @Test
  void anAgentThatFailsFailsTheReadAndOtherScansAreReleased() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", ANN));
        ScriptedAgent b = new ScriptedAgent((request, out) -> {})) {
      assertRefused(group(a, b), LONG, ErrorCode.AGENT_UNREACHABLE).contains(b.endpoint().url());
      assertThat(a.requests())
          .extracting(ScriptedAgent.RecordedRequest::method)
          .containsExactly("POST", "DELETE");
    }
  }

  @Test
  void aStoreOnSeveralOriginsOverSeveralAgentsIsAmbiguous() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", EVE));
        ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2", BOB))) {
      assertRefused(group(a, b), LONG, ErrorCode.AMBIGUOUS_ORIGIN)
          .isEqualTo(
              "[AMBIGUOUS_ORIGIN] Cannot read 'shop/orders': it exists on 2 origins, 'https://app.example',"
                  + " 'https://other.example'. Name one as option 'origin'.");
    }
  }

  @Test
  void aMisspeltNameFailsAtOnceWhileABrowserIsThere() throws IOException {
    long start = System.nanoTime();
    for (ErrorCode code :
        List.of(
            ErrorCode.STORE_NOT_FOUND,
            ErrorCode.DATABASE_NOT_FOUND,
            ErrorCode.ORIGIN_NOT_FOUND,
            ErrorCode.CLIENT_NOT_FOUND,
            ErrorCode.STORE_NOT_ALLOWED)) {
      try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1").missing(code).other(EVE));
          ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2"))) {
        assertRefused(group(b, a), LONG, code)
            .isEqualTo("[" + code + "] Cannot read: " + code + ". Do something.");
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .as("nobody has waited to the end of the timeout")
        .isLessThan(LONG.timeout());
  }

  @Test
  void waitsForAnOriginOrClientThatIsOnlyAway() throws IOException {
    for (Target target :
        List.of(
            new Target(Optional.of(ANN.origin()), Optional.empty(), "shop", "orders"),
            new Target(Optional.empty(), Optional.of(ANN.id()), "shop", "orders"))) {
      ErrorCode code =
          target.client().isPresent() ? ErrorCode.CLIENT_NOT_FOUND : ErrorCode.ORIGIN_NOT_FOUND;
      StoreHandler script = new StoreHandler("s1").other(EVE).away(ANN).missing(code);
      try (ScriptedAgent agent = new ScriptedAgent(script)) {
        assertRefused(group(agent), target, AT_ONCE, code)
            .as("what the agent said, as soon as nobody waits any more")
            .isEqualTo("[" + code + "] Cannot read: " + code + ". Do something.");
        script.returnsAfter(2);
        assertThat(group(agent).scan(scan(target, OptionalInt.empty()), LONG).splits()).hasSize(1);
      }
    }
  }

  @Test
  void waitsForABrowserWhileNoneIsConnected() throws IOException {
    StoreHandler script =
        new StoreHandler("s1").away(ANN).missing(ErrorCode.STORE_NOT_FOUND).returnsAfter(2);
    try (ScriptedAgent agent = new ScriptedAgent(script)) {
      assertThat(group(agent).scan(scan(ORDERS, OptionalInt.empty()), LONG).splits()).hasSize(1);
    }
  }

  @Test
  void waitsForAsManyClientsAsAsked() throws IOException {
    try (ScriptedAgent agent =
        new ScriptedAgent(new StoreHandler("s1", ANN).away(BOB).returnsAfter(3))) {
      ClientQuorum two = new ClientQuorum(2, Duration.ofSeconds(60));
      assertThat(group(agent).scan(scan(ORDERS, OptionalInt.empty()), two).splits()).hasSize(2);
      assertThat(agent.requests().stream().filter(request -> request.method().equals("POST")))
          .as("asked anew only when other clients are connected than before")
          .hasSizeLessThanOrEqualTo(3);
      assertThat(
              agent.requests().stream()
                  .filter(request -> request.method().equals("DELETE"))
                  .count())
          .as("scans that were not enough are released")
          .isEqualTo(
              agent.requests().stream().filter(request -> request.method().equals("POST")).count()
                  - 1);
    }
  }

  @Test
  void tooFewClientsAreNamedWithWhatToDo() throws IOException {
    try (ScriptedAgent agent = new ScriptedAgent(new StoreHandler("s1", ANN).away(BOB))) {
      assertRefused(group(agent), new ClientQuorum(3, Duration.ZERO), ErrorCode.TOO_FEW_CLIENTS)
          .isEqualTo(
              "[TOO_FEW_CLIENTS] Cannot read 'shop/orders': 1 of 3 clients were connected to "
                  + agent.endpoint()
                  + " within 0 ms: ann; known but away: bob. Open the app in more browsers, lower 'minClients', or"
                  + " raise 'waitForClients'.");
    }
  }

  @Test
  void noClientsAreNamedWithWhatToDo() throws IOException {
    try (ScriptedAgent agent = new ScriptedAgent(new StoreHandler("s1"))) {
      assertRefused(group(agent), new ClientQuorum(1, Duration.ofMillis(300)), ErrorCode.NO_CLIENTS)
          .isEqualTo(
              "[NO_CLIENTS] Cannot read 'shop/orders': no browser with it was connected to "
                  + agent.endpoint()
                  + " within 300 ms. Open the app in a browser, check that its page calls connect({ endpoint: '"
                  + agent.endpoint()
                  + "' }), or raise 'waitForClients'.");
    }
  }

  @Test
  void theWishedNumberOfPartitionsIsSharedOverTheAgents() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", ANN));
        ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2", BOB))) {
      group(a, b).scan(scan(ORDERS, OptionalInt.of(5)), AT_ONCE);
      group(a, b).scan(scan(ORDERS, OptionalInt.of(1)), AT_ONCE);
      group(a, b).scan(scan(ORDERS, OptionalInt.empty()), AT_ONCE);
      assertThat(a.requests())
          .extracting(StoreHandler::atMost)
          .containsExactly(Optional.of(3L), Optional.of(1L), Optional.empty());
      assertThat(b.requests())
          .extracting(StoreHandler::atMost)
          .containsExactly(Optional.of(2L), Optional.of(1L), Optional.empty());
    }
  }

  private static AbstractStringAssert<?> assertRefused(
      AgentGroup group, ClientQuorum quorum, ErrorCode code) {
    return assertRefused(group, ORDERS, quorum, code);
  }

  private static AbstractStringAssert<?> assertRefused(
      AgentGroup group, Target target, ClientQuorum quorum, ErrorCode code) {
    return Refusal.assertRefused(code, () -> group.scan(scan(target, OptionalInt.empty()), quorum));
  }

  private static AgentGroup group(ScriptedAgent... agents) {
    return new AgentGroup(Arrays.stream(agents).map(ScriptedAgent::endpoint).toList());
  }

  private static SummaryRequest summary(Target target) {
    return new SummaryRequest(target, OptionalLong.of(10));
  }

  private static ScanRequest scan(Target target, OptionalInt atMost) {
    return new ScanRequest(
        target,
        new ScanRequest.Projection(
            List.of(Column.field("id", Type.Scalar.BIGINT)),
            Optional.empty(),
            Mode.FAILFAST,
            Format.ARROW),
        Query.ALL,
        new ScanRequest.Splitting(OptionalLong.empty(), atMost));
  }
}
