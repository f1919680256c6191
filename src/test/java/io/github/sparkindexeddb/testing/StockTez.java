// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Tez and Hadoop as users have them, without anything of Spark: {@code examples/05-tez/tez.xml}.
 */
public final class StockTez {
  private static final Path CLASS_PATH = Path.of("target/tez.classpath");

  /** The example's own way to a class path, which takes as long as Maven unless it is there. */
  private static final String RESOLVE =
      "example=tez; source examples/shop.sh; resolve Tez examples/05-tez/tez.xml " + CLASS_PATH;

  private StockTez() {}

  /** Its jars and the connector's. */
  public static String classPath() {
    try {
      Process resolve = new ProcessBuilder("bash", "-euc", RESOLVE).inheritIO().start();
      if (resolve.waitFor() != 0) {
        throw new AssertionError("Maven does not resolve Tez (see above).");
      }
      return Jars.connector() + ":" + Files.readString(CLASS_PATH).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Runs one of the tests' classes, which may use nothing that is not on {@link #classPath()}. */
  public static ChildJvm run(String heap, Class<?> main, String... arguments) {
    List<String> options =
        List.of(
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-Dlog4j.configuration=" + Path.of("examples/05-tez/log4j.properties").toUri());
    String classes = Path.of("target/test-classes").toAbsolutePath() + ":" + classPath();
    return ChildJvm.ofClassPath(heap, options, classes, main.getName(), arguments);
  }
}
