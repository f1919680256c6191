// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the columns that a schema message names: a Schema of Arrow's Schema.fbs, of the types that
 * {@code protocol.md} states and no others. Confined to one call.
 */
final class SchemaMessage {
  /** A stack has room for types that are nested this deeply. */
  private static final int MAX_DEPTH = 500;

  /** A field's table, its reference and that of its name take no less. */
  private static final int FIELD_BYTES = 16;

  /** The places of the fields of a Schema. */
  private static final int ENDIANNESS = 0;

  private static final int FIELDS = 1;

  /** The places of the fields of a Field. */
  private static final int NAME = 0;

  private static final int TYPE_TYPE = 2;
  private static final int TYPE = 3;
  private static final int DICTIONARY = 4;
  private static final int CHILDREN = 5;

  /** What the fields may still take of the message's bytes: each of them has bytes of its own. */
  private int budget;

  private SchemaMessage(int bytes) {
    this.budget = bytes;
  }

  /** Returns the columns, with the type {@code STRING} for each that holds text. */
  static List<Type.Field> fields(ArrowMessage message) throws IOException {
    FlatTable schema = message.require(ArrowMessage.SCHEMA).header();
    if (message.bodyLength() != 0 || schema.int16(ENDIANNESS, 0) != 0) {
      throw new IOException("the schema is not as the agent writes it");
    }
    return new SchemaMessage(schema.flatbufferLength()).fields(schema, FIELDS, 0);
  }

  private List<Type.Field> fields(FlatTable parent, int place, int depth) throws IOException {
    FlatTable.Items items = parent.items(place, Integer.BYTES);
    List<Type.Field> fields = new ArrayList<>();
    for (int i = 0; i < items.count(); i++) {
      fields.add(field(items.table(i), depth));
    }
    return fields;
  }

  private Type.Field field(FlatTable field, int depth) throws IOException {
    String name = field.text(NAME);
    budget -= FIELD_BYTES + name.length();
    if (budget < 0 || depth > MAX_DEPTH) {
      throw new IOException("the schema has more fields than its bytes can hold");
    }
    if (field.has(DICTIONARY)) {
      throw new IOException("a column has a dictionary");
    }
    List<Type.Field> children = fields(field, CHILDREN, depth + 1);
    return new Type.Field(name, type(field, children));
  }

  private static Type type(FlatTable field, List<Type.Field> children) throws IOException {
    int kind = field.uint8(TYPE_TYPE);
    FlatTable type = field.table(TYPE);
    return switch (kind) {
      case TypeId.LIST -> new Type.Array(only(children).type());
      case TypeId.STRUCT -> new Type.Struct(children);
      case TypeId.MAP -> map(only(children));
      case TypeId.DECIMAL -> decimal(type);
      default -> TypeId.scalar(kind, type);
    };
  }

  private static Type map(Type.Field entries) throws IOException {
    if (entries.type() instanceof Type.Struct struct && struct.fields().size() == 2) {
      return new Type.Map(struct.fields().get(0).type(), struct.fields().get(1).type());
    }
    throw TypeId.unknown();
  }

  private static Type decimal(FlatTable type) throws IOException {
    int precision = type.int32(0, 0);
    int scale = type.int32(1, 0);
    int bits = type.int32(2, DecimalVector.BITS);
    if (precision < 1
        || precision > DecimalVector.MAX_PRECISION
        || scale < 0
        || scale > precision
        || bits != DecimalVector.BITS) {
      throw TypeId.unknown();
    }
    return new Type.Decimal(precision, scale);
  }

  private static Type.Field only(List<Type.Field> children) throws IOException {
    if (children.size() != 1) {
      throw TypeId.unknown();
    }
    return children.get(0);
  }
}
