// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
  void withoutAFileNothingIsWritten() {
    try (AuditLog log = AuditLog.open(Optional.empty())) {
      append(log, 1);
    }
    assertThat(directory).isEmptyDirectory();
  }

  private static AuditLog open(Path file) {
    return AuditLog.open(Optional.of(file));
  }

  private static void append(AuditLog log, int n) {
    log.append(Json.object().put("n", n));
  }
}
