// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * Checks that vectors hold as many values as they say, and point to nothing outside themselves:
 * Spark takes strings by address, without a look at any bound. (Arrow's own check, in the version
 * that Spark 3.5 has, takes every map for malformed.)
 */
final class VectorValidator {
  private VectorValidator() {}

  /**
   * Passes vectors that are valid.
   *
   * @param count values that each must have
   * @throws IllegalArgumentException if one has not
   */
  static void require(List<? extends FieldVector> vectors, int count) {
    vectors.forEach(vector -> require(vector, count));
  }

  private static void require(FieldVector vector, int count) {
    if (count == 0) {
      return;
    }
    require(vector.getValueCount() >= count, vector, "values are missing");
    require(vector.getValidityBuffer(), bits(count), vector);
    if (vector instanceof StructVector struct) {
      require(struct.getChildrenFromFields(), count);
    } else if (vector instanceof ListVector list) {
      int elements = offsets(list, list.getOffsetBuffer(), count);
      require(list.getDataVector(), elements);
      if (list instanceof MapVector map) {
        requireKeys(map);
      }
    } else if (vector instanceof BaseVariableWidthVector) {
      int bytes = offsets(vector, vector.getOffsetBuffer(), count);
      require(vector.getDataBuffer(), bytes, vector);
    } else if (vector instanceof BitVector) {
      require(vector.getDataBuffer(), bits(count), vector);
    } else if (vector instanceof BaseFixedWidthVector fixed
        && !(vector instanceof Decimal256Vector)) {
      require(vector.getDataBuffer(), (long) count * fixed.getTypeWidth(), vector);
    } else {
      require(false, vector, "no such vector is part of the protocol");
    }
  }

  /** Spark's generated code takes keys for granted. */
  private static void requireKeys(MapVector map) {
    StructVector entries = (StructVector) map.getDataVector();
    FieldVector keys = entries.getChildrenFromFields().get(0);
    require(entries.getNullCount() == 0 && keys.getNullCount() == 0, map, "a key is null");
  }

  /** Returns the last of the offsets, which must not decrease. */
  private static int offsets(FieldVector vector, ArrowBuf offsets, int count) {
    require(offsets, (count + 1L) * Integer.BYTES, vector);
    int last = offsets.getInt(0);
    boolean rising = last >= 0;
    for (long i = 1; i <= count && rising; i++) {
      int offset = offsets.getInt(i * Integer.BYTES);
      rising = offset >= last;
      last = offset;
    }
    require(rising, vector, "its offsets decrease");
    return last;
  }

  private static long bits(int count) {
    return (count + 7L) / 8;
  }

  private static void require(ArrowBuf buffer, long bytes, FieldVector vector) {
    require(buffer.capacity() >= bytes, vector, "a buffer is too short");
  }

  private static void require(boolean valid, FieldVector vector, String why) {
    if (!valid) {
      throw new IllegalArgumentException("column '%s': %s".formatted(vector.getName(), why));
    }
  }
}
