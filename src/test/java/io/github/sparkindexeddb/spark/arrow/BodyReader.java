// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.StructType;

/** Opens bodies of a split of client 'c' without an agent. */
final class BodyReader {
  private BodyReader() {}

  static ArrowBatches open(StructType schema, InputStream body) throws IOException {
    SplitAddress address =
        new SplitAddress(
            Endpoint.parse("http://localhost", Optional.empty()).get(0),
            "s",
            new ScanResponse.Split(0, new ClientName("c", "http://localhost"), 1, ""));
    List<BatchLayout.Slot> slots =
        Collections.nCopies(schema.fields().length, new BatchLayout.Read());
    return ArrowBatches.open(address, new BatchLayout(schema, slots), body);
  }
}
