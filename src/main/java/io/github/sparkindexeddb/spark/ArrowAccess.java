// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.ByteBuffer;
import java.util.function.Supplier;

/**
 * Arrow reaches into {@code java.nio} for its memory. {@code spark-submit} opens that package; a
 * session inside some other program does so only if its JVM was started with the flag.
 */
final class ArrowAccess {
  private ArrowAccess() {}

  /**
   * What {@code first}, the first use of Arrow's memory, gives.
   *
   * @throws IndexedDbException {@code ARROW_BLOCKED}
   */
  static <T> T checked(Supplier<T> first) {
    try {
      return first.get();
    } catch (LinkageError | RuntimeException e) {
      if (ByteBuffer.class.getModule().isOpen("java.nio", ArrowAccess.class.getModule())) {
        throw e;
      }
      throw new IndexedDbException(
          ErrorCode.ARROW_BLOCKED,
          "Cannot read batches: this JVM keeps Arrow from its memory. Start it (each executor and,"
              + " for local mode, the driver) with --add-opens=java.base/java.nio=ALL-UNNAMED; or"
              + " use spark-submit, which does.",
          e);
    }
  }
}
