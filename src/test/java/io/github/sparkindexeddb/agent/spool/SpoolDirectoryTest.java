// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.disk.LocalDisk;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpoolDirectoryTest {
  private static final SpoolOptions TEMPORARY = new SpoolOptions(Optional.empty(), 1 << 20);

  @TempDir private Path root;

  @Test
  void deletesWhatDeadAgentsLeftAndNothingElse() throws IOException {
    Path dead = folder("spark-indexeddb-spool-1", "agent.lock", "7.split");
    Path foreign = folder("spark-indexeddb-spool-2", "agent.lock", "thesis.txt");
    Path starting = folder("spark-indexeddb-spool-3");
    Path other = folder("other", "agent.lock", "7.split");
    Path link = Files.createSymbolicLink(root.resolve("spark-indexeddb-spool-4"), other);
    LocalDisk disk = new LocalDisk(root);
    try (Spool live = Spool.open(disk, TEMPORARY);
        Spool second = Spool.open(disk, TEMPORARY)) {
      assertThat(dead).doesNotExist();
      assertThat(foreign).isDirectoryContaining("glob:**thesis.txt");
      assertThat(starting).exists();
      assertThat(link).exists();
      assertThat(other).isDirectoryContaining("glob:**7.split");
      assertThat(live.directory()).exists().isNotEqualTo(second.directory());
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(live.directory())))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void makesATemporaryDirectoryAnewWhenItIsGone() throws IOException {
    try (Spool spool = Spool.open(new LocalDisk(root), TEMPORARY)) {
      assertGoesOn(spool);
    }
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void makesANamedDirectoryAnewAndLocksIt() throws IOException {
    SpoolOptions named = new SpoolOptions(Optional.of(root.resolve("named")), 1 << 20);
    try (Spool spool = Spool.open(new LocalDisk(), named)) {
      assertGoesOn(spool);
      assertThatThrownBy(() -> Spool.open(new LocalDisk(), named))
          .hasMessageContaining("another agent uses it");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"rwxrwxrwx", "rwxrwx---", "rwx----w-"})
  void refusesADirectoryThatOthersMayWriteIn(String permissions) throws IOException {
    Path open = Files.createDirectory(root.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString(permissions));
    assertRefused(open, "others may write in it");
  }

  @Test
  void refusesADirectoryAndALinkOfAnotherUser() throws IOException {
    Path foreign = Files.createDirectory(root.resolve("foreign"));
    Path own = Files.createDirectory(root.resolve("own"));
    Path link = Files.createSymbolicLink(root.resolve("link"), own);
    Spool.open(new LocalDisk(), new SpoolOptions(Optional.of(link), 1 << 20)).close();
    if ((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0) {
      Files.setAttribute(foreign, "unix:uid", 65534);
      Files.setAttribute(link, "unix:uid", 65534, LinkOption.NOFOLLOW_LINKS);
      assertRefused(foreign, "it belongs to ");
      assertRefused(link, "it is a link that belongs to ");
    }
  }

  @Test
  void followsNoLinkToTheLock() throws IOException {
    Path target = root.resolve("target");
    Path directory = Files.createDirectory(root.resolve("planted"));
    Files.createSymbolicLink(directory.resolve("agent.lock"), target);
    assertRefused(directory, "symbolic links");
    assertThat(target).doesNotExist();
  }

  private static void assertGoesOn(Spool spool) throws IOException {
    Files.delete(spool.directory().resolve("agent.lock"));
    Files.delete(spool.directory());
    SpoolFile file = spool.create("client one", error -> {});
    file.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    file.commit().join();
    assertThat(spool.directory()).isDirectoryContaining("glob:**agent.lock");
    try (var content = file.open()) {
      assertThat(content.size()).isEqualTo(3);
    }
  }

  private static void assertRefused(Path directory, String why) {
    SpoolOptions options = new SpoolOptions(Optional.of(directory), 1 << 20);
    assertThatThrownBy(() -> Spool.open(new LocalDisk(), options))
        .isInstanceOf(IndexedDbException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("'--spool'");
  }

  private Path folder(String name, String... files) throws IOException {
    Path folder = Files.createDirectory(root.resolve(name));
    for (String file : files) {
      Files.writeString(folder.resolve(file), "");
    }
    return folder;
  }
}
