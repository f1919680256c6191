// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import java.time.Instant;
import java.util.Optional;

/**
 * A token as the agent keeps it: by its hash, under a name that may be shown.
 *
 * @param hash its SHA-256 in hexadecimal, lower case
 * @param end when it is no longer taken; absent: never
 */
record NamedToken(String name, TokenKind kind, String hash, Optional<Instant> end) {
  static NamedToken given(String option, TokenKind kind, String token) {
    return new NamedToken(option, kind, Sha256.hex(token), Optional.empty());
  }

  boolean isEnded(Instant now) {
    return end.filter(instant -> !now.isBefore(instant)).isPresent();
  }

  Grant grant() {
    return new Grant(name, kind, hash, Optional.empty());
  }
}
