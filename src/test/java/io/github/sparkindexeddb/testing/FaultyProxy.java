// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A bad network before an agent: a proxy on a port of its own that does to the bytes of either
 * direction what a {@link WireFault} says, holds them back without a word, or drops connections on
 * which nothing passes. It knows nothing of what it carries, TLS included.
 *
 * <p>Safe for use by several threads.
 */
public final class FaultyProxy implements AutoCloseable {
  private final ServerSocket server;
  private final URI target;
  private final Set<Closeable> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private volatile WireFault up = WireFault.NONE;
  private volatile WireFault down = WireFault.NONE;
  private volatile Duration idleLimit = Duration.ofDays(1);
  private volatile CountDownLatch hold = new CountDownLatch(0);

  private FaultyProxy(ServerSocket server, URI target) {
    this.server = server;
    this.target = target;
  }

  /** Starts one without faults, to an agent's address. */
  public static FaultyProxy to(String url) {
    try {
      ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
      FaultyProxy proxy = new FaultyProxy(server, URI.create(url));
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What becomes of bytes on their way to the agent from now on. */
  public FaultyProxy up(WireFault fault) {
    up = fault;
    return this;
  }

  /** What becomes of bytes on their way from the agent from now on. */
  public FaultyProxy down(WireFault fault) {
    down = fault;
    return this;
  }

  /** New connections on which nothing passes for so long are dropped. */
  public FaultyProxy dropsIdle(Duration limit) {
    idleLimit = limit;
    return this;
  }

  /** The address to use in place of the agent's. */
  public String url() {
    return target.getScheme() + "://127.0.0.1:" + server.getLocalPort();
  }

  /** Connections that were opened so far. */
  public int connections() {
    return connections.get();
  }

  /**
   * From now on nothing passes and nothing ends, as if a cable had been pulled out; new connections
   * are taken and carry nothing either.
   */
  public void hold() {
    hold = new CountDownLatch(1);
  }

  /** What was held back passes, and what comes after it. */
  public void release() {
    hold.countDown();
  }

  /** Drops all connections. */
  public void drop() {
    sockets.forEach(FaultyProxy::end);
    sockets.clear();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        connections.incrementAndGet();
        connect(near);
      } catch (IOException e) {
        // The test is over, or the agent is not there: who connected finds out by its end.
      }
    }
  }

  private void connect(Socket near) throws IOException {
    sockets.add(near);
    Socket far;
    try {
      far = new Socket(target.getHost(), target.getPort());
    } catch (IOException e) {
      end(near);
      throw e;
    }
    sockets.add(far);
    near.setTcpNoDelay(true);
    far.setTcpNoDelay(true);
    AtomicLong lastPassed = new AtomicLong(System.nanoTime());
    threads.execute(() -> carry(near, far, () -> up, lastPassed));
    threads.execute(() -> carry(far, near, () -> down, lastPassed));
  }

  private void carry(Socket from, Socket to, Supplier<WireFault> fault, AtomicLong lastPassed) {
    byte[] buffer = new byte[1 << 14];
    try {
      from.setSoTimeout((int) Math.min(idleLimit.toMillis(), Integer.MAX_VALUE));
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = next(in, buffer, lastPassed); read >= 0; ) {
        closed.await(fault.get().delay(read).toNanos(), TimeUnit.NANOSECONDS);
        hold.await();
        int passed = fault.get().pass(buffer, read);
        out.write(buffer, 0, passed);
        lastPassed.set(System.nanoTime());
        read = passed < read ? -1 : next(in, buffer, lastPassed);
      }
    } catch (IOException | InterruptedException e) {
      // Either side, a fault or the test ended the connection: so does leaving.
    }
    end(from);
    end(to);
  }

  /** Returns how many bytes came, or -1 at the end or if nothing passed either way for too long. */
  private int next(InputStream in, byte[] buffer, AtomicLong lastPassed) throws IOException {
    while (true) {
      try {
        return in.read(buffer);
      } catch (SocketTimeoutException e) {
        if (System.nanoTime() - lastPassed.get() >= idleLimit.toNanos()) {
          return -1;
        }
      }
    }
  }

  private static void end(Closeable socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    end(server);
    closed.countDown();
    hold.countDown();
    drop();
    threads.shutdownNow();
  }
}
