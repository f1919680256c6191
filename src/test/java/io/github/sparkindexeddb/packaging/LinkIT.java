// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.Jars;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One connector jar for all: whatever it refers to is there in every version of Spark. */
class LinkIT {
  static Stream<SparkLine> lines() {
    return SparkLine.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void everyReferenceIsThere(SparkLine line) throws IOException {
    try (ClassFiles spark = ClassFiles.of(line.linked());
        ClassFiles connector = ClassFiles.of(List.of(Jars.connector()))) {
      LinkCheck check = new LinkCheck(connector, spark);
      assertThat(check.problems()).as(line.toString()).isEmpty();
      assertThat(check.references()).as("references that were looked up").isGreaterThan(150);
    }
  }

  /** The check itself: a method that 4.x lost, and methods that it added to an interface. */
  @Test
  void findsWhatIsMissing(@TempDir Path folder) throws IOException {
    Path jar =
        ClassJar.write(
            folder.resolve("wrong.jar"),
            UnlinkableMembers.class,
            UnlinkableMembers.WholeColumn.class);
    SparkLine newest = SparkLine.ALL.get(SparkLine.ALL.size() - 1);
    try (ClassFiles spark = ClassFiles.of(newest.linked());
        ClassFiles wrong = ClassFiles.of(List.of(jar))) {
      LinkCheck check = new LinkCheck(wrong, spark);
      assertThat(check.problems())
          .anyMatch(problem -> problem.contains("org/apache/spark/sql/Row.fromSeq(Lscala/coll"))
          .anyMatch(problem -> problem.contains("UnlinkableMembers$WholeColumn does not implement"))
          .hasSizeLessThan(5);
    }
  }
}
