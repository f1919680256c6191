// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import io.github.sparkindexeddb.agent.cli.AgentCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * An agent in a process of its own: the jar if it is built, else the classes.
 *
 * <p>Confined to the test's thread.
 */
public final class ChildAgent implements AutoCloseable {
  private final ChildJvm process;
  private final String endpoint;

  private ChildAgent(ChildJvm process, String endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts one at a free port, with a heap such as {@code 128m} and further flags, and waits until
   * it answers.
   */
  public static ChildAgent start(String heap, String... flags) {
    int port = freePort();
    String[] arguments =
        Stream.concat(Stream.of("--port", Integer.toString(port)), Stream.of(flags))
            .toArray(String[]::new);
    return answering(
        jar()
            .map(jar -> ChildJvm.ofJar(heap, jar, arguments))
            .orElseGet(() -> ChildJvm.ofClass(heap, AgentCommand.class, arguments)),
        port);
  }

  /** As {@link #start(String)}, of the classes, under a tracing program if one is given. */
  public static ChildAgent start(String heap, List<String> tracer, String... options) {
    int port = freePort();
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("--port", Integer.toString(port)));
    return answering(ChildJvm.ofTracedClass(tracer, heap, AgentCommand.class, arguments), port);
  }

  private static ChildAgent answering(ChildJvm process, int port) {
    ChildAgent agent = new ChildAgent(process, "http://127.0.0.1:" + port);
    Awaitility.await("the agent at " + agent.endpoint)
        .atMost(30, TimeUnit.SECONDS)
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .until(agent::answers);
    return agent;
  }

  /** The port of a log line would do as well, but the class path of tests silences the log. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new AssertionError("The agent ended. It wrote:\n" + process.output());
    }
    try {
      URI health = URI.create(endpoint + "/v1/health");
      return ((HttpURLConnection) health.toURL().openConnection()).getResponseCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<Path> jar() {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      return files.filter(file -> file.toString().endsWith("-agent.jar")).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String endpoint() {
    return endpoint;
  }

  /** Stops it as a debugger or a full machine does; it must not be traced. */
  public void pause() {
    process.signal("STOP");
  }

  /** Lets it go on. */
  public void resume() {
    process.signal("CONT");
  }

  /** Everything that it logged. */
  public String log() {
    return process.output();
  }

  public long peakMebibytes() {
    return process.peakMebibytes();
  }

  /** The process itself, for {@link Signals}. */
  public ProcessHandle handle() {
    return process.handle();
  }

  @Override
  public void close() {
    process.close();
  }
}
