// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.agent.access.AccessOptions;
import io.github.sparkindexeddb.agent.access.AccessOptions.Files;
import io.github.sparkindexeddb.agent.access.AccessOptions.Secrets;
import io.github.sparkindexeddb.agent.access.Secret;
import io.github.sparkindexeddb.agent.http.HttpOptions;
import io.github.sparkindexeddb.agent.http.HttpOptions.Tls;
import io.github.sparkindexeddb.agent.runtime.OptionCheck;
import io.github.sparkindexeddb.agent.spool.SpoolOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The options of an agent. Immutable; start from {@link #DEFAULT} and change single values with the
 * {@code with…} methods, which throw {@code OPTION_INVALID} for a value out of range.
 */
public record AgentOptions(
    HttpOptions http, AccessOptions access, SpoolOptions spool, Timeouts timeouts) {
  /** Loopback, port 8787, no tokens, a spool directory of its own. */
  public static final AgentOptions DEFAULT =
      new AgentOptions(
          new HttpOptions("127.0.0.1", 8787, Optional.empty()),
          new AccessOptions(
              new Secrets(Optional.empty(), Optional.empty()), Files.NONE, List.of(), List.of()),
          new SpoolOptions(Optional.empty(), 20L << 30),
          new Timeouts(Duration.ofSeconds(120), Duration.ofMinutes(30)));

  /**
   * How long the agent waits, and how long it keeps what it has.
   *
   * @param grace how long a reader waits for a client that went away
   * @param scanTtl how long a scan lives after the last byte read
   */
  public record Timeouts(Duration grace, Duration scanTtl) {
    public Timeouts {
      OptionCheck.require(!grace.isNegative(), "--grace", grace, "0s or more");
      OptionCheck.require(scanTtl.toMillis() >= 1, "--scan-ttl", scanTtl, "longer than nothing");
    }
  }

  /**
   * Returns options with another address to listen at; other than loopback needs TLS and both
   * tokens.
   */
  public AgentOptions withBind(String bind) {
    return with(new HttpOptions(bind, http.port(), http.tls()));
  }

  /** Returns options with another port to listen at, from 0 (any free one) to 65535. */
  public AgentOptions withPort(int port) {
    return with(new HttpOptions(http.bind(), port, http.tls()));
  }

  /** Returns options with TLS, from PEM files: a certificate chain and its PKCS #8 key. */
  public AgentOptions withTls(Path certificate, Path key) {
    return with(new HttpOptions(http.bind(), http.port(), Optional.of(new Tls(certificate, key))));
  }

  /** Returns options with a token of visible ASCII characters that engines must send. */
  public AgentOptions withToken(String token) {
    return withReader(new Secret.Given(token));
  }

  /** Returns options with a file of the token that engines must send, which may change. */
  public AgentOptions withTokenFile(Path file) {
    return withReader(new Secret.InFile(file));
  }

  private AgentOptions withReader(Secret secret) {
    return with(access.with(new Secrets(Optional.of(secret), access.secrets().browser())));
  }

  /** Returns options with a token of visible ASCII characters that page links must send. */
  public AgentOptions withBrowserToken(String token) {
    return withBrowser(new Secret.Given(token));
  }

  /** Returns options with a file of the token that page links must send, which may change. */
  public AgentOptions withBrowserTokenFile(Path file) {
    return withBrowser(new Secret.InFile(file));
  }

  private AgentOptions withBrowser(Secret secret) {
    return with(access.with(new Secrets(access.secrets().reader(), Optional.of(secret))));
  }

  /**
   * Returns options with a file of tokens with names and ends; no kind is open without one then.
   */
  public AgentOptions withTokens(Path file) {
    return with(access.with(access.files().withTokens(file)));
  }

  /** Returns options with the key of the app's server that signs browser tokens. */
  public AgentOptions withTokenKey(Path file) {
    return with(access.with(access.files().withTokenKey(file)));
  }

  /** Returns options with a file that gets a line of each read. */
  public AgentOptions withAudit(Path file) {
    return with(access.with(access.files().withAudit(file)));
  }

  /** Returns options with the origins whose pages may link, as {@code https://shop.example}. */
  public AgentOptions withAllowedOrigins(List<String> origins) {
    return with(new AccessOptions(access.secrets(), access.files(), origins, access.hosts()));
  }

  /** Returns options with further names, without port, by which the agent may be addressed. */
  public AgentOptions withAllowedHosts(List<String> hosts) {
    return with(new AccessOptions(access.secrets(), access.files(), access.origins(), hosts));
  }

  /** Returns options with a file of ids, one a line, of clients that may not link. */
  public AgentOptions withBlockedClients(Path file) {
    return with(access.with(access.files().withBlockedClients(file)));
  }

  /** Returns options with a directory of split files: new, empty, or of an earlier agent. */
  public AgentOptions withSpool(Path directory) {
    return with(new SpoolOptions(Optional.of(directory), spool.limit()));
  }

  /** Returns options with another limit of bytes in the spool, 1 MiB or more. */
  public AgentOptions withSpoolLimit(long bytes) {
    return with(new SpoolOptions(spool.directory(), bytes));
  }

  /** Returns options with another time that a read waits for a client that went away. */
  public AgentOptions withGrace(Duration grace) {
    return with(new Timeouts(grace, timeouts.scanTtl));
  }

  /** Returns options with another time that a scan is kept after the last byte read of it. */
  public AgentOptions withScanTtl(Duration scanTtl) {
    return with(new Timeouts(timeouts.grace, scanTtl));
  }

  private AgentOptions with(HttpOptions changed) {
    return new AgentOptions(changed, access, spool, timeouts);
  }

  private AgentOptions with(AccessOptions changed) {
    return new AgentOptions(http, changed, spool, timeouts);
  }

  private AgentOptions with(SpoolOptions changed) {
    return new AgentOptions(http, access, changed, timeouts);
  }

  private AgentOptions with(Timeouts changed) {
    return new AgentOptions(http, access, spool, changed);
  }
}
