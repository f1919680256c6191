// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  @Override
  public String toString() {
    return "Spark " + spark + ", Scala " + scala;
  }
}
