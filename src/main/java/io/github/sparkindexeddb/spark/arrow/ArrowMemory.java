// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.spark.sql.util.ArrowUtils;

/**
 * Memory for Arrow, which reaches into {@code java.nio} for it. {@code spark-submit} opens that
 * package; a session inside some other program does so only if its JVM was started with the flag.
 */
final class ArrowMemory {
  /**
   * Bytes of one reader: the batch that is shown and the one that is read, each rounded up to a
   * power of two, and their bits of nulls. It keeps a browser's wrong length from taking an
   * executor's memory.
   */
  private static final long LIMIT = 8L * Protocol.MAX_RECORD_BYTES;

  private ArrowMemory() {}

  /**
   * Returns new memory, tried out, which is to be closed.
   *
   * @throws IndexedDbException {@code ARROW_BLOCKED}
   */
  static BufferAllocator memory(String name) {
    return checked(
        () -> {
          BufferAllocator memory = ArrowUtils.rootAllocator().newChildAllocator(name, 0, LIMIT);
          try (ArrowBuf probe = memory.buffer(1)) {
            probe.nioBuffer(0, 1);
          }
          return memory;
        });
  }

  static <T> T checked(Supplier<T> use) {
    try {
      return use.get();
    } catch (LinkageError | RuntimeException e) {
      if (ByteBuffer.class.getModule().isOpen("java.nio", ArrowMemory.class.getModule())) {
        throw e;
      }
      throw IndexedDbException.of(
              ErrorCode.ARROW_BLOCKED,
              "Cannot read batches: this JVM keeps Arrow from its memory. Start it (each executor"
                  + " and, for local mode, the driver) with"
                  + " --add-opens=java.base/java.nio=ALL-UNNAMED; or use spark-submit, which does.")
          .causedBy(e);
    }
  }
}
