// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

/**
 * Numbers and names that both sides of the protocol share; {@code connector-docs/protocol.md} is
 * the prose to it.
 */
public final class Protocol {
  /**
   * Sent in {@code hello}, {@code welcome} and {@link #VERSION_HEADER}; a peer of another number is
   * refused.
   */
  public static final int PROTOCOL_VERSION = 1;

  public static final String VERSION_HEADER = "Spark-IndexedDB-Protocol";

  /** Most bytes of payload in one binary frame. */
  public static final int MAX_FRAME_BYTES = 1 << 20;

  /** The request id before the payload of a binary frame, big-endian. */
  public static final int FRAME_HEADER_BYTES = 4;

  /** Most requests without an answer on one link. */
  public static final int MAX_REQUESTS_AT_ONCE = 4;

  /**
   * Records fetched at once when nothing is known of their size: at the start and after a loss.
   * Few, since all of them are in the browser's memory at once and each may be tens of MiB.
   */
  public static final int FIRST_FETCH_RECORDS = 2;

  /** Encoded bytes of one batch that a worker aims for. */
  public static final int BATCH_TARGET_BYTES = 1 << 20;

  /** Most encoded bytes of one record, and so of one batch. */
  public static final int MAX_RECORD_BYTES = 64 << 20;

  /**
   * Lowest WebSocket close code of a link that is refused, and that of refusals without one of
   * their own.
   */
  public static final int MIN_REFUSAL_CLOSE_CODE = 4400;

  public static final String HEALTH = "/v1/health";
  public static final String CLIENTS = "/v1/clients";
  public static final String DATABASES = "/v1/databases";
  public static final String SUMMARIES = "/v1/summaries";
  public static final String SCANS = "/v1/scans";
  public static final String RECORDS = "/v1/records";
  public static final String CONNECT = "/v1/connect";
  public static final String METRICS = "/metrics";
  public static final String BROWSER_FILES = "/spark-indexeddb/";

  /** Trailers of a response with a split's bytes, which say what the agent sealed. */
  public static final String ROWS_TRAILER = "Split-Rows";

  public static final String BYTES_TRAILER = "Split-Bytes";
  public static final String CRC_TRAILER = "Split-Crc32c";
  public static final String EXAMINED_TRAILER = "Split-Examined";
  public static final String MALFORMED_TRAILER = "Split-Malformed";

  /** Header of a response of {@link #RECORDS}: the id of its scan. */
  public static final String SCAN_HEADER = "Spark-IndexedDB-Scan";

  private Protocol() {}

  public static String scanPath(String scan) {
    return SCANS + "/" + scan;
  }

  /** Returns the path of the progress of one split, and of its seal. */
  public static String progressPath(String scan, int split) {
    return scanPath(scan) + "?split=" + split;
  }

  public static String splitPath(String scan, int split) {
    return scanPath(scan) + "/splits/" + split;
  }
}
