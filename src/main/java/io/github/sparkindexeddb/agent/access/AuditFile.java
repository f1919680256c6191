// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.agent.disk.Ownership;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The file that the audit log is appended to. One that was moved away is left and a new one begun,
 * as programs that rotate logs expect.
 *
 * <p>A link is followed if the file was one at the start, and only while it is this user's or
 * root's: one that comes into the place of a file leads where somebody else wants.
 *
 * <p>For one thread at a time; each call waits for the disk.
 */
final class AuditFile implements AutoCloseable {
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path path;
  private final boolean isLink;
  private FileChannel channel;
  private Object fileKey;

  /** Whether the last line may lack its end. */
  private boolean torn;

  private AuditFile(Path path) {
    this.path = path;
    this.isLink = Files.isSymbolicLink(path);
  }

  static AuditFile open(Path path) throws IOException {
    AuditFile file = new AuditFile(path);
    file.reopenIfMoved();
    return file;
  }

  Path path() {
    return path;
  }

  /** Appends lines, of ASCII. */
  void append(List<String> lines) throws IOException {
    reopenIfMoved();
    String text = (torn ? "\n" : "") + String.join("\n", lines) + "\n";
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    torn = true;
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    torn = false;
  }

  private void reopenIfMoved() throws IOException {
    // One that could not be followed by another is closed: its file may be back.
    if (channel != null && channel.isOpen() && Objects.equals(fileKey, fileKey())) {
      return;
    }
    if (channel != null) {
      channel.close();
    }
    Optional<String> distrust = Ownership.distrustLink(path);
    if (distrust.isPresent()) {
      throw new IOException(distrust.get());
    }
    channel = FileChannel.open(path, options(), OWNER_ONLY);
    fileKey = fileKey();
    torn = lacksEnd();
  }

  /** Returns whether the last line lacks its end: whoever wrote it was killed, or its disk full. */
  private boolean lacksEnd() throws IOException {
    if (!Files.isRegularFile(path, linkOptions()) || !Files.isReadable(path)) {
      return false;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    try (FileChannel reader = FileChannel.open(path, readOptions())) {
      return reader.size() > 0 && reader.read(last, reader.size() - 1) == 1 && last.get(0) != '\n';
    }
  }

  private Set<OpenOption> readOptions() {
    Set<OpenOption> options = new HashSet<>(List.of(linkOptions()));
    options.add(StandardOpenOption.READ);
    return options;
  }

  private Set<OpenOption> options() {
    Set<OpenOption> options = new HashSet<>(List.of(linkOptions()));
    options.add(StandardOpenOption.CREATE);
    options.add(StandardOpenOption.WRITE);
    options.add(StandardOpenOption.APPEND);
    return options;
  }

  /** Returns what tells the file from another of its name; null if there is none. */
  private Object fileKey() throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, linkOptions()).fileKey();
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private LinkOption[] linkOptions() {
    return isLink ? new LinkOption[0] : new LinkOption[] {LinkOption.NOFOLLOW_LINKS};
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
