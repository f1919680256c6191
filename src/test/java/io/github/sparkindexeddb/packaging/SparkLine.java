// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A version of Spark that the connector jar must serve, for one version of Scala. */
record SparkLine(String spark, String scala) {
  private static final Duration LIMIT = Duration.ofMinutes(15);

  /** The newest of every line that is maintained; the README's table is of these. */
  static final List<SparkLine> ALL =
      List.of(
          new SparkLine("3.5.9", "2.12"),
          new SparkLine("3.5.9", "2.13"),
          new SparkLine("4.0.4", "2.13"),
          new SparkLine("4.1.3", "2.13"),
          new SparkLine("4.2.0", "2.13"));

  /** The jars that the connector refers to. */
  List<Path> linked() {
    Command copy = Command.run(LIMIT, ".ci/spark-jars", spark, scala);
    assertThat(copy.status()).as(copy.output()).isZero();
    try (Stream<Path> files = Files.list(Path.of("target/spark", spark + "-" + scala))) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All of Spark, as its users have it. */
  String classPath() {
    Command resolve = Command.run(LIMIT, ".ci/spark-classpath", spark, scala);
    assertThat(resolve.status()).as(resolve.output()).isZero();
    try {
      return Files.readString(Path.of("target/spark", spark + "-" + scala + ".classpath")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What this version itself passes to Java. */
  List<String> moduleOptions() {
    List<Path> launcher =
        Arrays.stream(classPath().split(File.pathSeparator))
            .filter(jar -> jar.contains("/spark-launcher_"))
            .map(Path::of)
            .toList();
    assertThat(launcher).hasSize(1);
    try (URLClassLoader classes =
        new URLClassLoader(
            new URL[] {launcher.get(0).toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Object options =
          classes
              .loadClass("org.apache.spark.launcher.JavaModuleOptions")
              .getMethod("defaultModuleOptions")
              .invoke(null);
      return List.of(options.toString().strip().split("\\s+"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(launcher + " does not tell its options", e);
    }
  }

  @Override
  public String toString() {
    return "Spark " + spark + ", Scala " + scala;
  }
}
