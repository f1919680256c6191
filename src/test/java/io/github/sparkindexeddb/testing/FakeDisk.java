// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.disk.LocalDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The real disk, until a test breaks it. Thread-safe. */
public final class FakeDisk implements Disk {
  private final Disk real = new LocalDisk();
  private volatile Optional<String> writeFailure = Optional.empty();
  private volatile Optional<String> forceFailure = Optional.empty();

  public void failWrites(String message) {
    writeFailure = Optional.of(message);
  }

  public void failForce(String message) {
    forceFailure = Optional.of(message);
  }

  @Override
  public void createDirectory(Path directory) throws IOException {
    real.createDirectory(directory);
  }

  @Override
  public void protect(Path directory) throws IOException {
    real.protect(directory);
  }

  @Override
  public Path createTemporary(String prefix) throws IOException {
    return real.createTemporary(prefix);
  }

  @Override
  public List<Path> temporary(String prefix) throws IOException {
    return real.temporary(prefix);
  }

  @Override
  public Optional<String> distrust(Path directory) throws IOException {
    return real.distrust(directory);
  }

  @Override
  public Content openToWrite(Path file) throws IOException {
    return new Breakable(real.openToWrite(file));
  }

  @Override
  public List<String> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public Optional<Closeable> lock(Path file) throws IOException {
    return real.lock(file);
  }

  @Override
  public Content create(Path file) throws IOException {
    return new Breakable(real.create(file));
  }

  @Override
  public Content open(Path file) throws IOException {
    return real.open(file);
  }

  @Override
  public void delete(Path file) throws IOException {
    real.delete(file);
  }

  @Override
  public long free(Path directory) throws IOException {
    return real.free(directory);
  }

  private static void failIf(Optional<String> failure) throws IOException {
    if (failure.isPresent()) {
      throw new IOException(failure.get());
    }
  }

  private final class Breakable implements Content {
    private final Content content;

    Breakable(Content content) {
      this.content = content;
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      failIf(writeFailure);
      content.write(bytes, position);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      return content.read(bytes, position);
    }

    @Override
    public void truncate(long size) throws IOException {
      content.truncate(size);
    }

    @Override
    public void force() throws IOException {
      failIf(forceFailure);
      content.force();
    }

    @Override
    public long size() throws IOException {
      return content.size();
    }

    @Override
    public void close() throws IOException {
      content.close();
    }
  }
}
