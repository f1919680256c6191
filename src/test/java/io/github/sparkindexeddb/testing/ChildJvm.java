// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A Java process beside the test's, with a heap of its own. What it writes is kept and stands in
 * the message of every failure.
 *
 * <p>Confined to the test's thread, but for the thread that collects the output.
 */
public final class ChildJvm implements AutoCloseable {
  /** Those of this JVM that open modules, as Spark needs them. */
  private static final List<String> MODULE_OPTIONS =
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(
              option ->
                  option.startsWith("--add-opens")
                      || option.equals("-XX:+IgnoreUnrecognizedVMOptions")
                      || option.startsWith("-Djdk.reflect"))
          .toList();

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread collector;

  private ChildJvm(Process process) {
    this.process = process;
    collector = new Thread(this::collect, "output of " + process.pid());
    collector.setDaemon(true);
    collector.start();
  }

  /** Runs a class of this JVM's class path. */
  public static ChildJvm ofClass(String heap, Class<?> main, String... arguments) {
    return start(heap, MODULE_OPTIONS, classOf(main), List.of(arguments));
  }

  /** As {@link #ofClass}, with options of Java beside the modules that Spark needs. */
  public static ChildJvm ofClassWith(
      String heap, List<String> options, Class<?> main, String... arguments) {
    List<String> all = new ArrayList<>(MODULE_OPTIONS);
    all.addAll(options);
    return start(heap, all, classOf(main), List.of(arguments));
  }

  /** As {@link #ofClass}, with a package such as {@code java.base/java.nio} as Java closes it. */
  public static ChildJvm ofClassWithout(String open, Class<?> main, String... arguments) {
    List<String> others =
        MODULE_OPTIONS.stream()
            .filter(option -> !option.equals("--add-opens=" + open + "=ALL-UNNAMED"))
            .toList();
    return start("512m", others, classOf(main), List.of(arguments));
  }

  private static List<String> classOf(Class<?> main) {
    return List.of("-cp", System.getProperty("java.class.path"), main.getName());
  }

  /** Runs a class of another class path, with the options given and none of this JVM's. */
  public static ChildJvm ofClassPath(
      String heap, List<String> options, String classPath, String main, String... arguments) {
    return start(heap, options, List.of("-cp", classPath, main), List.of(arguments));
  }

  /** As {@link #ofClassPath}, with the modules opened that Spark needs, and system properties. */
  public static ChildJvm ofMainWith(
      Map<String, String> properties, String classPath, String main, List<String> arguments) {
    List<String> options = new ArrayList<>(MODULE_OPTIONS);
    properties.forEach((name, value) -> options.add("-D" + name + "=" + value));
    return start("1g", options, List.of("-cp", classPath, main), arguments);
  }

  /** As {@link #ofMainWith}, of this JVM's class path and with variables of the environment. */
  public static ChildJvm ofClassIn(
      Map<String, String> environment, Class<?> main, String... arguments) {
    return start(List.of(), "1g", MODULE_OPTIONS, classOf(main), List.of(arguments), environment);
  }

  /** Runs an executable jar. */
  public static ChildJvm ofJar(String heap, Path jar, String... arguments) {
    return start(heap, List.of(), List.of("-jar", jar.toString()), List.of(arguments));
  }

  /** As {@link #ofClass}, started by a program such as strace. */
  public static ChildJvm ofTracedClass(
      List<String> tracer, String heap, Class<?> main, List<String> arguments) {
    return start(tracer, heap, MODULE_OPTIONS, classOf(main), arguments, Map.of());
  }

  private static ChildJvm start(
      String heap, List<String> modules, List<String> program, List<String> arguments) {
    return start(List.of(), heap, modules, program, arguments, Map.of());
  }

  private static ChildJvm start(
      List<String> tracer,
      String heap,
      List<String> modules,
      List<String> program,
      List<String> arguments,
      Map<String, String> environment) {
    List<String> command = new ArrayList<>(tracer);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.addAll(modules);
    command.addAll(program);
    command.addAll(arguments);
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return new ChildJvm(process);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void collect() {
    try (BufferedReader reader = process.inputReader()) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("(the output broke off: " + e + ")");
    }
  }

  /** The first line that fits, as soon as there is one; fails if the process ends before. */
  public String await(String what, Predicate<String> fits, long seconds) {
    try {
      return Awaitility.await(what)
          .atMost(seconds, TimeUnit.SECONDS)
          .pollInterval(20, TimeUnit.MILLISECONDS)
          .until(() -> first(fits), Optional::isPresent)
          .orElseThrow();
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(what + " did not come. The process wrote:\n" + output(), e);
    }
  }

  private Optional<String> first(Predicate<String> fits) {
    boolean ended = !collector.isAlive();
    Optional<String> first = lines.stream().filter(fits).findFirst();
    if (ended && first.isEmpty()) {
      throw new AssertionError("The process ended. It wrote:\n" + output());
    }
    return first;
  }

  /** Writes a line to its standard input. */
  public void say(String line) {
    try {
      BufferedWriter input = process.outputWriter();
      input.write(line);
      input.newLine();
      input.flush();
    } catch (IOException e) {
      throw new AssertionError("The process takes no input. It wrote:\n" + output(), e);
    }
  }

  /** Processes that it started, and those that they did. */
  public Stream<ProcessHandle> descendants() {
    return process.descendants();
  }

  /** The process itself, for {@link Signals}. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Ends its standard input. */
  public void sayNoMore() {
    try {
      process.outputWriter().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it ends by itself; fails if it does not, or not well. */
  public void awaitEnd(long seconds) {
    try {
      if (!process.waitFor(seconds, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError("The process did not end well. It wrote:\n" + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Its status when it has ended by itself; fails if it does not. */
  public int exitStatus() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("The process goes on. It wrote:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Sends it a signal, such as {@code STOP}. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Everything that it wrote. */
  public String output() {
    return String.join("\n", lines);
  }

  /** The most memory it ever held, of every kind, in MiB; 0 where the system does not tell. */
  public long peakMebibytes() {
    return peakMebibytes(Path.of("/proc", Long.toString(process.pid()), "status"));
  }

  /** As {@link #peakMebibytes()}, of the JVM that asks. */
  public static long ownPeakMebibytes() {
    return peakMebibytes(Path.of("/proc/self/status"));
  }

  private static long peakMebibytes(Path status) {
    try {
      return Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Ends it, and what it started. */
  @Override
  public void close() {
    List<ProcessHandle> started = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
