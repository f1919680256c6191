// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no source of the product does, since with it bytes of a stranger would become code. */
class SourcesTest {
  private static final Pattern CODE_OF_TEXT =
      Pattern.compile(
          "new ObjectInputStream|XMLDecoder|DefaultTyping|@JsonTypeInfo|ScriptEngine|"
              + "Class\\.forName|URLClassLoader|defineClass|ProcessBuilder|getRuntime\\(\\)\\.exec");

  /** What tells the time of day; performance.now() and System.nanoTime() only go on. */
  private static final Pattern TIME_OF_DAY =
      Pattern.compile("Date\\.now|new Date\\(\\)|(Instant|Time|Date)\\.now|currentTimeMillis");

  @Test
  void noTypeIsMadeOfTheNameThatAPeerSends() throws IOException {
    assertThat(found(CODE_OF_TEXT, "src/main/java")).isEmpty();
  }

  @Test
  void noClockThatUsersSetIsAskedInBrowsersAndReaders() throws IOException {
    String java = "src/main/java/io/github/sparkindexeddb/";
    for (String folder :
        List.of("src/main/javascript", java + "client", java + "spark", java + "hadoop")) {
      assertThat(found(TIME_OF_DAY, folder)).isEmpty();
    }
  }

  private static List<String> found(Pattern pattern, String folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      for (Path file : files.filter(SourcesTest::isSource).toList()) {
        pattern
            .matcher(Files.readString(file))
            .results()
            .map(MatchResult::group)
            .forEach(match -> found.add(file + ": " + match));
      }
    }
    return found;
  }

  private static boolean isSource(Path file) {
    String path = file.toString();
    return !path.contains("node_modules") && (path.endsWith(".java") || path.endsWith(".js"));
  }
}
