// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import io.github.sparkindexeddb.wire.LittleEndian;
import io.github.sparkindexeddb.wire.Utf8;
import java.io.IOException;
import java.util.List;

/** Texts or byte arrays. Each text is UTF-8 by itself, whatever stands beside it. */
final class VariableWidthVector extends ArrowVector {
  private final boolean isText;
  private int offsetsAt;
  private int dataAt;

  VariableWidthVector(String column, boolean isText) {
    super(column, List.of());
    this.isText = isText;
  }

  @Override
  public int offsetsAt() {
    return offsetsAt;
  }

  @Override
  public int dataAt() {
    return dataAt;
  }

  @Override
  int ownBuffers() {
    return 2;
  }

  @Override
  void loadValues(RecordBatch batch) throws IOException {
    RecordBatch.Region offsets = batch.nextBuffer();
    RecordBatch.Region data = batch.nextBuffer();
    offsetsAt = offsets.start();
    dataAt = data.start();
    requireBytes(data, requireOffsets(offsets));
    if (isText && length() > 0) {
      require(isUtf8(), "a text is not UTF-8");
    }
  }

  /** All of it is looked at in one go, and then whether it may be divided as it is. */
  private boolean isUtf8() {
    int start = dataAt + offset(0);
    int end = dataAt + offset(length());
    int ascii = Utf8.asciiEnd(body(), start, end);
    return ascii == end || Utf8.isValid(body(), ascii, end) && isDividedBetweenCharacters(end);
  }

  private boolean isDividedBetweenCharacters(int end) {
    boolean isBetween = true;
    for (int row = 1; row < length(); row++) {
      int at = dataAt + offset(row);
      isBetween &= at == end || !Utf8.isContinuation(body()[at]);
    }
    return isBetween;
  }

  private int offset(int row) {
    return LittleEndian.int32(body(), offsetsAt + row * Integer.BYTES);
  }
}
