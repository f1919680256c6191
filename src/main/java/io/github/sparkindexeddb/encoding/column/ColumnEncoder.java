// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.IntList;
import io.github.sparkindexeddb.encoding.line.MemoryLimit;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.wire.value.Type;

/**
 * Gathers values of one type as a vector of Arrow; null, absent and an invalid Date are null.
 * Confined to one thread.
 */
public abstract class ColumnEncoder {
  private final Source source;
  private final Type type;
  private final Validity validity = new Validity();

  /** Where values come from, and how much memory they may take. */
  public record Source(RecordTape tape, MemoryLimit limit) {
    GrowableBytes bytes() {
      return new GrowableBytes(limit);
    }
  }

  ColumnEncoder(Source source, Type type) {
    this.source = source;
    this.type = type;
  }

  /** Returns the encoder of a type. */
  public static ColumnEncoder of(Type type, Source source) {
    if (type instanceof Type.Decimal decimal) {
      return new DecimalEncoder(decimal, source);
    }
    if (type instanceof Type.Array array) {
      return new ListEncoder(array, source);
    }
    if (type instanceof Type.Map map) {
      return new MapEncoder(map, source);
    }
    return type instanceof Type.Struct struct
        ? new StructEncoder(struct, source)
        : ofScalar((Type.Scalar) type, source);
  }

  private static ColumnEncoder ofScalar(Type.Scalar type, Source source) {
    return switch (type) {
      case BOOLEAN -> new BooleanEncoder(source);
      case TINYINT -> new IntegerEncoder(type, Byte.BYTES, source);
      case SMALLINT -> new IntegerEncoder(type, Short.BYTES, source);
      case INT -> new IntegerEncoder(type, Integer.BYTES, source);
      case BIGINT -> new IntegerEncoder(type, Long.BYTES, source);
      case FLOAT -> new FloatEncoder(source);
      case DOUBLE -> new DoubleEncoder(source);
      case STRING, TEXT, JSON -> new TextEncoder(type, source);
      case BINARY -> new BinaryEncoder(source);
      case DATE -> new DateEncoder(source);
      case TIMESTAMP, TIMESTAMP_NTZ -> new TimestampEncoder(type, source);
    };
  }

  /**
   * Adds values. Where several do not fit, that is told which an encoder meets that takes one part
   * of all of them after the other.
   *
   * @throws Misfit for one that does not fit; some may have been added then, so that {@link
   *     #truncate} has to follow
   */
  public abstract void add(IntList values) throws Misfit;

  /** Removes the values from an index on. */
  public abstract void truncate(int length);

  /** Returns how many bytes the values take. */
  public abstract long bytes();

  /** Removes all values and gives their room back. */
  public abstract void release();

  /** Writes the vector. */
  public abstract void write(VectorWriter out);

  /** Returns what tells the value apart as an engine does; null for null. */
  final Object identity(int row) {
    return validity.isValid(row) ? presentIdentity(row) : null;
  }

  /** Returns what tells a value apart that is not null. */
  abstract Object presentIdentity(int row);

  final RecordTape tape() {
    return source.tape;
  }

  final MemoryLimit limit() {
    return source.limit;
  }

  final Type type() {
    return type;
  }

  final Validity validity() {
    return validity;
  }

  final Misfit misfit(int index, int value) {
    return new Misfit(index, MisfitFacts.of(source.tape, value, type));
  }
}
