// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A browser of any kind as a plain process with a new profile, on a page that does all the work
 * itself: no driver is needed, and none would work with all of them.
 */
public final class BrowserProcess implements AutoCloseable {
  private final Process process;
  private final Path folder;

  /** A browser that can be had as a package of the system. */
  public enum Kind {
    CHROMIUM("chromium"),
    FIREFOX("firefox-esr"),
    WEBKIT("MiniBrowser of WebKitGTK");

    private final String program;

    Kind(String program) {
      this.program = program;
    }

    private List<String> command(Path folder, String url) {
      return switch (this) {
        case CHROMIUM -> {
          List<String> command = new ArrayList<>(List.of(TestBrowser.program()));
          command.addAll(TestBrowser.QUIET);
          command.addAll(List.of("--user-data-dir=" + folder, url));
          yield command;
        }
        case FIREFOX ->
            List.of(program, "--headless", "--no-remote", "--profile", folder.toString(), url);
        case WEBKIT -> List.of("xvfb-run", "-a", miniBrowser().toString(), url);
      };
    }

    /** It is a sample of the library, so it is not on the path. */
    private static Path miniBrowser() {
      try (Stream<Path> libraries = Files.list(Path.of("/usr/lib"))) {
        return libraries
            .map(library -> library.resolve("webkit2gtk-4.1/MiniBrowser"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () ->
                    new AssertionError(
                        "Cannot test with WebKit: there is no MiniBrowser. Run .ci/provision."));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private BrowserProcess(Process process, Path folder) {
    this.process = process;
    this.folder = folder;
  }

  /** Opens a page; it loads after this returned. */
  public static BrowserProcess open(Kind kind, String url) {
    try {
      Path folder = Files.createTempDirectory("spark-indexeddb-" + kind);
      ProcessBuilder builder = new ProcessBuilder(kind.command(folder, url));
      builder
          .environment()
          .putAll(
              Map.of(
                  "HOME", folder.toString(),
                  "XDG_DATA_HOME", folder.resolve("data").toString(),
                  "XDG_CACHE_HOME", folder.resolve("cache").toString(),
                  "XDG_CONFIG_HOME", folder.resolve("config").toString(),
                  "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS", "1",
                  "WEBKIT_DISABLE_COMPOSITING_MODE", "1",
                  "LIBGL_ALWAYS_SOFTWARE", "1"));
      Process process =
          builder
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("output.log").toFile())
              .start();
      BrowserProcess browser = new BrowserProcess(process, folder);
      Runtime.getRuntime().addShutdownHook(new Thread(browser::close));
      return browser;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + kind.program + ". Run .ci/provision.", e);
    }
  }

  /** What the browser printed, for messages of failed tests. */
  public String output() {
    try {
      return Files.readString(folder.resolve("output.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
    tree.add(process.toHandle());
    tree.forEach(ProcessHandle::destroyForcibly);
    tree.forEach(handle -> handle.onExit().join());
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      // Closed before.
    }
  }
}
