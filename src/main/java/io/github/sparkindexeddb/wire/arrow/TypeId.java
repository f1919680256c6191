// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;

/** Members of the union Type of Arrow's Schema.fbs, and the scalars among them. */
final class TypeId {
  static final int DECIMAL = 7;
  static final int LIST = 12;
  static final int STRUCT = 13;
  static final int MAP = 17;

  private static final int INT = 2;
  private static final int FLOATING_POINT = 3;
  private static final int BINARY = 4;
  private static final int UTF8 = 5;
  private static final int BOOL = 6;
  private static final int DATE = 8;
  private static final int TIMESTAMP = 10;

  /** Members of the enums Precision, DateUnit and TimeUnit. */
  private static final int SINGLE = 1;

  private static final int DOUBLE = 2;
  private static final int DAY = 0;
  private static final int MILLISECOND_OF_DATES = 1;
  private static final int MICROSECOND = 2;

  private TypeId() {}

  static Type.Scalar scalar(int id, FlatTable type) throws IOException {
    return switch (id) {
      case BOOL -> Type.Scalar.BOOLEAN;
      case INT -> integer(type);
      case FLOATING_POINT -> floatingPoint(type.int16(0, 0));
      case UTF8 -> Type.Scalar.STRING;
      case BINARY -> Type.Scalar.BINARY;
      case DATE -> {
        require(type.int16(0, MILLISECOND_OF_DATES) == DAY);
        yield Type.Scalar.DATE;
      }
      case TIMESTAMP -> {
        require(type.int16(0, 0) == MICROSECOND);
        yield type.has(1) ? Type.Scalar.TIMESTAMP : Type.Scalar.TIMESTAMP_NTZ;
      }
      default -> throw unknown();
    };
  }

  private static Type.Scalar integer(FlatTable type) throws IOException {
    require(type.uint8(1) == 1);
    return switch (type.int32(0, 0)) {
      case Byte.SIZE -> Type.Scalar.TINYINT;
      case Short.SIZE -> Type.Scalar.SMALLINT;
      case Integer.SIZE -> Type.Scalar.INT;
      case Long.SIZE -> Type.Scalar.BIGINT;
      default -> throw unknown();
    };
  }

  private static Type.Scalar floatingPoint(int precision) throws IOException {
    return switch (precision) {
      case SINGLE -> Type.Scalar.FLOAT;
      case DOUBLE -> Type.Scalar.DOUBLE;
      default -> throw unknown();
    };
  }

  private static void require(boolean known) throws IOException {
    if (!known) {
      throw unknown();
    }
  }

  static IOException unknown() {
    return new IOException("a column is of a type that is not part of the protocol");
  }
}
