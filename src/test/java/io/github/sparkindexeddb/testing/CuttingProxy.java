// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntUnaryOperator;

/**
 * A way to an agent that breaks: a proxy on a port of its own that hands on bytes as they are,
 * until the answers of all its connections together have the length that was set; then it drops
 * them all, within whatever it was carrying. Afterwards it is whole again, or stays broken.
 *
 * <p>Safe for use by several threads.
 */
public final class CuttingProxy implements AutoCloseable {
  /** What becomes of the connections after the cut. */
  public enum Afterwards {
    /** New ones work, and are never cut. */
    WHOLE,
    /** New ones are dropped at once. */
    BROKEN
  }

  private final ServerSocket server;
  private final URI target;
  private final Afterwards afterwards;
  private final AtomicLong left;
  private final AtomicLong answered = new AtomicLong();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean isCut;

  private CuttingProxy(ServerSocket server, URI target, long answers, Afterwards afterwards) {
    this.server = server;
    this.target = target;
    this.left = new AtomicLong(answers);
    this.afterwards = afterwards;
  }

  /**
   * @param url of the agent
   * @param answers bytes of answers to let through, heads of HTTP included
   */
  public static CuttingProxy to(String url, long answers, Afterwards afterwards) {
    try {
      ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
      CuttingProxy proxy = new CuttingProxy(server, URI.create(url), answers, afterwards);
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /** Bytes of answers that went through, before the cut and after it. */
  public long answered() {
    return answered.get();
  }

  /** Whether the length was reached. */
  public boolean isCut() {
    return isCut;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        sockets.add(near);
        if (isCut && afterwards == Afterwards.BROKEN) {
          drop();
        } else {
          connect(near);
        }
      } catch (IOException e) {
        drop();
      }
    }
  }

  private void connect(Socket near) throws IOException {
    Socket far = new Socket(target.getHost(), target.getPort());
    near.setTcpNoDelay(true);
    far.setTcpNoDelay(true);
    sockets.add(far);
    threads.execute(() -> carry(near, far, wanted -> wanted));
    threads.execute(() -> carry(far, near, this::allowed));
  }

  private void carry(Socket from, Socket to, IntUnaryOperator limit) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        int allowed = limit.applyAsInt(read);
        out.write(buffer, 0, allowed);
        if (allowed < read) {
          isCut = true;
          drop();
        }
      }
    } catch (IOException e) {
      // The other side, or the cut, ended the connection: so does leaving.
    }
  }

  private int allowed(int wanted) {
    int allowed = isCut ? wanted : (int) Math.max(0, Math.min(wanted, left.getAndAdd(-wanted)));
    answered.addAndGet(allowed);
    return allowed;
  }

  private void drop() {
    sockets.forEach(
        socket -> {
          sockets.remove(socket);
          try {
            socket.close();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      drop();
      threads.shutdownNow();
    }
  }
}
