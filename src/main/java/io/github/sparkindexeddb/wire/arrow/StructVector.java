// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import java.io.IOException;
import java.util.List;

/** Structs, whose fields are vectors of the same length. */
final class StructVector extends ArrowVector {
  StructVector(String column, List<ArrowVector> fields) {
    super(column, fields);
  }

  @Override
  int ownBuffers() {
    return 0;
  }

  @Override
  void loadValues(RecordBatch batch) throws IOException {
    for (ArrowVector field : children()) {
      field.load(batch, body(), length());
    }
  }
}
