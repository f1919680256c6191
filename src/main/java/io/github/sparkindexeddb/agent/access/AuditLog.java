// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A file of who read what, one JSON object a line. It is only appended to; a file that was moved
 * away is left and a new one begun, as programs that rotate logs expect.
 *
 * <p>Thread-safe. A line that cannot be written is lost, and the first of a row of them is logged.
 */
public final class AuditLog implements AutoCloseable {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Optional<Path> file;
  private FileChannel channel;
  private Object fileKey;
  private boolean failing;

  /** Whether the last line may lack its end. */
  private boolean torn;

  private AuditLog(Optional<Path> file) {
    this.file = file;
  }

  /**
   * Opens the file, or nothing if there is none to write.
   *
   * @throws IndexedDbException {@code OPTION_INVALID} if the file cannot be written
   */
  public static AuditLog open(Optional<Path> file) {
    AuditLog log = new AuditLog(file);
    try {
      log.reopenIfMoved();
      return log;
    } catch (IOException e) {
      throw IndexedDbException.of(
              ErrorCode.OPTION_INVALID,
              "Cannot start the agent: the file '%s' of '--audit' cannot be written. Check its name"
                  + " and rights.",
              file.orElseThrow())
          .causedBy(e);
    }
  }

  /** Appends a line. */
  public synchronized void append(ObjectNode line) {
    if (file.isEmpty()) {
      return;
    }
    try {
      reopenIfMoved();
      write((torn ? "\n" : "") + Json.write(line) + "\n");
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        AgentLog.LOG.error("the file '{}' of '--audit' cannot be written", file.get(), e);
      }
      failing = true;
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      AgentLog.LOG.warn("the file of '--audit' could not be closed", e);
    }
  }

  private void write(String text) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    torn = true;
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    torn = false;
  }

  private synchronized void reopenIfMoved() throws IOException {
    if (file.isEmpty() || channel != null && Objects.equals(fileKey, keyOf(file.get()))) {
      return;
    }
    if (channel != null) {
      channel.close();
    }
    channel =
        FileChannel.open(
            file.get(),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND),
            OWNER_ONLY);
    fileKey = keyOf(file.get());
    torn = false;
  }

  /** Returns what tells a file from another of its name; null if there is none. */
  private static Object keyOf(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }
}
