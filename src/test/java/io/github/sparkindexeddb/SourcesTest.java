// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
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

  /** The same and more: ways that only an agent's code would take. */
  private static final Pattern MACHINES_CLOCK =
      Pattern.compile(
          TIME_OF_DAY
              + "|new (java\\.util\\.)?(Date|GregorianCalendar)\\(|NumericDate\\.now"
              + "|(Instant|Time|Date|DateTime|Calendar|Clock|InstantSource)(\\.|::)"
              + "(now|system\\w*|tick\\w*|getInstance)\\b");

  private static final Pattern CALENDAR_TIME = Pattern.compile("calendarTime\\(\\)(?! \\{)");
  private static final Pattern LOGGED_REFUSAL = Pattern.compile("(?<!void )logRefused\\b");

  private static final String AGENT = "src/main/java/io/github/sparkindexeddb/agent";

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

  @Test
  void theAgentAsksTheMachinesClockInOnePlace() throws IOException {
    assertThat(found(MACHINES_CLOCK, AGENT))
        .containsExactly(AGENT + "/runtime/SystemScheduler.java: InstantSource.system");
    for (String shared : List.of("wire", "schema", "config")) {
      assertThat(found(MACHINES_CLOCK, Path.of(AGENT).resolveSibling(shared).toString())).isEmpty();
    }
  }

  /** For ends that somebody wrote as a date, and for the time that a line of the audit shows. */
  @Test
  void theDateIsAskedForWhereDatesAreMeant() throws IOException {
    assertThat(new TreeSet<>(found(CALENDAR_TIME, AGENT)))
        .containsExactly(
            AGENT + "/access/Tokens.java: calendarTime()",
            AGENT + "/http/ReadAudit.java: calendarTime()",
            AGENT + "/runtime/Scheduler.java: calendarTime()");
  }

  @Test
  void aClockThatIsAskedOtherwiseIsNoticed() {
    for (String code :
        List.of(
            "Instant.now()",
            "Instant::now",
            "LocalDateTime.now(zone)",
            "System.currentTimeMillis()",
            "Clock.systemUTC()",
            "new Date()",
            "Calendar.getInstance()",
            "NumericDate.now()",
            "InstantSource.system()")) {
      assertThat(MACHINES_CLOCK.matcher(code).find()).as(code).isTrue();
    }
    for (String code : List.of("System.nanoTime()", "scheduler.now()", "new DateText(")) {
      assertThat(MACHINES_CLOCK.matcher(code).find()).as(code).isFalse();
    }
  }

  /** Whoever may knock could fill the disk of the log. */
  @Test
  void refusalsAreLoggedByTheirCounterAlone() throws IOException {
    assertThat(found(LOGGED_REFUSAL, AGENT))
        .containsExactly(AGENT + "/runtime/RefusalLog.java: logRefused");
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
