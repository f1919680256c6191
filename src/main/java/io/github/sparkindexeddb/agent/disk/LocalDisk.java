// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
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
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The machine's file system. No link is followed to a file.
 *
 * <p>Thread-safe.
 */
public final class LocalDisk implements Disk {
  private static final String OWNER_DIRECTORY = "rwx------";
  private static final String OWNER_FILE = "rw-------";

  /** Files that this JVM holds locks of: to close a second channel of one would free its lock. */
  private static final Set<Path> LOCKED = ConcurrentHashMap.newKeySet();

  private final Path temporaryRoot;

  /** Makes one with the temporary directories of this JVM. */
  public LocalDisk() {
    this(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * Makes one with temporary directories at another place.
   *
   * @param temporaryRoot where they are made
   */
  public LocalDisk(Path temporaryRoot) {
    this.temporaryRoot = temporaryRoot;
  }

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
  public Path createTemporary(String prefix) throws IOException {
    return Files.createTempDirectory(temporaryRoot, prefix);
  }

  @Override
  public List<Path> temporary(String prefix) throws IOException {
    try (Stream<Path> entries = Files.list(temporaryRoot)) {
      return entries
          .filter(entry -> entry.getFileName().toString().startsWith(prefix))
          .filter(entry -> Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS))
          .filter(Ownership::isThisUsers)
          .toList();
    }
  }

  @Override
  public Optional<String> distrust(Path directory) throws IOException {
    return Ownership.distrust(directory);
  }

  @Override
  public String fileSystem(Path directory) throws IOException {
    return Files.getFileStore(directory).type();
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }

  @Override
  public Optional<Closeable> lock(Path file) throws IOException {
    Path real = file.getParent().toRealPath().resolve(file.getFileName());
    if (!LOCKED.add(real)) {
      return Optional.empty();
    }
    Optional<FileChannel> locked = Optional.empty();
    try {
      locked = lockedChannel(file);
    } finally {
      if (locked.isEmpty()) {
        LOCKED.remove(real);
      }
    }
    return locked.map(
        channel ->
            () -> {
              channel.close();
              LOCKED.remove(real);
            });
  }

  private static Optional<FileChannel> lockedChannel(Path file) throws IOException {
    FileChannel channel =
        channel(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS));
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } finally {
      if (lock == null) {
        channel.close();
      }
    }
    return lock == null ? Optional.empty() : Optional.of(channel);
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
  public Content openToWrite(Path file) throws IOException {
    return new LocalContent(
        channel(file, Set.of(StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)));
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
    public int write(ByteBuffer bytes, long position) throws IOException {
      return channel.write(bytes, position);
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
