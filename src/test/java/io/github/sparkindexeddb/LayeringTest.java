// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.agent.cli.AgentCommand;
import io.github.sparkindexeddb.spark.AgentPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of rooms in {@code architecture.md} is what the code does, no more and no less. */
class LayeringTest {
  private static final String BASE = "io.github.sparkindexeddb.";
  private static final Path PAGE = Path.of("connector-docs", "architecture.md");

  /** {@code | `wire.query` | what it holds | `wire` `wire.value` |}. */
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z.]+)` \\| .* \\|((?: `[a-z.]+`)*) \\|$", Pattern.MULTILINE);

  private static final Pattern ROOM = Pattern.compile("[a-z.]+");

  private static final Pattern PACKAGE =
      Pattern.compile("^package io\\.github\\.sparkindexeddb\\.([a-z.]+);", Pattern.MULTILINE);

  private static final Pattern IMPORT =
      Pattern.compile(
          "^import (?:static )?io\\.github\\.sparkindexeddb\\.([a-z.]+)\\.[A-Z]",
          Pattern.MULTILINE);

  private static final int MAX_FILES = 25;

  /** The agent as others see it. */
  private static final Set<Class<?>> FACE =
      Set.of(Agent.class, AgentOptions.class, AgentCommand.class);

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.sparkindexeddb");

  @Test
  void roomsImportWhatTheTableSaysAndNothingElse() {
    Set<String> imports = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      imports.add(room(type));
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        if (isOurs(target) && !room(target).equals(room(type))) {
          imports.add(room(type) + " → " + room(target));
        }
      }
    }
    imports.addAll(importedConstants());
    assertThat(imports).containsExactlyInAnyOrderElementsOf(table());
  }

  /** Classes have no trace of a constant's class: the compiler copies its value. */
  private static Set<String> importedConstants() {
    Set<String> imports = new TreeSet<>();
    for (String source : sources()) {
      String room = PACKAGE.matcher(source).results().findFirst().orElseThrow().group(1);
      IMPORT
          .matcher(source)
          .results()
          .map(found -> found.group(1))
          .filter(other -> !other.equals(room))
          .forEach(other -> imports.add(room + " → " + other));
    }
    return imports;
  }

  private static List<String> sources() {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .map(LayeringTest::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void noRoomHoldsMoreThanTwentyFiveFiles() {
    Map<String, Long> files =
        CLASSES.stream()
            .filter(JavaClass::isTopLevelClass)
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(files.entrySet()).allMatch(room -> room.getValue() <= MAX_FILES);
  }

  @Test
  void onlyThePluginOfSparkStartsAnAgentAndThroughItsFace() {
    DescribedPredicate<JavaClass> outside =
        is("outside of the agent", type -> isOurs(type) && !isAgent(type));
    noClasses()
        .that(outside)
        .and(is("not the plugin", type -> !isWithin(type, AgentPlugin.class)))
        .should()
        .dependOnClassesThat(is("of the agent", LayeringTest::isAgent))
        .check(CLASSES);
    noClasses()
        .that(outside)
        .should()
        .dependOnClassesThat(
            is(
                "behind its face",
                type -> isAgent(type) && FACE.stream().noneMatch(face -> isWithin(type, face))))
        .check(CLASSES);
  }

  @TestFactory
  Stream<DynamicTest> librariesAreKnownToOneRoomEach() {
    return Stream.of(
        library("org.apache.spark..", "spark.."),
        library("org.apache.arrow.flatbuf..", "agent.scan"),
        library("com.google.flatbuffers..", "agent.scan"),
        library("scala..", "spark.."),
        library("org.apache.hadoop..", "hadoop.."),
        library("java.sql..", "hadoop.jdbc", "agent.replica.."),
        library("okhttp3..", "client"),
        library("okio..", "client"),
        library("org.eclipse.jetty..", "agent.http"),
        library("org.jose4j..", "agent.access"),
        library("picocli..", "agent.cli"),
        library("io.prometheus..", "agent.runtime"));
  }

  private static DynamicTest library(String library, String... owners) {
    return DynamicTest.dynamicTest(
        library + " only in " + String.join(", ", owners),
        () ->
            noClasses()
                .that()
                .resideOutsideOfPackages(
                    Stream.of(owners).map(owner -> BASE + owner).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES));
  }

  @Test
  void tezIsKnownToNoRoom() {
    noClasses().should().dependOnClassesThat().resideInAPackage("org.apache.tez..").check(CLASSES);
  }

  /** Its readers believe what a message says of itself. */
  @Test
  void noRoomReadsByArrowsOwnReaders() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.arrow.(compression|memory|util|vector)..")
        .check(CLASSES);
  }

  @Test
  void roomsAreFreeOfCycles() {
    slices().matching(BASE + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /** Each room of the table, and each of its doors. */
  private static Set<String> table() {
    Set<String> table = new TreeSet<>();
    ROW.matcher(read(PAGE))
        .results()
        .forEach(
            row -> {
              table.add(row.group(1));
              ROOM.matcher(row.group(2))
                  .results()
                  .forEach(door -> table.add(row.group(1) + " → " + door.group()));
            });
    return table;
  }

  private static String room(JavaClass type) {
    return type.getPackageName().substring(BASE.length());
  }

  private static boolean isOurs(JavaClass type) {
    return type.getPackageName().startsWith(BASE);
  }

  private static boolean isAgent(JavaClass type) {
    return (type.getPackageName() + ".").startsWith(BASE + "agent.");
  }

  private static boolean isWithin(JavaClass type, Class<?> outer) {
    return type.getName().equals(outer.getName())
        || type.getName().startsWith(outer.getName() + "$");
  }

  private static DescribedPredicate<JavaClass> is(String what, Predicate<JavaClass> test) {
    return DescribedPredicate.describe(what, test);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
