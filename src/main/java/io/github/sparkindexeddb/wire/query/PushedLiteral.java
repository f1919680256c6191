// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import java.math.BigDecimal;
import java.util.Base64;

/**
 * A value to compare with, in the JSON that belongs to the type of what it is compared with: a
 * boolean; a number for the types that JavaScript's numbers hold; text for all others and for the
 * numbers that JSON lacks; null.
 */
public record PushedLiteral(JsonNode json) {
  public static final PushedLiteral NULL = new PushedLiteral(NullNode.instance);

  public PushedLiteral {
    if (!json.isValueNode()) {
      throw IndexedDbException.of(
          ErrorCode.BAD_REQUEST,
          "Cannot read a literal: it is %s. Send a boolean, a number, a string or null.",
          json.getNodeType());
    }
  }

  public static PushedLiteral of(boolean value) {
    return new PushedLiteral(BooleanNode.valueOf(value));
  }

  /**
   * Returns the literal of a {@code tinyint}, {@code smallint} or {@code int}, or of a {@code date}
   * in days.
   */
  public static PushedLiteral of(int value) {
    return new PushedLiteral(IntNode.valueOf(value));
  }

  /**
   * Returns the literal of a {@code bigint}, or of a timestamp in microseconds: as text, since
   * these are more than a JSON number can hold.
   */
  public static PushedLiteral of(long value) {
    return new PushedLiteral(TextNode.valueOf(Long.toString(value)));
  }

  /** Returns the literal of a {@code float} or {@code double}. */
  public static PushedLiteral of(double value) {
    boolean finite = Math.abs(value) <= Double.MAX_VALUE;
    return new PushedLiteral(
        finite ? DoubleNode.valueOf(value) : TextNode.valueOf(Double.toString(value)));
  }

  /** Returns the literal of a {@code decimal}. */
  public static PushedLiteral of(BigDecimal value) {
    return new PushedLiteral(TextNode.valueOf(value.toPlainString()));
  }

  /** Returns the literal of a {@code string}, {@code text} or {@code json}. */
  public static PushedLiteral of(String value) {
    return new PushedLiteral(TextNode.valueOf(value));
  }

  /** Returns the literal of {@code binary}. */
  public static PushedLiteral of(byte[] value) {
    return new PushedLiteral(TextNode.valueOf(Base64.getEncoder().encodeToString(value)));
  }

  public boolean isNull() {
    return json.isNull();
  }

  /** Returns the literal as plans show it. */
  @Override
  public String toString() {
    return Json.write(json);
  }
}
