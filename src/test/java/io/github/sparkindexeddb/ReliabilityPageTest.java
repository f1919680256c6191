// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code connector-docs/reliability.md} promises what tests hold, and says how much that is. */
class ReliabilityPageTest {
  private static final Path PAGE = Path.of("connector-docs", "reliability.md");
  private static final Path JAVA = Path.of("src", "test", "java");
  private static final Path SCRIPTS = Path.of("src", "test", "javascript");

  /** ID, what happens, what one is entitled to, tests, and state. */
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| ([A-Z]\\d+) \\| [^|]+ \\| [^|]+ \\|([^|]*)\\| ([^|<]+?)(?: <!-- [^|]+ -->)? \\|$");

  /** In which a brace is no end of anything. */
  private static final Pattern JAVA_STRING = Pattern.compile("\"(?:\\\\.|[^\"\\\\\n])*\"");

  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final Pattern JAVA_NAME = Pattern.compile("(\\w+)\\.(\\w+)");
  private static final Pattern SCRIPT_NAME = Pattern.compile("([\\w/-]+\\.test\\.js): (.+)");

  private static final List<String> COPIES =
      List.of("waits for copies", "waits for the change feed", "waits for writing back");

  @Test
  void hasARowForEachFaultAndRequirement() {
    assertThat(rows().map(row -> row.group(1)))
        .containsExactlyElementsOf(
            Stream.of(
                    ids("A", 23),
                    ids("B", 10),
                    ids("C", 14),
                    ids("D", 16),
                    ids("E", 10),
                    ids("S", 19))
                .flatMap(ids -> ids)
                .toList());
  }

  @Test
  void countsItsRowsInTheFirstParagraph() {
    Predicate<MatchResult> isFault = row -> !row.group(1).startsWith("S");
    String first = read(PAGE).split("\n\n")[1].replaceAll("\\s+", " ");
    assertThat(first)
        .contains(
            "Of %d faults: %d held, %d in part, %d open, %d waiting for what is not there yet."
                .formatted(
                    count(isFault, ""),
                    count(isFault, "held"),
                    count(isFault, "part"),
                    count(isFault, "open"),
                    COPIES.stream().mapToLong(state -> count(isFault, state)).sum()))
        .contains(
            "Of %d requirements of security: %d held, %d in part, %d open."
                .formatted(
                    count(isFault.negate(), ""),
                    count(isFault.negate(), "held"),
                    count(isFault.negate(), "part"),
                    count(isFault.negate(), "open")));
  }

  @Test
  void namesATestForWhatIsHeld() {
    assertThat(rows().toList())
        .allSatisfy(
            row -> {
              List<String> tests = names(row);
              switch (row.group(3)) {
                case "held", "part" -> assertThat(tests).as(row.group(1)).isNotEmpty();
                case "open" -> assertThat(tests).as(row.group(1)).hasSizeLessThan(5);
                default -> {
                  assertThat(COPIES).as(row.group(1)).contains(row.group(3));
                  assertThat(tests).as(row.group(1)).isEmpty();
                }
              }
            });
  }

  @Test
  void namesTestsThatExist() {
    Set<String> missing = new TreeSet<>();
    rows().flatMap(row -> names(row).stream()).filter(name -> !exists(name)).forEach(missing::add);
    assertThat(missing).isEmpty();
  }

  @Test
  void aTestThatIsNotThereIsNoticed() {
    assertThat(exists("ReliabilityPageTest.aTestThatIsNotThereIsNoticed")).isTrue();
    assertThat(exists("ReliabilityPageTest.aTestThatIsNotThere")).isFalse();
    assertThat(exists("ReliabilityPageTest.exists")).as("which is no test").isFalse();
    assertThat(exists("NoSuchTest.exists")).isFalse();
    assertThat(exists("link/link.test.js: answers pings")).isTrue();
    assertThat(exists("link/link.test.js: answers")).isFalse();
    assertThat(exists("a sentence")).isFalse();
  }

  private static Stream<MatchResult> rows() {
    return ROW.matcher(read(PAGE)).results();
  }

  private static Stream<String> ids(String section, int count) {
    return IntStream.rangeClosed(1, count).mapToObj(n -> section + n);
  }

  /** How many of those rows are in that state; in any, if it is the empty one. */
  private static long count(Predicate<MatchResult> of, String state) {
    return rows().filter(of).filter(row -> state.isEmpty() || row.group(3).equals(state)).count();
  }

  private static List<String> names(MatchResult row) {
    return NAME.matcher(row.group(2)).results().map(name -> name.group(1)).toList();
  }

  private static boolean exists(String name) {
    var java = JAVA_NAME.matcher(name);
    if (java.matches()) {
      return sources(java.group(1)).anyMatch(source -> hasTest(source, java.group(2)));
    }
    var script = SCRIPT_NAME.matcher(name);
    if (!script.matches() || !Files.exists(SCRIPTS.resolve(script.group(1)))) {
      return false;
    }
    String source = read(SCRIPTS.resolve(script.group(1)));
    return Stream.of("'", "\"", "`")
        .anyMatch(quote -> source.contains("test(" + quote + script.group(2) + quote + ","));
  }

  private static Stream<String> sources(String type) {
    try (Stream<Path> files = Files.walk(JAVA)) {
      return files
          .filter(file -> file.endsWith(type + ".java"))
          .map(ReliabilityPageTest::read)
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a method of that name has the mark of a test. */
  private static boolean hasTest(String source, String method) {
    return Pattern.compile(
            "@(Test|FuzzTest|ParameterizedTest|TestFactory)\\b[^;{}]*(\\{[^{}]*}[^;{}]*)?(void|Stream<DynamicTest>) "
                + method
                + "\\(",
            Pattern.DOTALL)
        .matcher(JAVA_STRING.matcher(source).replaceAll(""))
        .find();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
