// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * The two kinds of bearer tokens. A token of the other kind is refused even where none is needed,
 * so that a reader token in a page is noticed. Immutable.
 */
final class Tokens {
  private final Optional<String> reader;
  private final Optional<String> browser;

  Tokens(AgentOptions.Secrets secrets) {
    this.reader = secrets.reader();
    this.browser = secrets.browser();
  }

  /**
   * @throws IndexedDbException {@code TOKEN_MISSING}, {@code TOKEN_WRONG} or {@code
   *     TOKEN_WRONG_KIND}
   */
  void checkReader(Optional<String> presented) {
    check(presented, reader, browser, "reader");
  }

  /** As {@link #checkReader}, for page links. */
  void checkBrowser(Optional<String> presented) {
    check(presented, browser, reader, "browser");
  }

  private static void check(
      Optional<String> presented, Optional<String> own, Optional<String> other, String kind) {
    boolean ofOtherKind = same(presented, other);
    boolean right = same(presented, own);
    if (ofOtherKind) {
      throw refused(
          ErrorCode.TOKEN_WRONG_KIND,
          "the token is of the other kind. Use the agent's " + kind + " token.");
    }
    if (own.isPresent() && presented.isEmpty()) {
      throw refused(
          ErrorCode.TOKEN_MISSING, "it came without a token. Send the agent's " + kind + " token.");
    }
    if (own.isPresent() && !right) {
      throw refused(
          ErrorCode.TOKEN_WRONG,
          "the token is not the agent's " + kind + " token. Compare the two.");
    }
  }

  private static IndexedDbException refused(ErrorCode code, String why) {
    return new IndexedDbException(code, "Cannot accept the request: " + why);
  }

  /** In time that does not depend on where two tokens differ. */
  private static boolean same(Optional<String> presented, Optional<String> configured) {
    return presented.isPresent()
        && configured.isPresent()
        && MessageDigest.isEqual(digest(presented.get()), digest(configured.get()));
  }

  private static byte[] digest(String token) {
    return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
  }
}
