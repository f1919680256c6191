// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import io.github.sparkindexeddb.wire.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ReferenceManager;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageChannelReader;
import org.apache.arrow.vector.ipc.message.MessageResult;

/**
 * Reads the Arrow messages of a body that may hold anything: none may take more memory than a batch
 * may have, and the memory of one that cannot be decoded is given back, which Arrow does not do.
 * Confined to the task thread.
 */
final class BoundedMessageReader extends MessageChannelReader {
  /** Null if the last message had no body, or was the last. */
  private ArrowBuf body;

  BoundedMessageReader(InputStream in, BufferAllocator memory) {
    super(new Bounded(in), memory);
  }

  @Override
  public MessageResult readNext() throws IOException {
    MessageResult message = super.readNext();
    body = message == null ? null : message.getBodyBuffer();
    return message;
  }

  /** Releases the last body, once the vectors are closed: whatever still refers to it is lost. */
  void releaseLast() {
    if (body != null) {
      ReferenceManager references = body.getReferenceManager();
      int count = references.getRefCount();
      if (count > 0) {
        references.release(count);
      }
    }
  }

  private static final class Bounded extends ReadChannel {
    Bounded(InputStream in) {
      super(Channels.newChannel(in));
    }

    /** A message begins with its length, which is read alone; nothing else has four bytes. */
    @Override
    public int readFully(ByteBuffer target) throws IOException {
      int start = target.position();
      int count = super.readFully(target);
      if (count == Integer.BYTES) {
        int length = target.duplicate().order(ByteOrder.LITTLE_ENDIAN).getInt(start);
        if (length > Protocol.MAX_RECORD_BYTES) {
          throw new IOException("a message says that it has %s bytes".formatted(length));
        }
      }
      return count;
    }
  }
}
