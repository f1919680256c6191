// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The rules of calling all agents, held by a call of this test's own. */
class ScatterGatherTest {
  private static final ClientName ANN = new ClientName("ann", "https://app.example");
  private static final ClientName BOB = new ClientName("bob", "https://app.example");
  private static final ClientName EVE = new ClientName("eve", "https://other.example");
  private static final ClientQuorum AT_ONCE = new ClientQuorum(1, Duration.ZERO);
  private static final ClientQuorum TWO_AT_ONCE = new ClientQuorum(2, Duration.ZERO);

  /** Answers who is connected to an agent, and remembers which answers were discarded. */
  private record Roll(Optional<Target> target, List<String> discarded)
      implements AgentCall<List<ClientName>> {
    @Override
    public List<ClientName> call(AgentClient agent, int place) {
      return List.copyOf(agent.connectedClients());
    }

    @Override
    public List<ClientName> clientNames(List<List<ClientName>> replies) {
      return replies.stream().flatMap(List::stream).distinct().toList();
    }

    @Override
    public void discard(AgentClient agent, List<ClientName> reply) {
      discarded.add(agent.endpoint() + " " + reply.size());
    }
  }

  private final List<String> discarded = new CopyOnWriteArrayList<>();

  @Test
  void repliesAreInTheOrderOfTheAgents() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", ANN));
        ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2", BOB))) {
      assertThat(roll(b, a).gather(AT_ONCE).bodies()).containsExactly(List.of(BOB), List.of(ANN));
      assertThat(discarded).isEmpty();
    }
  }

  @Test
  void agentsAreCalledAtTheSameTime() throws IOException {
    CountDownLatch both = new CountDownLatch(2);
    StoreHandler store = new StoreHandler("s1", ANN);
    ScriptedAgent.Handler together =
        (request, out) -> {
          both.countDown();
          SplitStreamFixtures.awaitQuietly(both);
          store.handle(request, out);
        };
    try (ScriptedAgent a = new ScriptedAgent(together);
        ScriptedAgent b = new ScriptedAgent(together)) {
      assertThat(roll(a, b).gather(AT_ONCE).bodies()).hasSize(2);
    }
  }

  @Test
  void isCalledAgainOnlyWhenOtherClientsAreConnected() throws IOException {
    try (ScriptedAgent agent = new ScriptedAgent(new StoreHandler("s1", ANN))) {
      ClientQuorum two = new ClientQuorum(2, Duration.ofSeconds(1));
      assertThatThrownBy(() -> roll(agent).gather(two)).hasMessageStartingWith("[TOO_FEW_CLIENTS]");
      assertThat(discarded)
          .as("asked once more, since clients may have come between the call and the first look")
          .containsExactly(agent.endpoint() + " 1", agent.endpoint() + " 1");
    }
  }

  @Test
  void everyReplyIsDiscardedWhenAnAgentFails() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", ANN));
        ScriptedAgent b = new ScriptedAgent((request, out) -> {});
        ScriptedAgent c = new ScriptedAgent(new StoreHandler("s3", ANN, BOB))) {
      assertThatThrownBy(() -> roll(a, b, c).gather(AT_ONCE))
          .hasMessageStartingWith("[AGENT_UNREACHABLE]");
      assertThat(discarded).containsExactly(a.endpoint() + " 1", c.endpoint() + " 2");
    }
  }

  @Test
  void everyReplyIsDiscardedWhenTheOriginIsAmbiguous() throws IOException {
    Target orders = new Target(Optional.empty(), Optional.empty(), "shop", "orders");
    Target named = new Target(Optional.of(EVE.origin()), Optional.empty(), "shop", "orders");
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", ANN));
        ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2", EVE))) {
      assertThat(roll(Optional.of(named), a, b).gather(AT_ONCE).bodies()).hasSize(2);
      assertThat(discarded).isEmpty();
      assertThatThrownBy(() -> roll(Optional.of(orders), a, b).gather(AT_ONCE))
          .hasMessageStartingWith("[AMBIGUOUS_ORIGIN]");
      assertThat(discarded).containsExactly(a.endpoint() + " 1", b.endpoint() + " 1");
    }
  }

  @Test
  void aBrowserLinkedToTwoAgentsCountsOnce() throws IOException {
    try (ScriptedAgent a = new ScriptedAgent(new StoreHandler("s1", ANN));
        ScriptedAgent b = new ScriptedAgent(new StoreHandler("s2", ANN))) {
      assertThatThrownBy(() -> roll(a, b).gather(TWO_AT_ONCE))
          .hasMessageContaining(": 1 of 2 clients were connected to ")
          .hasMessageContaining(": ann. Open");
    }
  }

  @Test
  void anInterruptEndsTheWaitForClients() throws Exception {
    try (ScriptedAgent agent = new ScriptedAgent(new StoreHandler("s1"))) {
      assertInterruptible(agent, () -> agent.requests().size() > 3);
    }
  }

  @Test
  void anInterruptEndsTheWaitForAgents() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ScriptedAgent agent =
        new ScriptedAgent((request, out) -> SplitStreamFixtures.awaitQuietly(over))) {
      assertInterruptible(agent, () -> !agent.requests().isEmpty());
      over.countDown();
    }
  }

  private void assertInterruptible(ScriptedAgent agent, Callable<Boolean> isWaiting)
      throws Exception {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    AtomicReference<Boolean> flag = new AtomicReference<>();
    ScatterGather<List<ClientName>> roll = roll(agent);
    Thread reader =
        new Thread(
            () -> {
              try {
                roll.gather(new ClientQuorum(1, Duration.ofMinutes(5)));
              } catch (RuntimeException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
              }
            });
    reader.start();
    await().atMost(Duration.ofSeconds(20)).until(isWaiting);
    reader.interrupt();
    reader.join(Duration.ofSeconds(10).toMillis());
    assertThat(thrown.get())
        .hasMessage(
            "[AGENT_UNREACHABLE] Cannot wait for the agents any longer: the reading thread was interrupted. Run the"
                + " read again.");
    assertThat(flag.get()).as("still tells that it was interrupted").isTrue();
  }

  private ScatterGather<List<ClientName>> roll(ScriptedAgent... agents) {
    return roll(Optional.empty(), agents);
  }

  private ScatterGather<List<ClientName>> roll(Optional<Target> target, ScriptedAgent... agents) {
    return new ScatterGather<>(
        Arrays.stream(agents).map(ScriptedAgent::endpoint).map(AgentClient::new).toList(),
        new Roll(target, discarded));
  }
}
