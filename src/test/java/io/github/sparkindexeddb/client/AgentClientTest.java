// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.ScanProgress;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.message.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AgentClientTest {
  private static final SummaryRequest REQUEST =
      new SummaryRequest(
          new Target(Optional.empty(), Optional.empty(), "shop", "orders"), OptionalLong.of(10));

  @Test
  void sendsProtocolTokenAndRequest() throws IOException {
    String reply =
        "{\"summary\":{\"records\":0,\"corrupt\":{\"count\":0},\"root\":{\"kinds\":{}}},\"clients\":[],\"away\":[],\"without\":[]}";
    try (ScriptedAgent agent = agent(ScriptedAgent.json(200, reply))) {
      SummaryResponse summarized =
          new AgentClient(agent.endpoint(Optional.of("s3cret"))).summarize(REQUEST);
      assertThat(summarized.summary().records()).isZero();
      ScriptedAgent.RecordedRequest request = agent.requests().get(0);
      assertThat(request.method() + " " + request.path()).isEqualTo("POST /v1/summaries");
      assertThat(request.headers())
          .containsEntry("spark-indexeddb-protocol", "1")
          .containsEntry("authorization", "Bearer s3cret");
      assertThat(SummaryRequest.fromJson(Json.parse(request.body()))).isEqualTo(REQUEST);
    }
  }

  @Test
  void readsProgress() throws IOException {
    try (ScriptedAgent agent = agent(SealedSplit.progress("sealed", 28, ""))) {
      ScanProgress progress = new AgentClient(agent.endpoint()).progress("s1");
      assertThat(progress.splits().get(0).state()).isEqualTo(ScanProgress.State.SEALED);
      assertThat(agent.requests().get(0).path()).isEqualTo("/v1/scans/s1");
    }
  }

  @Test
  void readsWhoIsConnected() throws IOException {
    try (ScriptedAgent agent =
        agent(
            ScriptedAgent.json(
                200,
                "{\"clients\":[{\"id\":\"a\",\"origin\":\"https://x\",\"connected\":true},"
                    + "{\"id\":\"b\",\"origin\":\"https://x\",\"connected\":false}]}"))) {
      assertThat(new AgentClient(agent.endpoint()).connectedClients())
          .containsExactly(new ClientName("a", "https://x"));
    }
  }

  @Test
  void releasesAScan() throws IOException {
    try (ScriptedAgent agent =
        agent(ScriptedAgent.answer(204, "Spark-IndexedDB-Protocol: 1\r\n", ""))) {
      new AgentClient(agent.endpoint()).release("s1");
      assertThat(agent.requests().get(0).method()).isEqualTo("DELETE");
      assertThat(agent.requests().get(0).path()).isEqualTo("/v1/scans/s1");
    }
  }

  @Test
  void theAgentsErrorIsPassedOn() throws IOException {
    String error =
        "{\"code\":\"STORE_NOT_FOUND\",\"message\":\"Cannot read 'shop/ordrs': no such store. Choose 'orders'.\",\"details\":{\"nearest\":\"orders\"}}";
    assertRefused(
        ScriptedAgent.json(404, error),
        "[STORE_NOT_FOUND] Cannot read 'shop/ordrs': no such store. Choose 'orders'.");
  }

  @Test
  void anErrorWithoutExplanationIsNamed() throws IOException {
    for (String body : new String[] {"oops", "{}", ""}) {
      assertRefused(
          ScriptedAgent.json(500, body),
          "[AGENT_FAILED] Cannot go on with the agent at <url>: it answered with HTTP status 500 and no explanation."
              + " Look into its log.");
    }
  }

  @Test
  void anAnswerThatCannotBeReadIsNamed() throws IOException {
    assertRefused(
        ScriptedAgent.json(200, "{}"),
        "[AGENT_FAILED] Cannot understand the agent at <url>: Cannot read a summary reply: it has no 'summary'. Add"
            + " it. Use the same release on both sides.");
  }

  @Test
  void anUnrelatedServerIsNotTakenForAnAgent() throws IOException {
    for (int status : new int[] {200, 302, 404, 502}) {
      assertRefused(
          ScriptedAgent.answer(status, "Location: http://127.0.0.1:1/\r\n", "<html>hello</html>"),
          "[AGENT_UNREACHABLE] Cannot reach an agent at <url>: something else answers there (HTTP status "
              + status
              + ", without the header Spark-IndexedDB-Protocol). Correct option 'endpoint', or look at the proxy in"
              + " between.");
    }
  }

  @Test
  void anotherProtocolIsNamed() throws IOException {
    assertRefused(
        ScriptedAgent.answer(200, "Spark-IndexedDB-Protocol: 2\r\n", "{}"),
        "[PROTOCOL_VERSION] Cannot talk with the agent at <url>: it speaks protocol '2', this side '1'. Use the same"
            + " release on both sides.");
  }

  @Test
  void anAgentThatIsDownIsNamedWithHowToStartOne() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Endpoint endpoint = Endpoint.parse("http://127.0.0.1:" + port, Optional.of("s3cret")).get(0);
    assertThatThrownBy(() -> new AgentClient(endpoint).summarize(REQUEST))
        .hasMessageStartingWith(
            "[AGENT_UNREACHABLE] Cannot reach the agent at http://127.0.0.1:" + port + ": ")
        .hasMessageEndingWith(
            ". Start it with 'java -jar spark-indexeddb-<version>-agent.jar', or correct option 'endpoint'.")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aServerThatHangsUpIsNamed() throws IOException {
    try (ScriptedAgent agent = agent(new byte[0])) {
      assertThatThrownBy(() -> new AgentClient(agent.endpoint()).progress("s1"))
          .hasMessageStartingWith(
              "[AGENT_UNREACHABLE] Cannot reach the agent at " + agent.endpoint().url() + ": ");
    }
  }

  @Test
  void anAgentOfTlsAskedInPlainIsNamed() throws IOException {
    try (ScriptedAgent agent = agent(new byte[] {21, 3, 3, 0, 2, 2, 80})) {
      assertThatThrownBy(() -> new AgentClient(agent.endpoint()).progress("s1"))
          .hasMessageStartingWith("[AGENT_UNREACHABLE] Cannot reach the agent at ");
    }
  }

  @Test
  void anAgentInPlainAskedWithTlsIsNamedWithWhatToCheck() throws IOException {
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var unused = CompletableFuture.runAsync(() -> answerInPlain(plain));
      Endpoint endpoint =
          Endpoint.parse("https://127.0.0.1:" + plain.getLocalPort(), Optional.empty()).get(0);
      assertThatThrownBy(() -> new AgentClient(endpoint).progress("s1"))
          .hasMessageStartingWith(
              "[AGENT_UNREACHABLE] Cannot reach the agent at " + endpoint.url() + ": ")
          .hasMessageEndingWith(
              ". Check that option 'endpoint' begins as the agent was started (http:// or https://) and that this JVM"
                  + " trusts its certificate.");
    }
  }

  private static void answerInPlain(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(US_ASCII));
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      // The reader hung up first.
    }
  }

  private static void assertRefused(byte[] answer, String message) throws IOException {
    try (ScriptedAgent agent = agent(answer)) {
      Endpoint endpoint = agent.endpoint(Optional.of("s3cret"));
      assertThatThrownBy(() -> new AgentClient(endpoint).summarize(REQUEST))
          .hasMessage(message.replace("<url>", endpoint.url()))
          .hasMessageNotContaining("s3cret");
      assertThat(agent.requests()).as("no redirect is followed").hasSize(1);
    }
  }

  private static ScriptedAgent agent(byte[] answer) throws IOException {
    return new ScriptedAgent((request, out) -> out.write(answer));
  }
}
