// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.sparkindexeddb.spark.AgentPlugin;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@code spark, hadoop → client → wire, config} and {@code agent → wire, config}; nothing else. */
class LayeringTest {
  private static final String BASE = "io.github.sparkindexeddb.";

  private static final List<String> PACKAGES =
      List.of("wire", "config", "client", "agent", "spark", "hadoop");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.sparkindexeddb");

  @TestFactory
  Stream<DynamicTest> packagesImportDownwardsOnly() {
    return Stream.of(
        imports("wire"),
        imports("config", "wire"),
        imports("client", "wire", "config"),
        imports("agent", "wire", "config"),
        imports("spark", "client", "wire", "config"),
        imports("hadoop", "client", "wire", "config"));
  }

  @TestFactory
  Stream<DynamicTest> librariesAreKnownToOnePackageEach() {
    return Stream.of(
        library("org.apache.spark..", "spark"),
        library("org.apache.arrow.flatbuf..", "agent"),
        library("org.apache.arrow.(memory|util|vector)..", "spark.arrow"),
        library("com.google.flatbuffers..", "agent"),
        library("scala..", "spark"),
        library("org.apache.hadoop..", "hadoop"),
        library("okhttp3..", "client"),
        library("okio..", "client"),
        library("org.eclipse.jetty..", "agent"),
        library("picocli..", "agent"),
        library("io.prometheus..", "agent"));
  }

  @Test
  void tezIsKnownToNoPackage() {
    noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.tez..").check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(BASE + "(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  /** {@code spark → spark.read → spark.pushdown, spark.arrow → spark.schema}. */
  @TestFactory
  Stream<DynamicTest> roomsOfSparkImportDownwardsOnly() {
    return Stream.of(
        never("spark.read", "spark"),
        never("spark.pushdown", "spark", "spark.read", "spark.arrow"),
        never("spark.arrow", "spark", "spark.read", "spark.pushdown"),
        never("spark.schema", "spark", "spark.read", "spark.pushdown", "spark.arrow"));
  }

  /** Packages are meant here without those below them. */
  private static DynamicTest never(String from, String... to) {
    return DynamicTest.dynamicTest(
        from + " never imports " + Arrays.toString(to),
        () ->
            noClasses()
                .that()
                .resideInAPackage(BASE + from)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Arrays.stream(to).map(BASE::concat).toArray(String[]::new))
                .check(CLASSES));
  }

  private static DynamicTest imports(String from, String... to) {
    Set<String> allowed = Set.of(to);
    String[] forbidden =
        PACKAGES.stream()
            .filter(other -> !other.equals(from) && !allowed.contains(other))
            .map(other -> BASE + other + "..")
            .toArray(String[]::new);
    return DynamicTest.dynamicTest(
        from + " → " + Arrays.toString(to),
        () ->
            noClasses()
                .that(resideInAPackage(BASE + from + ".."))
                // Starts an agent inside a Spark driver: the one bridge between the two sides.
                .and(not(equivalentTo(AgentPlugin.class)))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(forbidden)
                .allowEmptyShould(true)
                .check(CLASSES));
  }

  private static DynamicTest library(String library, String owner) {
    return DynamicTest.dynamicTest(
        library + " only in " + owner,
        () ->
            noClasses()
                .that()
                .resideOutsideOfPackage(BASE + owner + "..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES));
  }
}
