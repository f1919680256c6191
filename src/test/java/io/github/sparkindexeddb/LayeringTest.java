// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.agent.cli.AgentCommand;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Who may import whom: {@code spark, hadoop → client → schema, config → wire} and {@code agent →
 * schema, config, wire}, and the doors inside each of them. The table is the whole truth: a package
 * that it does not name fails, and so does an import that it does not allow.
 */
class LayeringTest {
  private static final String BASE = "io.github.sparkindexeddb.";

  /** The one bridge between the two sides: it starts an agent inside a Spark driver. */
  private static final String BRIDGE = BASE + "spark.AgentPlugin";

  /** The agent as others see it. */
  private static final Set<Class<?>> FACE =
      Set.of(Agent.class, AgentOptions.class, AgentCommand.class);

  private static final List<String> WIRE =
      List.of("wire", "wire.value", "wire.query", "wire.message");

  private static final Map<String, Set<String>> DOORS = doors();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.sparkindexeddb");

  private static Map<String, Set<String>> doors() {
    Map<String, Set<String>> doors = new LinkedHashMap<>();
    room(doors, "wire");
    room(doors, "wire.value", "wire");
    room(doors, "wire.query", "wire", "wire.value");
    room(doors, "wire.message", "wire", "wire.value", "wire.query");
    onWire(doors, "schema");
    onWire(doors, "config");
    onWire(doors, "client", "config");

    onWire(doors, "agent.runtime");
    onWire(doors, "agent.access", "agent.runtime");
    onWire(doors, "agent.disk", "agent.runtime");
    onWire(doors, "agent.spool", "agent.disk", "agent.runtime");
    onWire(doors, "agent.link", "agent.access", "agent.runtime");
    onWire(
        doors, "agent.scan", "schema", "agent.link", "agent.spool", "agent.disk", "agent.runtime");
    onWire(doors, "agent.http", "schema", "config", "agent.scan", "agent.link", "agent.spool");
    doors.get("agent.http").addAll(Set.of("agent.access", "agent.runtime"));
    onWire(doors, "agent", "agent.http", "agent.scan", "agent.link", "agent.spool", "agent.disk");
    doors.get("agent").addAll(Set.of("agent.access", "agent.runtime"));
    onWire(doors, "agent.cli", "config", "agent", "agent.runtime");

    onWire(doors, "spark.schema", "client", "config", "schema");
    onWire(doors, "spark.arrow", "client", "config", "schema", "spark.schema");
    onWire(doors, "spark.pushdown", "client", "config", "schema", "spark.schema");
    onWire(doors, "spark.read", "client", "config", "schema", "spark.schema");
    doors.get("spark.read").addAll(Set.of("spark.arrow", "spark.pushdown"));
    onWire(doors, "spark", "client", "config", "schema", "spark.schema", "spark.read");

    onWire(doors, "hadoop", "client", "config", "schema");
    room(doors, "hadoop.jdbc");
    return doors;
  }

  private static void room(Map<String, Set<String>> doors, String room, String... imports) {
    doors.put(room, new TreeSet<>(Arrays.asList(imports)));
  }

  private static void onWire(Map<String, Set<String>> doors, String room, String... imports) {
    room(doors, room, imports);
    doors.get(room).addAll(WIRE);
  }

  @TestFactory
  Stream<DynamicTest> roomsImportThroughTheirDoorsOnly() {
    return DOORS.keySet().stream()
        .map(room -> DynamicTest.dynamicTest(room + " → " + DOORS.get(room), () -> check(room)));
  }

  private static void check(String room) {
    String[] closed =
        DOORS.keySet().stream()
            .filter(other -> !other.equals(room) && !DOORS.get(room).contains(other))
            .map(other -> BASE + other)
            .toArray(String[]::new);
    noClasses()
        .that(are("in the room", type -> type.getPackageName().equals(BASE + room)))
        .and(are("not the bridge", type -> !type.getName().startsWith(BRIDGE)))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(closed)
        .check(CLASSES);
  }

  @Test
  void everyPackageIsARoomOfTheTable() {
    Set<String> packages =
        CLASSES.stream()
            .map(type -> type.getPackageName().substring(BASE.length()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packages).isEqualTo(new TreeSet<>(DOORS.keySet()));
  }

  @Test
  void noPackageHoldsMoreThanTwentyFiveFiles() {
    Map<String, Long> files =
        CLASSES.stream()
            .filter(JavaClass::isTopLevelClass)
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(files.entrySet()).allMatch(room -> room.getValue() <= 25);
  }

  @Test
  void nobodyOutsideTheAgentImportsItsRooms() {
    noClasses()
        .that(are("outside of the agent", type -> !isAgent(type)))
        .should()
        .dependOnClassesThat(
            are(
                "inside of it",
                type -> isAgent(type) && FACE.stream().noneMatch(type::isEquivalentTo)))
        .check(CLASSES);
    noClasses()
        .that(are("outside of the agent", type -> !isAgent(type)))
        .and(are("not the bridge", type -> !type.getName().startsWith(BRIDGE)))
        .should()
        .dependOnClassesThat(are("of the agent", LayeringTest::isAgent))
        .check(CLASSES);
  }

  @TestFactory
  Stream<DynamicTest> librariesAreKnownToOneRoomEach() {
    return Stream.of(
        library("org.apache.spark..", "spark.."),
        library("org.apache.arrow.flatbuf..", "agent.scan"),
        library("org.apache.arrow.(memory|util|vector)..", "spark.."),
        library("com.google.flatbuffers..", "agent.scan"),
        library("scala..", "spark.."),
        library("org.apache.hadoop..", "hadoop.."),
        library("okhttp3..", "client"),
        library("okio..", "client"),
        library("org.eclipse.jetty..", "agent.http"),
        library("picocli..", "agent.cli"),
        library("io.prometheus..", "agent.runtime"));
  }

  private static DynamicTest library(String library, String owner) {
    return DynamicTest.dynamicTest(
        library + " only in " + owner,
        () ->
            noClasses()
                .that()
                .resideOutsideOfPackage(BASE + owner)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES));
  }

  @Test
  void tezIsKnownToNoRoom() {
    noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.tez..").check(CLASSES);
  }

  @Test
  void packagesAreFreeOfCycles() {
    slices().matching(BASE + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  private static boolean isAgent(JavaClass type) {
    return (type.getPackageName() + ".").startsWith(BASE + "agent.");
  }

  private static DescribedPredicate<JavaClass> are(
      String what, java.util.function.Predicate<JavaClass> test) {
    return DescribedPredicate.describe(what, test);
  }
}
