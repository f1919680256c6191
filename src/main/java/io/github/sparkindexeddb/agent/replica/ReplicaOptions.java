// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.agent.runtime.OptionCheck;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where replicas are kept, and for how long their past.
 *
 * @param directory of the replica database, made if there is none
 * @param history how far back versions can be read
 */
public record ReplicaOptions(Path directory, Duration history) {
  public ReplicaOptions {
    OptionCheck.require(!history.isNegative(), "--history", history, "a duration");
  }
}
