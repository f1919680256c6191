// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import java.io.IOException;
import java.util.List;

/** Values of so many bits each: any bits are a value, unless a kind of them says otherwise. */
sealed class FixedWidthVector extends ArrowVector permits DecimalVector {
  private final int bits;
  private int dataAt;

  FixedWidthVector(String column, int bits) {
    super(column, List.of());
    this.bits = bits;
  }

  @Override
  public final int dataAt() {
    return dataAt;
  }

  @Override
  final int ownBuffers() {
    return 1;
  }

  @Override
  void loadValues(RecordBatch batch) throws IOException {
    RecordBatch.Region data = batch.nextBuffer();
    requireBytes(data, bitsOf((long) length() * bits));
    dataAt = data.start();
  }
}
