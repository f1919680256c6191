// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import io.github.sparkindexeddb.agent.disk.Disk;
import io.github.sparkindexeddb.agent.disk.LocalDisk;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;

/**
 * The real disk, until a test breaks it or slows it: some writes, all syncs, the n-th operation on
 * a split file, or the writes of one file. It counts open files. Thread-safe.
 */
public final class FakeDisk implements Disk {
  private final Disk real = new LocalDisk();
  private final Map<String, Hold> holds = new ConcurrentHashMap<>();
  private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);
  private final AtomicInteger open = new AtomicInteger();
  private volatile String failure = "";
  private volatile Optional<String> writeFailure = Optional.empty();
  private volatile Optional<String> forceFailure = Optional.empty();
  private volatile Optional<String> kind = Optional.empty();
  private volatile IntUnaryOperator taken = bytes -> bytes;

  /** Writes of one file that hang until they are released. */
  public static final class Hold implements AutoCloseable {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    /** Returns whether a write hangs, or did. */
    public boolean isReached() {
      return reached.getCount() == 0;
    }

    /** Lets that write and all later ones go on. */
    @Override
    public void close() {
      released.countDown();
    }

    private void pass() throws IOException {
      reached.countDown();
      try {
        released.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted in a write that hangs");
      }
    }
  }

  public void failWrites(String message) {
    writeFailure = Optional.of(message);
  }

  public void failForce(String message) {
    forceFailure = Optional.of(message);
  }

  /** Pretends to be of another kind. */
  public FakeDisk on(String fileSystem) {
    kind = Optional.of(fileSystem);
    return this;
  }

  /** Lets the n-th operation from now fail with that text of an operating system. */
  public void failAt(int n, String message) {
    failure = message;
    left.set(n);
  }

  /** Lets no further operation fail, and returns whether one did. */
  public boolean stopFailing() {
    return left.getAndSet(Integer.MAX_VALUE) <= 0;
  }

  /** Lets writes of the file with that name hang. */
  public Hold holdWrites(String file) {
    Hold hold = new Hold();
    holds.put(file, hold);
    return hold;
  }

  /** Lets each write take only so many of the bytes that it is given. */
  public void shortenWrites(IntUnaryOperator bytes) {
    taken = bytes;
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

  private static void failIf(Optional<String> failure) throws IOException {
    if (failure.isPresent()) {
      throw new IOException(failure.get());
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
  public String fileSystem(Path directory) throws IOException {
    return kind.isPresent() ? kind.get() : real.fileSystem(directory);
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
    return new FakeContent(file, real.create(file));
  }

  @Override
  public Content open(Path file) throws IOException {
    step();
    return new FakeContent(file, real.open(file));
  }

  @Override
  public Content openToWrite(Path file) throws IOException {
    step();
    return new FakeContent(file, real.openToWrite(file));
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

  private final class FakeContent implements Content {
    private final String file;
    private final Content content;

    FakeContent(Path file, Content content) {
      this.file = file.getFileName().toString();
      this.content = content;
      open.incrementAndGet();
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      step();
      failIf(writeFailure);
      Hold hold = holds.get(file);
      if (hold != null) {
        hold.pass();
      }
      int size = taken.applyAsInt(bytes.remaining());
      int written = content.write(bytes.slice(bytes.position(), size), position);
      bytes.position(bytes.position() + written);
      return written;
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
      failIf(forceFailure);
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
