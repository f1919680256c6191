// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A real nginx on a port of its own, which can be killed and started again there.
 *
 * <p>Confined to the test's thread.
 */
public final class Nginx implements AutoCloseable {
  private static final String CONFIGURATION =
      """
      daemon off;
      pid nginx.pid;
      events {}
      http {
        access_log off;
        client_body_temp_path body;
        proxy_temp_path proxy;
        fastcgi_temp_path fastcgi;
        uwsgi_temp_path uwsgi;
        scgi_temp_path scgi;
        server {
          listen 127.0.0.1:%d;
          %s
        }
      }
      """;

  private final Path folder;
  private final int port;
  private Process process;

  private Nginx(Path folder, int port) {
    this.folder = folder;
    this.port = port;
  }

  /** Starts one with files in a folder and these {@code location} blocks. */
  public static Nginx start(Path folder, String locations) {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Nginx nginx = new Nginx(folder, free.getLocalPort());
      Files.writeString(
          folder.resolve("nginx.conf"), CONFIGURATION.formatted(nginx.port, locations));
      free.close();
      nginx.start();
      return nginx;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its origin, without a slash. */
  public String origin() {
    return "http://127.0.0.1:" + port;
  }

  /** Kills it with all its connections and starts it again at the same place. */
  public void killAndRestart() {
    kill();
    start();
  }

  private void start() {
    String program = Path.of("/usr/sbin/nginx").toFile().canExecute() ? "/usr/sbin/nginx" : "nginx";
    String configuration = folder.resolve("nginx.conf").toString();
    try {
      process =
          new ProcessBuilder(program, "-p", folder.toString(), "-c", configuration, "-e", "stderr")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("nginx.log").toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start nginx. Run .ci/provision.", e);
    }
  }

  private void kill() {
    List<ProcessHandle> tree = new ArrayList<>(process.descendants().toList());
    tree.add(process.toHandle());
    Signals.kill(tree);
  }

  @Override
  public void close() {
    kill();
  }
}
