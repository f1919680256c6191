// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Json;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The headless Chromium of this JVM: a plain process with a new profile folder, started at first
 * use and ended with the JVM. {@link #profile()} gives what a further browser would be: storage,
 * service workers and a client id of its own.
 *
 * <p>Safe for use by several threads.
 */
public final class TestBrowser {
  /** Flags that keep Chromium from windows, questions and the network. */
  static final List<String> QUIET =
      List.of(
          "--headless",
          "--no-sandbox",
          "--disable-gpu",
          "--disable-quic",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");

  private final List<String> flags;
  private final Process process;
  private final Path folder;
  private final DevTools devTools;

  private TestBrowser(List<String> flags, Process process, Path folder, DevTools devTools) {
    this.flags = flags;
    this.process = process;
    this.folder = folder;
    this.devTools = devTools;
  }

  private static final class Holder {
    private static final TestBrowser SHARED = start(List.of());
  }

  /** The browser that all tests of this JVM share. */
  public static TestBrowser shared() {
    return Holder.SHARED;
  }

  /** Another one, with further flags, for what no page can ask for; it ends with this JVM. */
  public static TestBrowser withFlags(String... flags) {
    return start(List.of(flags));
  }

  /** Ends the browser as its user does: all that it has to keep is on the disk then. */
  public void quit() {
    try {
      devTools.call("", "Browser.close", Json.object());
    } catch (DevTools.Refused e) {
      // The connection may end before the answer.
    }
    process.onExit().orTimeout(60, TimeUnit.SECONDS).join();
  }

  /** Starts a browser that has quit once more, with the profile that it left. */
  public TestBrowser again() {
    return start(folder, List.of());
  }

  /** Starts a browser with a copy of the profile that one which has quit has left. */
  public TestBrowser copy() {
    try {
      Path copied = Files.createTempDirectory("spark-indexeddb-chromium");
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path target = copied.resolve(folder.relativize(file));
          Files.createDirectories(target.getParent());
          Files.copy(file, target);
        }
      }
      return start(copied, List.of());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot copy " + folder, e);
    }
  }

  /** A profile without history, which its closing forgets. */
  public Profile profile() {
    JsonNode context = devTools.call("", "Target.createBrowserContext", Json.object());
    return new Profile(devTools, Optional.of(context.path("browserContextId").asText()));
  }

  /** The one that the browser keeps on disk, as a user's is; all others live in memory. */
  public Profile profileOnDisk() {
    return new Profile(devTools, Optional.empty());
  }

  /** The folder of that profile. */
  public Path folder() {
    return folder.resolve("Default");
  }

  /** Name and version, such as {@code Chrome/156.0.8078.79}. */
  public String version() {
    return devTools.call("", "Browser.getVersion", Json.object()).path("product").asText();
  }

  /** All of its processes: its own, renderers, and what else it needs. */
  public List<ProcessHandle> processes() {
    List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
    tree.add(process.toHandle());
    return tree;
  }

  /** The processes that run pages and service workers. */
  public List<ProcessHandle> renderers() {
    List<ProcessHandle> renderers = new ArrayList<>();
    devTools
        .call("", "SystemInfo.getProcessInfo", Json.object())
        .path("processInfo")
        .forEach(
            info -> {
              if (info.path("type").asText().equals("renderer")) {
                ProcessHandle.of(info.path("id").asLong()).ifPresent(renderers::add);
              }
            });
    return renderers;
  }

  /** Kills it, all of its processes at once, and starts it again with what it has on disk. */
  public TestBrowser killAndRestart() {
    Signals.kill(processes());
    devTools.close();
    return start(folder, flags);
  }

  private static TestBrowser start(List<String> flags) {
    try {
      return start(Files.createTempDirectory("spark-indexeddb-chromium"), flags);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start Chromium", e);
    }
  }

  private static TestBrowser start(Path folder, List<String> flags) {
    try {
      // Of the one that was there before.
      Files.deleteIfExists(folder.resolve("DevToolsActivePort"));
      Path log = folder.resolve("stderr.log");
      List<String> command = new ArrayList<>(List.of(program()));
      command.addAll(QUIET);
      command.addAll(flags);
      command.add("--remote-debugging-port=0");
      command.add("--user-data-dir=" + folder);
      command.add("about:blank");
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(log.toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, folder)));
      DevTools devTools = DevTools.connect(address(process, folder, log));
      return new TestBrowser(flags, process, folder, devTools);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start Chromium", e);
    }
  }

  /** Where Chromium is. */
  static String program() {
    return Stream.of(
            Optional.ofNullable(System.getenv("CHROMIUM")).orElse("chromium"),
            "chromium-browser",
            "google-chrome")
        .flatMap(TestBrowser::onPath)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "Cannot test with a real browser: there is no Chromium. Run .ci/provision."));
  }

  private static Stream<String> onPath(String name) {
    return Stream.concat(
            Stream.of(Path.of(name)).filter(Path::isAbsolute),
            Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .map(Path::toString);
  }

  /** The browser writes port and path of its DevTools endpoint to a file of the profile. */
  private static String address(Process process, Path folder, Path log) {
    Path file = folder.resolve("DevToolsActivePort");
    return Awaitility.await("Chromium's DevTools port")
        .atMost(60, TimeUnit.SECONDS)
        .pollInterval(50, TimeUnit.MILLISECONDS)
        .until(
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError("Chromium ended at its start: " + Files.readString(log));
              }
              return Files.exists(file) ? Files.readAllLines(file) : List.<String>of();
            },
            lines -> lines.size() == 2)
        .stream()
        .reduce((port, path) -> "ws://127.0.0.1:" + port + path)
        .orElseThrow();
  }

  private static void end(Process process, Path folder) {
    List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
    tree.add(process.toHandle());
    tree.forEach(ProcessHandle::destroyForcibly);
    tree.forEach(handle -> handle.onExit().join());
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("Cannot delete " + folder + ": " + e);
    }
  }

  @Override
  public String toString() {
    return "Chromium " + process.pid() + " in " + folder;
  }
}
