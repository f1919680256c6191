// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

/**
 * What a token of a record's line is: a value as the app stored it, so that a tag such as {@code
 * {"$date":0}} is one token with what it holds behind it. The kinds of {@code values/value-kind.js}
 * are made of these.
 */
public enum Token {
  NULL,
  TRUE,
  FALSE,
  /** A number as JavaScript writes it. */
  NUMBER,
  STRING,
  /** The bytes of a Blob, in base64. */
  BLOB_BYTES,
  /** The name of a field, which a value follows. */
  NAME,
  /** The name of a tag. */
  TAG,
  /** The end of a list or an object. */
  CLOSE,
  LIST,
  OBJECT,
  /** A Date that is none. */
  INVALID_DATE,
  DATE,
  /** NaN, an infinity or -0. */
  SPECIAL_NUMBER,
  BIGINT,
  BINARY,
  TYPED_ARRAY,
  SET,
  MAP,
  BLOB,
  REGEXP,
  ERROR,
  /** What has no form, with the reason. */
  UNREADABLE;

  /** Returns whether it has a {@link #CLOSE} of its own, and tokens before that. */
  boolean isOpen() {
    return compareTo(LIST) >= 0;
  }
}
