// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import java.io.IOException;
import java.util.List;

/** Lists of elements, or maps, whose elements are entries of a key that is not null. */
final class ListVector extends ArrowVector {
  /** Most elements of all lists that take no bytes, as structs without fields do. */
  private static final int MAX_EMPTY_ELEMENTS = 1 << 20;

  private final boolean isMap;
  private int offsetsAt;

  ListVector(String column, ArrowVector elements, boolean isMap) {
    super(column, List.of(elements));
    this.isMap = isMap;
  }

  @Override
  public int offsetsAt() {
    return offsetsAt;
  }

  @Override
  int ownBuffers() {
    return 1;
  }

  @Override
  void loadValues(RecordBatch batch) throws IOException {
    RecordBatch.Region offsets = batch.nextBuffer();
    offsetsAt = offsets.start();
    int count = requireOffsets(offsets);
    long most = Math.max(MAX_EMPTY_ELEMENTS, (long) body().length * Byte.SIZE);
    require(count <= most, "it has more elements than its bytes can hold");
    ArrowVector elements = children().get(0);
    elements.load(batch, body(), count);
    if (isMap) {
      int nulls = elements.nulls() + elements.children().get(0).nulls();
      require(nulls == 0, "a key is null");
    }
  }
}
