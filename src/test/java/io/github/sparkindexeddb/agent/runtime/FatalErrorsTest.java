// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.ChildJvm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FatalErrorsTest {
  /** Lets an error happen at the place that its argument names, and would go on for ever. */
  static final class Failing {
    private Failing() {}

    public static void main(String[] arguments) throws InterruptedException {
      FatalErrors.endProcessAfterAny();
      switch (arguments[0]) {
        case "clock" -> new SystemScheduler().schedule(Duration.ZERO, Failing::fail);
        case "future" ->
            Futures.onComplete(
                CompletableFuture.runAsync(Failing::fail), (any, error) -> AgentErrors.of(error));
        case "callback" ->
            Futures.onComplete(CompletableFuture.completedFuture(1), (any, error) -> fail());
        default -> throw new IllegalArgumentException(arguments[0]);
      }
      new CountDownLatch(1).await();
    }

    private static void fail() {
      throw new OutOfMemoryError("Java heap\u001b[2J space");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"clock", "future", "callback"})
  void anErrorAnywhereEndsTheProcessWithALine(String place) {
    try (ChildJvm child = ChildJvm.ofClass("64m", Failing.class, place)) {
      String line = child.await("the line", each -> each.contains("[AGENT_FAILED]"), 30);
      assertThat(line)
          .isEqualTo(
              "[AGENT_FAILED] Cannot go on: java.lang.OutOfMemoryError: Java heap?[2J space. Start"
                  + " the agent again, with more memory if that is what it lacks.");
      assertThat(child.exitStatus()).isEqualTo(FatalErrors.EXIT_STATUS);
    }
  }

  @Test
  void tellsEveryAgentOfAProcessThatIsNotItsOwn() {
    List<Error> told = new ArrayList<>();
    Error error = new StackOverflowError();
    try (FatalErrors.Registration registration = FatalErrors.register(told::add)) {
      assertThat(registration).isNotNull();
      AgentErrors.of(new CompletionException(new IllegalStateException(error)));
    }
    FatalErrors.report(new StackOverflowError());
    assertThat(told).containsExactly(error);
  }
}
