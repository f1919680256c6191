// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import io.github.sparkindexeddb.wire.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Arrays;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ReferenceManager;
import org.apache.arrow.vector.ipc.ReadChannel;
import org.apache.arrow.vector.ipc.message.MessageChannelReader;
import org.apache.arrow.vector.ipc.message.MessageResult;

/**
 * Reads the Arrow messages of a split that may hold anything: none may take more memory than a
 * batch may have, and the memory of one that cannot be decoded is given back, which Arrow does not
 * do. Confined to the task thread.
 */
final class BoundedMessageReader extends MessageChannelReader {
  private final Bounded in;

  /** Null if the last message had no body, or was the last. */
  private ArrowBuf body;

  BoundedMessageReader(InputStream in, BufferAllocator memory) {
    this(new Bounded(in), memory);
  }

  private BoundedMessageReader(Bounded in, BufferAllocator memory) {
    super(in, memory);
    this.in = in;
  }

  @Override
  public MessageResult readNext() throws IOException {
    MessageResult message = super.readNext();
    body = message == null ? null : message.getBodyBuffer();
    return message;
  }

  /** Returns the last message's body, empty if it had none. */
  BatchBody body() {
    return body == null
        ? new BatchBody(new byte[0], 0)
        : new BatchBody(in.body, body.memoryAddress());
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
    /** Up to here an array is made before its bytes are there. */
    private static final int TRUSTED = 16 << 20;

    private final InputStream stream;

    /** The last message's body. */
    private byte[] body = new byte[0];

    Bounded(InputStream stream) {
      super(Channels.newChannel(stream));
      this.stream = stream;
    }

    /** Reads a message's body: onto the heap, and from there into Arrow's memory. */
    @Override
    public long readFully(ArrowBuf target, long length) throws IOException {
      if (length > TRUSTED) {
        body = stream.readNBytes(Math.toIntExact(length));
      } else {
        byte[] read = new byte[(int) length];
        int count = stream.readNBytes(read, 0, read.length);
        body = count == read.length ? read : Arrays.copyOf(read, count);
      }
      target.setBytes(0, body);
      target.writerIndex(body.length);
      return body.length;
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
