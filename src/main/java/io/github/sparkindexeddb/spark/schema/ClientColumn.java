// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.schema;

import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** What all rows of a split have in common: known without reading it. */
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

  public static Optional<ClientColumn> named(String columnName) {
    return Arrays.stream(values()).filter(fact -> fact.columnName.equals(columnName)).findFirst();
  }

  public String columnName() {
    return columnName;
  }

  public String of(SplitAddress address) {
    return value.apply(address.split().client());
  }
}
