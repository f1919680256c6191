// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.value.Key;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The spool of an agent is too small for what two clients are read of. */
class FullSpoolTest {
  private static final FakeStore LARGE = new FakeStore("shop", "orders", 1_400, 10_000);

  /** Less than half of the spool. */
  private static final FakeStore SMALL = new FakeStore("blog", "posts", 800, 10_000);

  private TestAgent agent;
  private FakeBrowser large;
  private FakeBrowser small;

  @BeforeEach
  void start() {
    agent = TestAgent.start(options -> options.withSpoolLimit(16 << 20));
    large = agent.link("large", LARGE);
    small = agent.link("small", SMALL);
  }

  @AfterEach
  void stop() {
    large.close();
    small.close();
    agent.close();
  }

  @Test
  void theSplitOfTheClientThatHoldsMostMakesRoomForAnothers() {
    String first = agent.scan(LARGE);
    assertThat(agent.split(first, 0).body()).isEqualTo(TestAgent.sealed(LARGE));
    String second = agent.scan(SMALL);
    assertThat(agent.split(second, 0).body()).isEqualTo(TestAgent.sealed(SMALL));

    assertMadeRoom(first);
    assertThat(agent.split(second, 0).body()).isEqualTo(TestAgent.sealed(SMALL));
  }

  @Test
  void aSplitThatIsBeingReadMakesRoomToo() {
    CompletableFuture<Void> held = new CompletableFuture<>();
    large.behave((page, request) -> answerTheFirstThousand(page, request, held));
    String first = agent.scan(LARGE);
    CompletableFuture<Http.Answer> reading =
        CompletableFuture.supplyAsync(() -> agent.split(first, 0));
    assertThat(held).succeedsWithin(10, TimeUnit.SECONDS);

    assertThat(agent.split(agent.scan(SMALL), 0).body()).isEqualTo(TestAgent.sealed(SMALL));
    assertThat(reading).failsWithin(10, TimeUnit.SECONDS);
    assertMadeRoom(first);
  }

  @Test
  void whoHasMadeRoomIsReadAgainWhenThereIsRoom() {
    String first = agent.scan(LARGE);
    agent.split(first, 0);
    String second = agent.scan(SMALL);
    agent.split(second, 0);
    assertMadeRoom(first);

    String path = "/v1/scans/" + second;
    assertThat(agent.http().send(path, request -> request.delete()).status()).isEqualTo(204);
    assertThat(agent.split(agent.scan(LARGE), 0).body()).isEqualTo(TestAgent.sealed(LARGE));
  }

  private void assertMadeRoom(String scan) {
    Http.Answer gone = agent.split(scan, 0);
    assertThat(gone.code()).isEqualTo("SPOOL_FULL");
    assertThat(gone.message())
        .contains("client large of http://localhost:3000", "its share of 8388608")
        .endsWith("or leave this client out by 'exceptClients'.");
    assertThat(gone.json().at("/details/id").asText()).isEqualTo("large");
  }

  private static void answerTheFirstThousand(
      FakeBrowser page, Message.Request request, CompletableFuture<Void> held) {
    boolean isLater =
        request.body() instanceof WorkerRequest.Read read
            && read.position()
                .after()
                .filter(place -> ((Key.NumberKey) place.key()).value() >= 1_000)
                .isPresent();
    if (isLater) {
      held.complete(null);
    } else {
      page.answerHonestly(request);
    }
  }
}
