// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The clients that an operator lets link no more: a file of ids, one a line, which is read again
 * when it has changed. Thread-safe: state is guarded by {@code this}.
 */
public final class BlockedClients {
  private final Optional<Path> file;
  private Optional<Edition> latest = Optional.empty();

  /** What tells whether the file has changed. */
  private record Stamp(FileTime modified, long bytes, Optional<Object> file) {
    static Stamp of(Path file) throws IOException {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(
          attributes.lastModifiedTime(),
          attributes.size(),
          Optional.ofNullable(attributes.fileKey()));
    }
  }

  /** What the file held at one time. */
  private record Edition(Stamp stamp, Set<String> ids) {
    static Edition of(Path file) throws IOException {
      Stamp stamp = Stamp.of(file);
      try (Stream<String> lines = Files.lines(file)) {
        return new Edition(
            stamp,
            lines
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toUnmodifiableSet()));
      }
    }
  }

  /**
   * Reads the file, if there is one.
   *
   * @throws IndexedDbException {@code OPTION_INVALID} if it cannot be read
   */
  public BlockedClients(Optional<Path> file) {
    this.file = file;
    try {
      if (file.isPresent()) {
        latest = Optional.of(Edition.of(file.get()));
      }
    } catch (IOException | UncheckedIOException e) {
      throw IndexedDbException.of(
              ErrorCode.OPTION_INVALID,
              "Cannot start the agent: the file '%s' of '--blocked-clients' cannot be read. Check"
                  + " its name and rights.",
              AgentLog.plain(file.orElseThrow().toString()))
          .causedBy(e);
    }
  }

  /**
   * Returns whether the client of that id may not link; who was blocked stays so while in doubt.
   */
  public synchronized boolean contains(String id) {
    try {
      if (file.isPresent() && !Stamp.of(file.get()).equals(latest.orElseThrow().stamp)) {
        latest = Optional.of(Edition.of(file.get()));
        AgentLog.LOG.info("blocked clients are read anew: {}", latest.get().ids.size());
      }
    } catch (IOException | UncheckedIOException e) {
      AgentLog.LOG.warn(
          "the file of '--blocked-clients' cannot be read, its last ids hold: {}",
          AgentLog.plain(e.toString()));
    }
    return latest.filter(edition -> edition.ids.contains(id)).isPresent();
  }
}
