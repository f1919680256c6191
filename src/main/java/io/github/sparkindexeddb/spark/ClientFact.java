// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.Type;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** What all rows of a split have in common: known without reading it. */
enum ClientFact {
  CLIENT("_client", ClientName::id),
  ORIGIN("_origin", ClientName::origin);

  static final Type TYPE = Type.Scalar.STRING;

  private final String columnName;
  private final Function<ClientName, String> value;

  ClientFact(String columnName, Function<ClientName, String> value) {
    this.columnName = columnName;
    this.value = value;
  }

  static Optional<ClientFact> named(String columnName) {
    return Arrays.stream(values()).filter(fact -> fact.columnName.equals(columnName)).findFirst();
  }

  String columnName() {
    return columnName;
  }

  String of(SplitAddress address) {
    return value.apply(address.split().client());
  }
}
