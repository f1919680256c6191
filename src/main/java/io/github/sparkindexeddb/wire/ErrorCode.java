// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

/**
 * Every error that a user can see, with one stable name in Java, HTTP, WebSocket and JavaScript.
 * Each has a heading in {@code connector-docs/errors.md}.
 */
public enum ErrorCode {
  // Names and clients
  NO_CLIENTS(503),
  TOO_FEW_CLIENTS(503),
  CLIENT_NOT_FOUND(404),
  ORIGIN_NOT_FOUND(404),
  AMBIGUOUS_ORIGIN(409),
  DATABASE_NOT_FOUND(404),
  STORE_NOT_FOUND(404),
  STORE_NOT_ALLOWED(403),
  INDEX_NOT_FOUND(404),
  STORE_REPLACED(409),
  DATABASE_BUSY(503),

  // Values
  VALUE_DOES_NOT_FIT(422),
  RECORD_TOO_LARGE(422),
  REDACTION_FAILED(422),
  COLUMN_NAMES_COLLIDE(422),
  TYPE_NOT_SUPPORTED(422),

  // Browser
  CLIENT_LOST(503),
  WORKER_SILENT(504),
  WORKER_FAILED(502),
  BAD_MESSAGE(502, 4400),
  FRAME_TOO_LARGE(502, 4413),
  HELLO_TIMEOUT(408, 4408),
  CLIENT_REPLACED(409, 4409),
  CLIENT_TWIN(409, 4403),
  CLIENT_BLOCKED(403, 4403),
  CONSENT_REFUSED(403),
  CSP_BLOCKED(403),
  LOCAL_NETWORK_REFUSED(403),

  // Access
  TOKEN_MISSING(401, 4401),
  TOKEN_WRONG(401, 4401),
  TOKEN_ENDED(401, 4401),
  TOKEN_WRONG_KIND(403, 4403),
  TOKEN_IN_URL(400, 4403),
  ORIGIN_REFUSED(403, 4403),
  HOST_REFUSED(403, 4403),
  PROTOCOL_VERSION(426, 4426),

  // Scans and spool
  SCAN_LOST(404),
  SCAN_EXPIRED(410),
  SPLIT_NOT_FOUND(404),
  SPLIT_TRUNCATED(502),
  SPLIT_DAMAGED(500),
  SPOOL_FULL(507),
  SPOOL_FAILED(500),

  // Replicas
  VERSION_NOT_FOUND(404),
  REPLICAS_LOCKED(500),
  REPLICA_FORMAT(500),
  REPLICA_DAMAGED(500),
  REPLICA_FULL(507),
  REPLICA_FAILED(500),

  // Requests and options
  BAD_REQUEST(400),
  BODY_TOO_LARGE(413),
  ROUTE_NOT_FOUND(404),
  METHOD_NOT_ALLOWED(405),
  OPTION_UNKNOWN(400),
  OPTION_INVALID(400),
  OPTION_MISSING(400),
  READ_ONLY(405),
  STATEMENT_NOT_SUPPORTED(400),
  AGENT_UNREACHABLE(502),
  AGENT_FAILED(500),
  JAVA_TOO_OLD(500);

  private final int httpStatus;
  private final int closeCode;

  ErrorCode(int httpStatus) {
    this(httpStatus, Protocol.MIN_REFUSAL_CLOSE_CODE);
  }

  ErrorCode(int httpStatus, int closeCode) {
    this.httpStatus = httpStatus;
    this.closeCode = closeCode;
  }

  /** Returns the HTTP status of a response that carries this code. */
  public int httpStatus() {
    return httpStatus;
  }

  /** Returns the WebSocket close code, 4400 to 4499, of a link that ends with this code. */
  public int closeCode() {
    return closeCode;
  }

  /**
   * Returns the code of that name, or {@code otherwise} for a name that a newer peer may have
   * added.
   */
  public static ErrorCode named(String name, ErrorCode otherwise) {
    for (ErrorCode code : values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    return otherwise;
  }
}
