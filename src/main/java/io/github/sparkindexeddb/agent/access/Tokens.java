// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The two kinds of bearer tokens. A token of the other kind is refused even where none is needed,
 * so that a reader token in a page is noticed. Immutable.
 */
public final class Tokens {
  /** Tells for whom a token is and where it is written. */
  private enum Kind {
    READER(
        "reader",
        "what the agent was started with as '--token': in Spark as option 'token', over HTTP as"
            + " 'Authorization: Bearer <token>'"),
    BROWSER(
        "browser",
        "what the agent was started with as '--browser-token': in the page as connect({ token })");

    private final String noun;
    private final String remedy;

    Kind(String noun, String remedy) {
      this.noun = noun;
      this.remedy = remedy;
    }
  }

  private final Optional<String> reader;
  private final Optional<String> browser;

  public Tokens(AccessOptions.Secrets secrets) {
    this.reader = secrets.reader();
    this.browser = secrets.browser();
  }

  /**
   * Checks the token of an engine.
   *
   * @throws IndexedDbException {@code TOKEN_MISSING}, {@code TOKEN_WRONG} or {@code
   *     TOKEN_WRONG_KIND}
   */
  public void checkReader(Optional<String> presented) {
    check(presented, reader, browser, Kind.READER);
  }

  /**
   * Checks the token of a page link.
   *
   * @throws IndexedDbException {@code TOKEN_MISSING}, {@code TOKEN_WRONG} or {@code
   *     TOKEN_WRONG_KIND}
   */
  public void checkBrowser(Optional<String> presented) {
    check(presented, browser, reader, Kind.BROWSER);
  }

  private static void check(
      Optional<String> presented, Optional<String> expected, Optional<String> other, Kind kind) {
    boolean ofOtherKind = isSame(presented, other);
    boolean matches = isSame(presented, expected);
    if (ofOtherKind) {
      throw IndexedDbException.of(
          ErrorCode.TOKEN_WRONG_KIND,
          "Cannot accept the request: its token is of the other kind. Give %s.",
          kind.remedy);
    }
    if (expected.isPresent() && presented.isEmpty()) {
      throw IndexedDbException.of(
          ErrorCode.TOKEN_MISSING,
          "Cannot accept the request: it came without a token. Give %s.",
          kind.remedy);
    }
    if (expected.isPresent() && !matches) {
      throw IndexedDbException.of(
          ErrorCode.TOKEN_WRONG,
          "Cannot accept the request: its token is not the agent's %s token. Give %s.",
          kind.noun,
          kind.remedy);
    }
  }

  /** Compares in time that does not depend on where two tokens differ. */
  private static boolean isSame(Optional<String> presented, Optional<String> configured) {
    return presented.isPresent()
        && configured.isPresent()
        && MessageDigest.isEqual(digest(presented.get()), digest(configured.get()));
  }

  private static byte[] digest(String token) {
    return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
  }
}
