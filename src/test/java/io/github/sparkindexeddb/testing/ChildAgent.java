// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import io.github.sparkindexeddb.agent.AgentCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An agent in a process of its own: the jar if it is built, else the classes.
 *
 * <p>Confined to the test's thread.
 */
public final class ChildAgent implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+");

  private final ChildJvm process;
  private final String endpoint;

  private ChildAgent(ChildJvm process, String endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** Starts one at a free port, with a heap such as {@code 128m}, and waits until it listens. */
  public static ChildAgent start(String heap) {
    String[] arguments = {"--port", "0"};
    ChildJvm process =
        jar()
            .map(jar -> ChildJvm.ofJar(heap, jar, arguments))
            .orElseGet(() -> ChildJvm.ofClass(heap, AgentCommand.class, arguments));
    String line = process.await("the agent's address", ADDRESS.asPredicate(), 30);
    Matcher address = ADDRESS.matcher(line);
    address.find();
    return new ChildAgent(process, address.group());
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

  /** Everything that it logged. */
  public String log() {
    return process.output();
  }

  public long peakMebibytes() {
    return process.peakMebibytes();
  }

  @Override
  public void close() {
    process.close();
  }
}
