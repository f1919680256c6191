// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import java.io.IOException;

/**
 * The table of a message: a Message of Arrow's Message.fbs.
 *
 * @param kind of message, a member of the union MessageHeader
 * @param header of that kind
 * @param bodyLength bytes that follow the table, as it says
 */
public record ArrowMessage(int kind, FlatTable header, long bodyLength) {
  /** The kind of a message that says which columns follow. */
  public static final int SCHEMA = 1;

  /** The kind of a message that holds rows. */
  public static final int RECORD_BATCH = 3;

  /** A member of the enum MetadataVersion. */
  private static final int VERSION_5 = 4;

  /** The places of the table's fields. */
  private static final int VERSION = 0;

  private static final int HEADER_TYPE = 1;
  private static final int HEADER = 2;
  private static final int BODY_LENGTH = 3;

  /** The places of two fields of a RecordBatch. */
  private static final int ROWS = 0;

  private static final int COMPRESSION = 3;

  /**
   * Reads the table of a message, and of its header that there is one.
   *
   * @throws IOException if it is none, with a short sentence
   */
  public static ArrowMessage of(byte[] table) throws IOException {
    FlatTable message = FlatTable.root(table);
    if (message.int16(VERSION, 0) != VERSION_5) {
      throw new IOException("a message is of another version of Arrow's format");
    }
    FlatTable header = message.table(HEADER);
    return new ArrowMessage(message.uint8(HEADER_TYPE), header, message.int64(BODY_LENGTH));
  }

  /**
   * Returns how many rows a batch says that it has.
   *
   * @throws IOException if its header is damaged there, with a short sentence
   */
  public long rows() throws IOException {
    return header.int64(ROWS);
  }

  /**
   * Returns whether a batch says that its body is compressed.
   *
   * @throws IOException if its header is damaged there, with a short sentence
   */
  public boolean isCompressed() throws IOException {
    return header.has(COMPRESSION);
  }

  /** Passes a message of that kind. */
  ArrowMessage require(int wanted) throws IOException {
    if (kind != wanted) {
      throw new IOException("a message of kind %s stands where %s belongs".formatted(kind, wanted));
    }
    return this;
  }
}
