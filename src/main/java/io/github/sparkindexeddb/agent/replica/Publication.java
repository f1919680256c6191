// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import java.time.Instant;

/** What came of publishing the draft of a client's database. */
public sealed interface Publication {
  /** Returns the version that has the state now. */
  ReplicaVersion version();

  /**
   * The draft is a version.
   *
   * @param changes records that are other than in the version of the database before
   */
  record Published(ReplicaVersion version, long changes) implements Publication {}

  /**
   * Nothing had changed, so that the version of the database before holds on.
   *
   * @param at when that was confirmed
   */
  record Confirmed(ReplicaVersion version, Instant at) implements Publication {}
}
