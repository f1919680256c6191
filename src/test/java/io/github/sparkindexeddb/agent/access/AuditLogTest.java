// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.runtime.FileThreads;
import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  @TempDir private Path directory;

  @Test
  void appendsToWhatIsThere() throws IOException {
    Path file = Files.writeString(directory.resolve("audit"), "{\"n\":0}\n");
    try (AuditLog log = open(file)) {
      append(log, 1);
    }
    try (AuditLog log = open(file)) {
      append(log, 2);
    }
    assertThat(file).content().isEqualTo("{\"n\":0}\n{\"n\":1}\n{\"n\":2}\n");
  }

  @Test
  void beginsALineOfItsOwnBehindOneThatLacksItsEnd() throws IOException {
    Path file = Files.writeString(directory.resolve("audit"), "{\"n\":0}\n{\"n\":");
    try (AuditLog log = open(file)) {
      append(log, 1);
    }
    assertThat(file).content().as("killed while it wrote").endsWith("{\"n\":\n{\"n\":1}\n");
  }

  @Test
  void isForItsOwnerOnly() throws IOException {
    Path file = directory.resolve("audit");
    open(file).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void goesOnInANewFileWhenItsOwnWasMovedAway() throws IOException {
    Path file = directory.resolve("audit");
    Path moved = directory.resolve("audit.1");
    try (AuditLog log = open(file)) {
      append(log, 1);
      Files.move(file, moved);
      append(log, 2);
      append(log, 3);
      Files.writeString(file, "");
      append(log, 4);
    }
    assertThat(moved).content().isEqualTo("{\"n\":1}\n");
    assertThat(file).content().as("emptied in place").isEqualTo("{\"n\":4}\n");
  }

  @Test
  void saysOnceThatItCannotBeWritten() throws IOException {
    Path folder = Files.createDirectory(directory.resolve("logs"));
    Path file = folder.resolve("audit");
    try (LogCapture capture = LogCapture.start();
        AuditLog log = open(file)) {
      Files.delete(file);
      Files.delete(folder);
      append(log, 1);
      append(log, 2);
      assertThat(capture.lines())
          .filteredOn(line -> line.startsWith("ERROR the file '" + file + "' of '--audit'"))
          .hasSize(1);
      Files.createDirectory(folder);
      append(log, 3);
    }
    assertThat(file).content().isEqualTo("{\"n\":3}\n");
  }

  @Test
  void aFileThatCannotBeWrittenAtTheStartIsAnError() {
    assertThatThrownBy(() -> open(directory))
        .hasMessage(
            "[OPTION_INVALID] Cannot start the agent: the file '%s' of '--audit' cannot be written."
                + " Check its name and rights.",
            directory);
  }

  @Test
  void waitsForNoDiskAndKeepsAsManyLinesAsThereIsRoomFor() throws IOException {
    Path file = directory.resolve("audit");
    Deque<Runnable> waiting = new ArrayDeque<>();
    String text = "x".repeat(AuditLog.MAX_QUEUED_CHARS / 4);
    try (LogCapture capture = LogCapture.start();
        AuditLog log = AuditLog.open(Optional.of(file), waiting::add)) {
      for (int n = 0; n < 6; n++) {
        log.append(Json.object().put("n", n).put("text", text));
      }
      assertThat(waiting).as("one writer").hasSize(1);
      assertThat(file).isEmptyFile();
      assertThat(errors(capture))
          .containsExactly(
              "ERROR Cannot keep who read what: the disk of the file '"
                  + file
                  + "' of '--audit' does not answer, and too many lines wait for it. Lines are"
                  + " lost until it does.");
      waiting.remove().run();
      assertThat(Files.readAllLines(file)).hasSize(3);
      assertThat(errors(capture)).last().isEqualTo("ERROR 3 lines of who read what were lost");
      append(log, 6);
      waiting.remove().run();
      assertThat(Files.readAllLines(file)).hasSize(4).last().isEqualTo("{\"n\":6}");
    }
  }

  @Test
  void writesWhatIsQueuedBeforeItEnds() {
    Path file = directory.resolve("audit");
    AuditLog log = AuditLog.open(Optional.of(file), new FileThreads());
    for (int n = 0; n < 1000; n++) {
      append(log, n);
    }
    log.close();
    assertThat(file).content().endsWith("{\"n\":999}\n").hasLineCount(1000);
  }

  @Test
  void followsNoLinkThatComesIntoThePlaceOfItsFile() throws IOException {
    Path file = directory.resolve("audit");
    Path other = Files.writeString(directory.resolve("other"), "mine\n");
    try (LogCapture capture = LogCapture.start();
        AuditLog log = open(file)) {
      append(log, 1);
      Files.delete(file);
      Files.createSymbolicLink(file, other);
      append(log, 2);
      assertThat(other).content().isEqualTo("mine\n");
      assertThat(errors(capture)).singleElement().asString().contains("symbolic links");
      Files.delete(file);
      append(log, 3);
    }
    assertThat(file).content().isEqualTo("{\"n\":3}\n");
  }

  @Test
  void goesOnInItsOwnFileWhenThatIsBackInItsPlace() throws IOException {
    Path file = directory.resolve("audit");
    Path moved = directory.resolve("audit.1");
    try (AuditLog log = open(file)) {
      append(log, 1);
      Files.move(file, moved);
      Files.createDirectory(file);
      append(log, 2);
      Files.delete(file);
      Files.move(moved, file);
      append(log, 3);
    }
    assertThat(file).content().isEqualTo("{\"n\":1}\n{\"n\":3}\n");
  }

  @Test
  void followsTheLinkThatItsOperatorNamedUnlessItIsAnotherUsers() throws IOException {
    Path target = directory.resolve("target");
    Path link = Files.createSymbolicLink(directory.resolve("audit"), target);
    try (AuditLog log = open(link)) {
      append(log, 1);
      if ((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0) {
        Files.setAttribute(link, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
        assertThatThrownBy(() -> open(link))
            .hasMessageStartingWith(
                "[OPTION_INVALID] Cannot start the agent: the file '%s' of '--audit' cannot be"
                    + " written: it is a link that belongs to ",
                link);
        Files.delete(target);
        append(log, 2);
        assertThat(target).doesNotExist();
      }
    }
  }

  private static List<String> errors(LogCapture capture) {
    return capture.lines().stream().filter(line -> line.startsWith("ERROR")).toList();
  }

  @Test
  void withoutAFileNothingIsWritten() {
    try (AuditLog log = AuditLog.open(Optional.empty(), Runnable::run)) {
      append(log, 1);
    }
    assertThat(directory).isEmptyDirectory();
  }

  private static AuditLog open(Path file) {
    return AuditLog.open(Optional.of(file), Runnable::run);
  }

  private static void append(AuditLog log, int n) {
    log.append(Json.object().put("n", n));
  }
}
