// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import io.github.sparkindexeddb.agent.disk.Disk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk whose n-th operation fails, counted from when it is armed; and that counts open files. */
public final class FaultyDisk implements Disk {
  private final Disk real;
  private final String failure;
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicInteger open = new AtomicInteger();

  /** Makes one that fails with that text of an operating system. */
  public FaultyDisk(Disk real, String failure) {
    this.real = real;
    this.failure = failure;
  }

  /** Lets the n-th operation from now fail. */
  public void failAt(int n) {
    left.set(n);
  }

  /** Returns whether the operation was reached. */
  public boolean hasFailed() {
    return left.get() <= 0;
  }

  /** Returns how many contents are open. */
  public int open() {
    return open.get();
  }

  private void step() throws IOException {
    if (left.decrementAndGet() == 0) {
      throw new IOException(failure);
    }
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
  public List<String> list(Path directory) throws IOException {
    return real.list(directory);
  }

  @Override
  public Optional<Closeable> lock(Path file) throws IOException {
    return real.lock(file);
  }

  @Override
  public Content create(Path file) throws IOException {
    step();
    return new Counted(real.create(file));
  }

  @Override
  public Content open(Path file) throws IOException {
    step();
    return new Counted(real.open(file));
  }

  @Override
  public Content openToWrite(Path file) throws IOException {
    step();
    return new Counted(real.openToWrite(file));
  }

  @Override
  public void delete(Path file) throws IOException {
    step();
    real.delete(file);
  }

  @Override
  public long free(Path directory) throws IOException {
    return real.free(directory);
  }

  private final class Counted implements Content {
    private final Content content;

    Counted(Content content) {
      this.content = content;
      open.incrementAndGet();
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      step();
      content.write(bytes, position);
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      step();
      return content.read(bytes, position);
    }

    @Override
    public void truncate(long size) throws IOException {
      step();
      content.truncate(size);
    }

    @Override
    public void force() throws IOException {
      step();
      content.force();
    }

    @Override
    public long size() throws IOException {
      step();
      return content.size();
    }

    @Override
    public void close() throws IOException {
      content.close();
      open.decrementAndGet();
      step();
    }
  }
}
