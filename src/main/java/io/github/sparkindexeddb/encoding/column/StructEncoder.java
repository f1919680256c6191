// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.IntList;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Plain objects, and all else that has fields. */
final class StructEncoder extends ColumnEncoder {
  private static final int NO_FIELDS = -1;

  /** From this size on the room is given back. */
  private static final int LARGE = 1 << 18;

  private final List<Field> fields;
  private final FieldIndex index;
  private final IntList objects = new IntList();
  private final IntList column = new IntList();
  private int[] found = {};

  /** A field with its place in the index. */
  private record Field(String name, int place, ColumnEncoder encoder) {}

  StructEncoder(Type.Struct type, Source source) {
    super(source, type);
    this.index =
        new FieldIndex(source.tape(), type.fields().stream().map(Type.Field::name).toList());
    this.fields =
        type.fields().stream()
            .map(
                field ->
                    new Field(
                        field.name(),
                        index.place(field.name()),
                        ColumnEncoder.of(field.type(), source)))
            .toList();
  }

  /** Returns the object of a value's fields; negative if it has none. */
  static int fieldsOf(RecordTape tape, int value) {
    return switch (tape.kind(value)) {
      case OBJECT -> value;
      case ERROR, BLOB -> tape.tagged(value);
      default -> NO_FIELDS;
    };
  }

  @Override
  public void add(IntList values) throws Misfit {
    objects.clear();
    for (int i = 0; i < values.size(); i++) {
      int value = values.get(i);
      int object = fieldsOf(tape(), value);
      if (object >= 0) {
        validity().addValue();
      } else if (tape().isNull(value)) {
        validity().addNull();
      } else {
        throw misfit(i, value);
      }
      objects.add(object);
    }
    long room = (long) objects.size() * index.size();
    limit().take(room * Integer.BYTES);
    try {
      findAll((int) room);
      addFields();
    } finally {
      limit().give(room * Integer.BYTES);
    }
  }

  private void findAll(int room) {
    if (found.length < room) {
      found = new int[room];
    }
    for (int i = 0; i < objects.size(); i++) {
      int from = i * index.size();
      if (objects.get(i) >= 0) {
        index.find(objects.get(i), found, from);
      } else {
        Arrays.fill(found, from, from + index.size(), RecordTape.NOTHING);
      }
    }
  }

  private void addFields() throws Misfit {
    int count = objects.size();
    int[] all = found;
    if (all.length > LARGE) {
      found = new int[0];
    }
    for (Field field : fields) {
      column.clear();
      for (int i = 0; i < count; i++) {
        column.add(all[i * index.size() + field.place]);
      }
      try {
        field.encoder.add(column);
      } catch (Misfit e) {
        throw e.inside(e.index(), field.name);
      }
    }
  }

  @Override
  public void truncate(int length) {
    validity().truncate(length);
    fields.forEach(field -> field.encoder.truncate(length));
  }

  @Override
  public long bytes() {
    long bytes = validity().bytes();
    for (Field field : fields) {
      bytes += field.encoder.bytes();
    }
    return bytes;
  }

  @Override
  public void release() {
    validity().truncate(0);
    fields.forEach(field -> field.encoder.release());
  }

  @Override
  public void write(VectorWriter out) {
    validity().write(out);
    fields.forEach(field -> field.encoder.write(out));
  }

  @Override
  Object presentIdentity(int row) {
    List<Object> identity = new ArrayList<>();
    fields.forEach(field -> identity.add(field.encoder.identity(row)));
    return identity;
  }
}
