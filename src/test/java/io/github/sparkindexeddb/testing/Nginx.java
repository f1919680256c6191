// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real nginx on a port of its own. */
public final class Nginx implements AutoCloseable {
  private final Process process;
  private final int port;

  private Nginx(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it.
   *
   * @param folder for its files
   * @param lines of its one server
   */
  public static Nginx start(Path folder, String lines) {
    try {
      int port = freePort();
      Path configuration =
          Files.writeString(folder.resolve("nginx.conf"), configuration(port, lines));
      Process process =
          new ProcessBuilder(
                  program(),
                  "-p",
                  folder.toString(),
                  "-c",
                  configuration.toString(),
                  "-e",
                  "stderr")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("nginx.log").toFile())
              .start();
      return new Nginx(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its origin, without a slash. */
  public String origin() {
    return "http://127.0.0.1:" + port;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static String configuration(int port, String lines) {
    return """
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
        """
        .formatted(port, lines);
  }

  private static String program() {
    return Path.of("/usr/sbin/nginx").toFile().canExecute() ? "/usr/sbin/nginx" : "nginx";
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
