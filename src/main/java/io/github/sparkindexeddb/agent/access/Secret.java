// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import java.nio.file.Path;

/** A token as an option gives it. */
public sealed interface Secret {
  /** The token itself, which holds as long as the agent runs. */
  record Given(String token) implements Secret {
    /** Returns no secret: a record's own method would print it. */
    @Override
    public String toString() {
      return "Given[]";
    }
  }

  /** The file that holds the token, and may change. */
  record InFile(Path file) implements Secret {}
}
