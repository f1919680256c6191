// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.Base64Text;
import io.github.sparkindexeddb.encoding.line.IntList;
import io.github.sparkindexeddb.encoding.line.Kinds;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.wire.value.Type;

/** Arrays, Sets and typed arrays. */
final class ListEncoder extends NestingEncoder {
  private final ColumnEncoder elements;
  private final IntList found = new IntList();

  ListEncoder(Type.Array type, Source source) {
    super(type, source);
    this.elements = ColumnEncoder.of(type.element(), source);
  }

  @Override
  public void add(IntList values) throws Misfit {
    begin();
    found.clear();
    for (int i = 0; i < values.size(); i++) {
      int value = values.get(i);
      boolean isNull = tape().isNull(value);
      if (!isNull) {
        find(i, value);
      }
      end(isNull, found.size());
    }
    try {
      elements.add(found);
    } catch (Misfit e) {
      int outer = outer(e.index());
      throw e.inside(outer, e.index() - start(outer));
    }
  }

  private void find(int index, int value) throws Misfit {
    RecordTape tape = tape();
    Token kind = tape.kind(value);
    switch (kind) {
      case LIST -> findIn(value);
      case SET -> findIn(tape.tagged(value));
      case TYPED_ARRAY -> findIn(Kinds.elements(tape, value));
      case BINARY -> {
        for (byte each : Base64Text.decode(tape, value)) {
          found.add(each & 0xFF);
        }
      }
      default -> throw misfit(index, value);
    }
  }

  private void findIn(int list) {
    RecordTape tape = tape();
    for (int element = list + 1; !tape.isClose(element); element = tape.next(element)) {
      found.add(element);
    }
  }

  @Override
  public void truncate(int length) {
    truncateOffsets(length);
    elements.truncate(offset(length));
  }

  @Override
  public long bytes() {
    return offsets().length() + validity().bytes() + elements.bytes();
  }

  @Override
  public void release() {
    releaseOffsets();
    elements.release();
  }

  @Override
  public void write(VectorWriter out) {
    validity().write(out);
    out.buffer(offsets().array(), offsets().length());
    elements.write(out);
  }

  @Override
  Object innerIdentity(int inner) {
    return elements.identity(inner);
  }
}
