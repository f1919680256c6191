// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages for those who change the code name what is there. */
class ContributorPagesTest {
  private static final Path PAGES = Path.of("connector-docs");

  /** A class or a member of one, alone in code style: {@code `Split`}, {@code `Link.send`}. */
  private static final Pattern NAME =
      Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:\\.([A-Za-z]\\w*))?`");

  /** A file by its path within one of the two languages' trees. */
  private static final Pattern FILE =
      Pattern.compile("`([\\w./-]+/)?([\\w-]+\\.(?:js|json|java|md))`");

  private static final Pattern JAVA_TEST = Pattern.compile("-Dtest='?(\\w+)(?:#(\\w+))?");
  private static final Pattern NPM_SCRIPT = Pattern.compile("npm (?:run )?(\\w+)");
  private static final Pattern NODE_RULE = Pattern.compile("--test-name-pattern='([^']+)'");
  private static final Pattern NODE_TEST = Pattern.compile("node --test .*?(\\S+\\.test\\.js)");

  /** Of the JDK, Spark and the like. */
  private static final Set<String> FOREIGN = Set.of("Test", "TextEncoder");

  @ParameterizedTest
  @ValueSource(strings = {"contributing.md", "concurrency.md", "architecture.md"})
  void namesClassesAndMembersThatExist(String page) {
    Set<String> missing = new TreeSet<>();
    for (MatchResult name : found(NAME, page)) {
      if (!FOREIGN.contains(name.group(1)) && !exists(name.group(1), name.group(2))) {
        missing.add(name.group());
      }
    }
    assertThat(missing).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"contributing.md", "concurrency.md", "architecture.md"})
  void namesFilesThatExist(String page) {
    Set<String> missing = new TreeSet<>();
    for (MatchResult name : found(FILE, page)) {
      String path = Optional.ofNullable(name.group(1)).orElse("") + name.group(2);
      if (sources().noneMatch(file -> file.endsWith(path))) {
        missing.add(path);
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void runsTestsThatExist() {
    List<MatchResult> tests = found(JAVA_TEST, "contributing.md");
    assertThat(tests).hasSizeGreaterThan(3);
    assertThat(tests).allMatch(test -> exists(test.group(1), test.group(2)));
    List<MatchResult> inNode = found(NODE_TEST, "contributing.md");
    assertThat(inNode).isNotEmpty();
    assertThat(inNode)
        .allMatch(
            test ->
                Files.exists(Path.of("src/main/javascript").resolve(test.group(1)).normalize()));
  }

  @Test
  void runsScriptsAndRulesOfJavaScriptThatExist() {
    String scripts = read(Path.of("src/main/javascript/package.json"));
    assertThat(found(NPM_SCRIPT, "contributing.md"))
        .isNotEmpty()
        .allMatch(script -> scripts.contains("\"" + script.group(1) + "\":"));
    assertThat(found(NODE_RULE, "contributing.md"))
        .isNotEmpty()
        .allMatch(
            rule ->
                walk(Path.of("src/test/javascript"))
                    .filter(Files::isRegularFile)
                    .anyMatch(file -> read(file).contains(rule.group(1))));
  }

  private static boolean exists(String type, String member) {
    return sources()
        .filter(file -> declares(file, type))
        .anyMatch(file -> member == null || read(file).matches("(?s).*\\b" + member + "\\b.*"));
  }

  private static boolean declares(Path file, String type) {
    String name = file.getFileName().toString();
    return name.equals(type + ".java")
        || name.endsWith(".js") && read(file).contains("class " + type + " ");
  }

  private static List<MatchResult> found(Pattern pattern, String page) {
    return pattern.matcher(read(PAGES.resolve(page))).results().collect(Collectors.toList());
  }

  private static Stream<Path> sources() {
    return Stream.concat(walk(Path.of("src")), walk(PAGES));
  }

  private static Stream<Path> walk(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> !file.toString().contains("node_modules")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
