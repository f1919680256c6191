// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The clients that an operator lets link no more: a file of ids, one a line. Who was blocked stays
 * so while in doubt. Thread-safe.
 */
public final class BlockedClients {
  private final Optional<ReloadedFile<Set<String>>> file;

  /**
   * Reads the file, if there is one.
   *
   * @throws IndexedDbException {@code OPTION_INVALID} if it cannot be read
   */
  public BlockedClients(Optional<Path> file) {
    this.file =
        file.map(path -> ReloadedFile.open("--blocked-clients", path, BlockedClients::parse));
  }

  private static Set<String> parse(byte[] content) {
    return new String(content, StandardCharsets.UTF_8)
        .lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .filter(line -> !line.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Looks after changes of the file from now on.
   *
   * @param afterwards runs after each look, as those who linked before they were blocked must go
   */
  public void watch(FileWatch watch, Runnable afterwards) {
    file.ifPresent(blocked -> watch.watch(blocked, afterwards));
  }

  /** Returns whether the client of that id may not link. */
  public boolean contains(String id) {
    return file.filter(blocked -> blocked.value().contains(id)).isPresent();
  }
}
