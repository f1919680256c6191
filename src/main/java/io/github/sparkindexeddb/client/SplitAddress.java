// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.message.ScanResponse;
import java.io.Serializable;

/** Everything that an executor needs to read one split. */
public record SplitAddress(Endpoint endpoint, String scan, ScanResponse.Split split)
    implements Serializable {
  /** For logs. */
  @Override
  public String toString() {
    return "split " + split.n() + " of scan " + scan + " at " + endpoint;
  }
}
