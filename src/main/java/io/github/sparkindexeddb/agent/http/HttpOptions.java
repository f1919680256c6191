// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.runtime.OptionCheck;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The address that an agent listens at, and its TLS.
 *
 * @param bind address to listen at; other than loopback needs TLS and both tokens
 * @param port 0 for any free one
 */
public record HttpOptions(String bind, int port, Optional<Tls> tls) {
  public HttpOptions {
    OptionCheck.require(port >= 0 && port <= 65535, "--port", port, "a number from 0 to 65535");
    OptionCheck.require(!bind.isBlank(), "--bind", bind, "an address or a host name");
  }

  /** PEM files: the certificate chain, and its PKCS #8 key without a password. */
  public record Tls(Path certificate, Path key) {}
}
