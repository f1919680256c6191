// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How an agent is to run. Immutable; start from {@link #DEFAULT} and change single values with the
 * {@code with…} methods, which throw {@code OPTION_INVALID} for a value out of range.
 */
public record AgentOptions(
    Network network, Secrets secrets, Guests guests, Space space, Times times) {
  /** Loopback, port 8787, no tokens, a spool directory of its own. */
  public static final AgentOptions DEFAULT =
      new AgentOptions(
          new Network("127.0.0.1", 8787, Optional.empty()),
          new Secrets(Optional.empty(), Optional.empty()),
          new Guests(List.of(), List.of()),
          new Space(Optional.empty(), 20L << 30),
          new Times(Duration.ofSeconds(120), Duration.ofMinutes(30)));

  /**
   * @param bind address to listen at; other than loopback needs TLS and both tokens
   * @param port 0 for any free one
   */
  public record Network(String bind, int port, Optional<Tls> tls) {
    public Network {
      require(port >= 0 && port <= 65535, "--port", port, "a number from 0 to 65535");
      require(!bind.isBlank(), "--bind", bind, "an address or a host name");
    }
  }

  /** PEM files: the certificate chain, and its PKCS #8 key without a password. */
  public record Tls(Path certificate, Path key) {}

  /**
   * @param reader opens every data route, for Spark, Tez and curl
   * @param browser opens only {@code /v1/connect}, for page links
   */
  public record Secrets(Optional<String> reader, Optional<String> browser) {
    public Secrets {
      reader.ifPresent(token -> requireToken("--token", token));
      browser.ifPresent(token -> requireToken("--browser-token", token));
      if (reader.isPresent() && reader.equals(browser)) {
        throw new IndexedDbException(
            ErrorCode.OPTION_INVALID,
            "Cannot start the agent: '--token' and '--browser-token' are the same, so that every"
                + " page could read all data. Choose two.");
      }
    }

    /** Without the secrets: a record's own would print them. */
    @Override
    public String toString() {
      return "Secrets[reader=" + reader.isPresent() + ", browser=" + browser.isPresent() + "]";
    }
  }

  /**
   * @param origins of pages that may link, as {@code https://shop.example}; none: those of this
   *     machine
   * @param hosts names that the agent is reached by, beside those of this machine and its address
   */
  public record Guests(List<String> origins, List<String> hosts) {
    public Guests {
      origins = List.copyOf(origins);
      hosts = List.copyOf(hosts);
    }
  }

  /**
   * @param directory of the spool, emptied at start; absent: a new temporary one, deleted at the
   *     end
   * @param limit bytes of all splits together
   */
  public record Space(Optional<Path> directory, long limit) {
    public Space {
      require(limit >= 1 << 20, "--spool-limit", limit, "1 MiB or more");
    }
  }

  /**
   * @param grace how long a reader waits for a client that went away
   * @param scanTtl how long a scan lives after the last byte read
   */
  public record Times(Duration grace, Duration scanTtl) {
    public Times {
      require(!grace.isNegative(), "--grace", grace, "0s or more");
      require(scanTtl.toMillis() >= 1, "--scan-ttl", scanTtl, "longer than nothing");
    }
  }

  public AgentOptions withBind(String bind) {
    return with(new Network(bind, network.port, network.tls));
  }

  public AgentOptions withPort(int port) {
    return with(new Network(network.bind, port, network.tls));
  }

  public AgentOptions withTls(Path certificate, Path key) {
    return with(new Network(network.bind, network.port, Optional.of(new Tls(certificate, key))));
  }

  public AgentOptions withToken(String token) {
    return with(new Secrets(Optional.of(token), secrets.browser));
  }

  public AgentOptions withBrowserToken(String token) {
    return with(new Secrets(secrets.reader, Optional.of(token)));
  }

  public AgentOptions withAllowedOrigins(List<String> origins) {
    return with(new Guests(origins, guests.hosts));
  }

  public AgentOptions withAllowedHosts(List<String> hosts) {
    return with(new Guests(guests.origins, hosts));
  }

  public AgentOptions withSpool(Path directory) {
    return with(new Space(Optional.of(directory), space.limit));
  }

  public AgentOptions withSpoolLimit(long bytes) {
    return with(new Space(space.directory, bytes));
  }

  public AgentOptions withGrace(Duration grace) {
    return with(new Times(grace, times.scanTtl));
  }

  public AgentOptions withScanTtl(Duration scanTtl) {
    return with(new Times(times.grace, scanTtl));
  }

  private AgentOptions with(Network changed) {
    return new AgentOptions(changed, secrets, guests, space, times);
  }

  private AgentOptions with(Secrets changed) {
    return new AgentOptions(network, changed, guests, space, times);
  }

  private AgentOptions with(Guests changed) {
    return new AgentOptions(network, secrets, changed, space, times);
  }

  private AgentOptions with(Space changed) {
    return new AgentOptions(network, secrets, guests, changed, times);
  }

  private AgentOptions with(Times changed) {
    return new AgentOptions(network, secrets, guests, space, changed);
  }

  private static void requireToken(String option, String token) {
    boolean fits = !token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 127);
    if (!fits) {
      throw new IndexedDbException(
          ErrorCode.OPTION_INVALID,
          "Cannot start the agent: the value of '"
              + option
              + "' is empty or holds other than visible ASCII characters. Choose another token.");
    }
  }

  private static void require(boolean fits, String option, Object value, String wanted) {
    if (!fits) {
      throw new IndexedDbException(
          ErrorCode.OPTION_INVALID,
          "Cannot start the agent: '"
              + option
              + "' is '"
              + value
              + "', not "
              + wanted
              + "."
              + " Correct it.");
    }
  }
}
