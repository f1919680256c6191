// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The jars that {@code mvn package} left in {@code target}. */
public final class Jars {
  private Jars() {}

  public static Path agent() {
    return only("spark-indexeddb-[0-9.]+(-SNAPSHOT)?-agent\\.jar");
  }

  public static Path connector() {
    return only("spark-indexeddb-[0-9.]+(-SNAPSHOT)?\\.jar");
  }

  public static Path sources() {
    return only("spark-indexeddb-[0-9.]+(-SNAPSHOT)?-sources\\.jar");
  }

  public static Path javadoc() {
    return only("spark-indexeddb-[0-9.]+(-SNAPSHOT)?-javadoc\\.jar");
  }

  /** The names of the files in a jar, sorted. */
  public static List<String> files(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .filter(entry -> !entry.isDirectory())
          .map(ZipEntry::getName)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path only(String pattern) {
    try (Stream<Path> files = Files.list(Path.of("target"))) {
      List<Path> jars =
          files.filter(file -> file.getFileName().toString().matches(pattern)).toList();
      if (jars.size() != 1) {
        throw new AssertionError(
            "target holds %s, not one %s. Run mvn clean package.".formatted(jars, pattern));
      }
      return jars.get(0).toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
