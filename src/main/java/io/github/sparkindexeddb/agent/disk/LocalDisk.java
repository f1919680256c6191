// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.disk;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The machine's file system. Stateless. */
public final class LocalDisk implements Disk {
  private static final String OWNER_DIRECTORY = "rwx------";
  private static final String OWNER_FILE = "rw-------";

  @Override
  public void createDirectory(Path directory) throws IOException {
    Files.createDirectories(directory);
  }

  @Override
  public void protect(Path directory) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(directory, PosixFileAttributeView.class);
    if (view != null) {
      view.setPermissions(PosixFilePermissions.fromString(OWNER_DIRECTORY));
    }
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  @Override
  public Optional<Closeable> lock(Path file) throws IOException {
    FileChannel channel =
        channel(file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(channel);
      }
    } catch (OverlappingFileLockException e) {
      AgentLog.LOG.debug("the lock is held by this very process");
    }
    channel.close();
    return Optional.empty();
  }

  @Override
  public Content create(Path file) throws IOException {
    return new LocalContent(
        channel(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE)));
  }

  @Override
  public Content open(Path file) throws IOException {
    return new LocalContent(
        channel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public long free(Path directory) throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  private static FileChannel channel(Path file, Set<? extends OpenOption> options)
      throws IOException {
    boolean posix =
        Files.getFileAttributeView(file.getParent(), PosixFileAttributeView.class) != null;
    return posix ? FileChannel.open(file, options, ownerOnly()) : FileChannel.open(file, options);
  }

  private static FileAttribute<?> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_FILE));
  }

  private record LocalContent(FileChannel channel) implements Content {
    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      long next = position;
      while (bytes.hasRemaining()) {
        next += channel.write(bytes, next);
      }
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      return channel.read(bytes, position);
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
      channel.force(true);
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
