// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.wire.IndexedDbException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** That a peer goes on with what its token opened. Thread-safe. */
public final class TokenUse implements AutoCloseable {
  /** Of what needs no token. */
  public static final TokenUse NONE = new TokenUse(Optional.empty(), Set.of());

  private final Optional<Grant> grant;
  private final Set<TokenUse> live;
  private volatile Consumer<IndexedDbException> listener = error -> {};

  /**
   * @param live the uses that end with their token
   */
  TokenUse(Optional<Grant> grant, Set<TokenUse> live) {
    this.grant = grant;
    this.live = live;
  }

  /** Returns the token's name, absent if none was needed. */
  public Optional<String> tokenName() {
    return grant.map(Grant::name);
  }

  /**
   * Has the use end with its token.
   *
   * @param onEnd called at most once, with {@code TOKEN_ENDED}; does not block
   */
  public void onTokenEnd(Consumer<IndexedDbException> onEnd) {
    if (grant.isPresent()) {
      listener = onEnd;
      live.add(this);
    }
  }

  /** Ends the use, before its token or after. */
  @Override
  public void close() {
    if (grant.isPresent()) {
      live.remove(this);
    }
  }

  Optional<Grant> grant() {
    return grant;
  }

  void end(IndexedDbException error) {
    if (live.remove(this)) {
      listener.accept(error);
    }
  }
}
