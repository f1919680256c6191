// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.agent.runtime.FatalErrors;
import io.github.sparkindexeddb.agent.runtime.SystemScheduler;
import io.github.sparkindexeddb.testing.FakeDisk;
import io.github.sparkindexeddb.testing.LogCapture;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HealthTest {
  @Test
  void isWellWhileClockAndDiskAnswer() {
    try (TestAgent agent = TestAgent.start()) {
      Http.Answer answer = agent.http().get("/v1/health");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).isEqualTo("{\"status\":\"ok\"}");
    }
  }

  @Test
  void isNotWellWhenItsClockIsDead() {
    SystemScheduler clock = new SystemScheduler();
    FakeDisk disk = new FakeDisk();
    try (Agent agent =
        Agent.start(
            AgentOptions.DEFAULT.withPort(0), new Agent.Surroundings(clock, disk, Runnable::run))) {
      Http http = new Http(agent.uri());
      assertThat(http.get("/v1/health").status()).isEqualTo(200);
      // A task that never ends keeps the clock as one that died with an error does.
      clock.schedule(Duration.ZERO, HealthTest::hang);
      Http.Answer answer = http.get("/v1/health");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text())
          .isEqualTo(
              "{\"status\":\"failing\",\"reason\":\"its clock or its disk does not answer\"}");
    }
  }

  @Test
  void anAgentInsideAProgramClosesAfterAnErrorAndSaysSo() {
    try (LogCapture log = LogCapture.start();
        TestAgent agent = TestAgent.start()) {
      FatalErrors.report(new OutOfMemoryError("of this test"));
      await().until(() -> agent.agent().isClosed());
      log.await(
          "why it stops",
          line -> line.contains("the agent stops") && line.contains("OutOfMemoryError"));
    }
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
