// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.spool;

import io.github.sparkindexeddb.agent.runtime.OptionCheck;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The place of the split files, and how many bytes they may have.
 *
 * @param directory of the spool, emptied at start; absent: a new temporary one, deleted at the end
 * @param limit bytes of all splits together
 */
public record SpoolOptions(Optional<Path> directory, long limit) {
  public SpoolOptions {
    OptionCheck.require(limit >= 1 << 20, "--spool-limit", limit, "1 MiB or more");
  }
}
