// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.rows;

import io.github.sparkindexeddb.wire.arrow.ArrowMessage;
import io.github.sparkindexeddb.wire.arrow.ArrowMessages;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Whether bytes are messages of an Arrow stream
 * (https://arrow.apache.org/docs/format/Columnar.html), each a record batch: no schema, dictionary
 * or end of the stream, by which a reader would take what follows for something else. What is in a
 * batch is for its reader to check.
 */
final class ArrowCheck extends BatchCheck {
  private static final int PREFIX_BYTES = 2 * Integer.BYTES;

  /** What a message needs beside its vectors. */
  private static final int FIXED_METADATA_BYTES = 4096;

  /** A vector has a node and up to three buffers of 16 bytes each: twice that. */
  private static final int METADATA_BYTES_OF_A_VECTOR = 128;

  private enum State {
    PREFIX,
    METADATA,
    BODY
  }

  private final long maxMetadata;
  private final ByteBuffer prefix =
      ByteBuffer.allocate(PREFIX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private State state = State.PREFIX;
  private byte[] metadata = {};
  private int metadataRead;
  private int metadataLength;
  private long bodyLeft;

  ArrowCheck(List<Column> columns) {
    long vectors = columns.stream().mapToLong(column -> vectors(column.type())).sum();
    this.maxMetadata = FIXED_METADATA_BYTES + METADATA_BYTES_OF_A_VECTOR * vectors;
  }

  private static long vectors(Type type) {
    if (type instanceof Type.Array array) {
      return 1 + vectors(array.element());
    }
    if (type instanceof Type.Map map) {
      return 2 + vectors(map.key()) + vectors(map.value());
    }
    return type instanceof Type.Struct struct
        ? 1 + struct.fields().stream().mapToLong(field -> vectors(field.type())).sum()
        : 1;
  }

  @Override
  boolean isWhole() {
    return state == State.PREFIX && prefix.position() == 0;
  }

  @Override
  void check(ByteBuffer bytes, int from, int to) {
    int at = from;
    while (at < to && !isBroken()) {
      at +=
          switch (state) {
            case PREFIX -> takePrefix(bytes, at, to);
            case METADATA -> takeMetadata(bytes, at, to);
            case BODY -> takeBody(to - at);
          };
    }
  }

  private int takePrefix(ByteBuffer bytes, int from, int to) {
    int size = Math.min(prefix.remaining(), to - from);
    prefix.put(bytes.slice(from, size));
    if (!prefix.hasRemaining()) {
      begin(prefix.getInt(0), prefix.getInt(Integer.BYTES));
      prefix.clear();
    }
    return size;
  }

  private void begin(int continuation, int length) {
    metadataLength = length;
    metadataRead = 0;
    state = State.METADATA;
    if (continuation != ArrowMessages.CONTINUATION) {
      fail("a message does not begin with its mark");
    } else if (length == 0) {
      fail("it has an end of the stream");
    } else if (length < 0 || length > maxMetadata || length % ArrowMessages.ALIGNMENT != 0) {
      fail("a message has %s bytes of metadata".formatted(length));
    }
  }

  /** Keeps no more than has come: how much will come is only said. */
  private int takeMetadata(ByteBuffer bytes, int from, int to) {
    int size = Math.min(metadataLength - metadataRead, to - from);
    if (metadata.length < metadataRead + size) {
      metadata = Arrays.copyOf(metadata, metadataRead + size);
    }
    bytes.get(from, metadata, metadataRead, size);
    metadataRead += size;
    if (metadataRead == metadataLength) {
      readMetadata();
    }
    return size;
  }

  private void readMetadata() {
    try {
      ArrowMessage message = ArrowMessage.of(Arrays.copyOf(metadata, metadataLength));
      if (message.kind() != ArrowMessage.RECORD_BATCH) {
        fail("it has a message that is no record batch");
        return;
      }
      if (message.isCompressed()) {
        fail("it is compressed");
      }
      beginBody(message.bodyLength(), message.rows());
    } catch (IOException e) {
      fail(e.getMessage());
    }
  }

  private void beginBody(long bytes, long rows) {
    if (bytes < 0 || bytes % ArrowMessages.ALIGNMENT != 0) {
      fail("a message has %s bytes of vectors".formatted(bytes));
    }
    if (rows < 0 || rows > Integer.MAX_VALUE) {
      fail("a message has %s rows".formatted(rows));
    }
    addRows(rows);
    bodyLeft = bytes;
    state = bytes == 0 ? State.PREFIX : State.BODY;
  }

  private int takeBody(int available) {
    int size = (int) Math.min(bodyLeft, available);
    bodyLeft -= size;
    if (bodyLeft == 0) {
      state = State.PREFIX;
    }
    return size;
  }
}
