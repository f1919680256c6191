// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.Jars;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * {@code mvn verify -Pall-sparks}: the connector jar as it is, on every version of Spark, in a JVM
 * with that version's whole class path and module options. Not part of every build: it needs two
 * minutes a version, and its first run a gigabyte of downloads.
 */
class EverySparkRun {
  /** What tests need beside Spark: no class of these is in Spark or, but relocated, in the jar. */
  private static final Pattern TOOLS =
      Pattern.compile(
          ".*/(apiguardian|assertj|awaitility|byte-buddy|hamcrest|junit-(jupiter|platform)"
              + "|kotlin-stdlib|okhttp-jvm|okio-jvm|opentest4j)[^/]*\\.jar");

  static Stream<SparkLine> lines() {
    return SparkLine.ALL.stream();
  }

  @ParameterizedTest
  @MethodSource("lines")
  void theTestsThatBearTheMarkPass(SparkLine line) {
    List<String> tests = marked();
    try (ChildJvm spark =
        ChildJvm.ofClassPath(
            "2g",
            options(line),
            classPath(line),
            SparkTests.class.getName(),
            tests.toArray(String[]::new))) {
      String end = spark.await("the tests", said -> said.startsWith(SparkTests.END), 600);
      assertThat(spark.output())
          .contains(SparkTests.SPARK + line.spark() + ", Scala version " + line.scala() + ".")
          .contains(SparkTests.CONNECTOR + Jars.connector());
      assertThat(end).as(spark.output()).matches("tests: ([0-9]{2,}) found, \\1 passed, 0 cont.*");
      System.out.println(line + ", " + end);
    }
  }

  private static List<String> marked() {
    return ReflectionSupport.findAllClassesInPackage(
            "io.github.sparkindexeddb",
            test -> test.isAnnotationPresent(EverySpark.class),
            name -> name.endsWith("IT"))
        .stream()
        .map(Class::getName)
        .sorted()
        .toList();
  }

  /** Few random queries, but the same on each: others are asked in every build. */
  private static List<String> options(SparkLine line) {
    List<String> options = new ArrayList<>(line.moduleOptions());
    options.addAll(List.of("-Dequivalence.cases=160", "-Dequivalence.seed=3"));
    return options;
  }

  private static String classPath(SparkLine line) {
    Stream<String> tools =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> TOOLS.matcher(entry).matches());
    return Stream.concat(
            Stream.of(line.classPath(), Jars.connector().toString(), "target/test-classes"), tools)
        .collect(Collectors.joining(File.pathSeparator));
  }
}
