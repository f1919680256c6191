// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The peers that may use an agent.
 *
 * @param origins of pages that may link, as {@code https://shop.example}; none: those of this
 *     machine
 * @param hosts names that the agent is reached by, beside those of this machine and its address
 */
public record AccessOptions(
    Secrets secrets, Files files, List<String> origins, List<String> hosts) {
  public AccessOptions {
    origins = List.copyOf(origins);
    hosts = List.copyOf(hosts);
  }

  /**
   * The files about who may use the agent, and who has.
   *
   * @param tokens names, kinds, tokens and ends of further tokens
   * @param tokenKey key of the app's server, which signs browser tokens
   * @param audit where a line of each read is written
   * @param blockedClients ids of clients that may not link
   */
  public record Files(
      Optional<Path> tokens,
      Optional<Path> tokenKey,
      Optional<Path> audit,
      Optional<Path> blockedClients) {
    public static final Files NONE =
        new Files(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Returns files with another one of tokens. */
    public Files withTokens(Path file) {
      return new Files(Optional.of(file), tokenKey, audit, blockedClients);
    }

    /** Returns files with another key. */
    public Files withTokenKey(Path file) {
      return new Files(tokens, Optional.of(file), audit, blockedClients);
    }

    /** Returns files with another one for reads. */
    public Files withAudit(Path file) {
      return new Files(tokens, tokenKey, Optional.of(file), blockedClients);
    }

    /** Returns files with another one of clients. */
    public Files withBlockedClients(Path file) {
      return new Files(tokens, tokenKey, audit, Optional.of(file));
    }
  }

  /**
   * Returns whether a token of that kind must be given. A file of tokens guards every kind: without
   * that, removing its last line of a kind would open the agent to all.
   */
  public boolean needs(TokenKind kind) {
    return files.tokens.isPresent()
        || switch (kind) {
          case READER, METRICS -> secrets.reader.isPresent();
          case BROWSER -> secrets.browser.isPresent() || files.tokenKey.isPresent();
        };
  }

  /** Returns options with other tokens. */
  public AccessOptions with(Secrets changed) {
    return new AccessOptions(changed, files, origins, hosts);
  }

  /** Returns options with other files. */
  public AccessOptions with(Files changed) {
    return new AccessOptions(secrets, changed, origins, hosts);
  }

  /**
   * The tokens.
   *
   * @param reader opens every data route, for Spark, Tez and curl
   * @param browser opens only {@code /v1/connect}, for page links
   */
  public record Secrets(Optional<Secret> reader, Optional<Secret> browser) {
    public Secrets {
      reader.ifPresent(secret -> requireToken("--token", secret));
      browser.ifPresent(secret -> requireToken("--browser-token", secret));
      if (reader.isPresent() && reader.equals(browser)) {
        throw IndexedDbException.of(
            ErrorCode.OPTION_INVALID,
            "Cannot start the agent: '--token' and '--browser-token' are the same, so that every"
                + " page could read all data. Choose two.");
      }
    }

    /** Returns no secret: a record's own method would print them. */
    @Override
    public String toString() {
      return "Secrets[reader=" + reader.isPresent() + ", browser=" + browser.isPresent() + "]";
    }
  }

  /** A file's token is looked at whenever it is read. */
  private static void requireToken(String option, Secret secret) {
    if (secret instanceof Secret.Given given && !isToken(given.token())) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_INVALID,
          "Cannot start the agent: the value of '%s' is empty or holds other than visible ASCII"
              + " characters. Choose another token.",
          option);
    }
  }

  /** Returns whether a header can carry the text. */
  static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 127);
  }
}
