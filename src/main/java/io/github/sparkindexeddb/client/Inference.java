// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.Column;
import io.github.sparkindexeddb.wire.StoreClient;
import io.github.sparkindexeddb.wire.SummaryReply;
import java.util.List;

/** From the types seen in records to the columns of a table. */
public final class Inference {
  /** Name of the column that holds the primary key. */
  public static final String KEY = "_key";

  private Inference() {}

  /** The columns of a store. */
  public static InferredTable infer(SummaryReply summarized, boolean caseSensitive) {
    throw new UnsupportedOperationException(summarized + " " + caseSensitive);
  }

  /** The {@code _key} column alone, for a table whose other columns the user has given. */
  public static Column key(List<StoreClient> clients) {
    throw new UnsupportedOperationException(clients.toString());
  }

  /** Whether {@code _key} is an ordinary column: some client's store has no key path. */
  public static boolean keyIsColumn(List<StoreClient> clients) {
    throw new UnsupportedOperationException(clients.toString());
  }
}
