// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.schema;

import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** A metadata column whose value all rows of a split share, so that it is known without a read. */
public enum ClientColumn {
  CLIENT("_client", ClientName::id),
  ORIGIN("_origin", ClientName::origin);

  public static final Type TYPE = Type.Scalar.STRING;

  private final String columnName;
  private final Function<ClientName, String> value;

  ClientColumn(String columnName, Function<ClientName, String> value) {
    this.columnName = columnName;
    this.value = value;
  }

  /** Returns the column of exactly that name, whatever the session says of case. */
  public static Optional<ClientColumn> named(String columnName) {
    return Arrays.stream(values())
        .filter(column -> column.columnName.equals(columnName))
        .findFirst();
  }

  public String columnName() {
    return columnName;
  }

  /** Returns the value of this column in all rows of a split. */
  public String valueIn(SplitAddress address) {
    return value.apply(address.split().client());
  }
}
