// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.cli.AgentCommand;
import io.github.sparkindexeddb.agent.runtime.FatalErrors;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.agent.runtime.SystemScheduler;
import io.github.sparkindexeddb.testing.ChildAgent;
import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.testing.FakeDisk;
import io.github.sparkindexeddb.testing.RawHttp;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An {@link Error} where requests are answered, and in the process of the agent's own command. */
class AnsweringThreadTest {
  private static final int EXIT_STATUS = 70;
  private static final String LINE =
      "[AGENT_FAILED] Cannot go on: java.lang.OutOfMemoryError: Java heap space. Start the agent"
          + " again, with more memory if that is what it lacks.";

  /** An agent whose memory ends while it looks at the token of a request. */
  static final class Answering {
    private Answering() {}

    public static void main(String[] arguments) {
      FatalErrors.endProcessAfterAny();
      Agent agent = start();
      String answer =
          RawHttp.get(agent.uri(), "/v1/clients", "Authorization: Bearer " + arguments[0]);
      throw new AssertionError("The process went on, and answered: " + answer);
    }

    private static Agent start() {
      return Agent.start(
          AgentOptions.DEFAULT.withPort(0).withToken("reader"),
          new Agent.Surroundings(new Failing(), new FakeDisk(), Runnable::run));
    }
  }

  /** The agent's own command, in a process whose memory ends once it answers. */
  static final class Commanded {
    private Commanded() {}

    public static void main(String[] arguments) {
      Thread failing = new Thread(() -> failOnceItAnswers(arguments[1]), "failing");
      failing.setDaemon(true);
      failing.start();
      AgentCommand.main(arguments);
    }

    private static void failOnceItAnswers(String port) {
      URI agent = URI.create("http://127.0.0.1:" + port);
      Awaitility.await("the agent")
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> RawHttp.get(agent, "/v1/health").startsWith("HTTP/1.1 200 "));
      FatalErrors.report(new OutOfMemoryError("Java heap space"));
    }
  }

  /** A clock that has no memory left to tell the date. */
  private static final class Failing implements Scheduler {
    private final Scheduler clock = new SystemScheduler();

    @Override
    public Instant now() {
      return clock.now();
    }

    @Override
    public Instant calendarTime() {
      throw new OutOfMemoryError("Java heap space");
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return clock.schedule(delay, task);
    }

    @Override
    public Timer scheduleEvery(Duration period, Runnable task) {
      return clock.scheduleEvery(period, task);
    }

    @Override
    public void close() {
      clock.close();
    }
  }

  @Test
  void anErrorWhileARequestIsAnsweredEndsTheProcessWithALine() {
    try (ChildJvm child = ChildJvm.ofClass("64m", Answering.class, "reader")) {
      assertThat(child.exitStatus()).as(child.output()).isEqualTo(EXIT_STATUS);
      assertThat(child.output()).contains(LINE);
    }
  }

  @Test
  void anErrorEndsTheAgentsOwnCommand() {
    String port = Integer.toString(ChildAgent.freePort());
    try (ChildJvm child = ChildJvm.ofClass("64m", Commanded.class, "--port", port)) {
      assertThat(child.exitStatus()).as(child.output()).isEqualTo(EXIT_STATUS);
      assertThat(child.output()).contains(LINE);
    }
  }

  /** An agent inside another program ends, and the program goes on. */
  @Test
  void anErrorWhileARequestIsAnsweredClosesAnAgentInsideAnother() {
    try (Agent agent = Answering.start()) {
      RawHttp.get(agent.uri(), "/v1/clients", "Authorization: Bearer reader");
      Awaitility.await("the end of the agent").until(agent::isClosed);
    }
  }
}
