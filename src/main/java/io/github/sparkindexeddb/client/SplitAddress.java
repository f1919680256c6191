// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.message.ScanResponse;
import java.io.Serializable;

/** The address of one split: everything that an executor needs to read it. */
public record SplitAddress(Endpoint endpoint, String scan, ScanResponse.Split split)
    implements Serializable {
  /** Returns how errors name the split, as {@code split 3 of client '0b6c'}. */
  public String name() {
    return "split " + split.n() + " of client '" + split.client().id() + "'";
  }

  /** Returns the {@link #name()} with the client's origin. */
  public String qualifiedName() {
    return name() + " (" + split.client().origin() + ")";
  }

  /** Returns how logs name the split. */
  @Override
  public String toString() {
    return "split " + split.n() + " of scan " + scan + " at " + endpoint;
  }
}
