// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.IntList;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Strings;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Maps and, with keys that are strings, plain objects. */
final class MapEncoder extends NestingEncoder {
  private final Type.Map map;
  private final ColumnEncoder keys;
  private final ColumnEncoder items;
  private final IntList foundKeys = new IntList();
  private final IntList foundItems = new IntList();

  MapEncoder(Type.Map type, Source source) {
    super(type, source);
    this.map = type;
    this.keys = ColumnEncoder.of(type.key(), source);
    this.items = ColumnEncoder.of(type.value(), source);
  }

  @Override
  public void add(IntList values) throws Misfit {
    int first = offset(validity().length());
    begin();
    foundKeys.clear();
    foundItems.clear();
    for (int i = 0; i < values.size(); i++) {
      int value = values.get(i);
      boolean isNull = tape().isNull(value);
      if (!isNull) {
        find(i, value);
      }
      end(isNull, foundKeys.size());
    }
    try {
      keys.add(foundKeys);
    } catch (Misfit e) {
      throw e.inside(outer(e.index()), "key");
    }
    requireDistinct(first, values.size());
    try {
      items.add(foundItems);
    } catch (Misfit e) {
      throw e.inside(outer(e.index()), step(foundKeys.get(e.index())));
    }
  }

  private void find(int index, int value) throws Misfit {
    Token kind = tape().kind(value);
    boolean hasTextKeys = map.key() == Type.Scalar.STRING || map.key() == Type.Scalar.TEXT;
    if (kind == Token.MAP) {
      findPairs(index, value);
    } else if (kind == Token.OBJECT && hasTextKeys) {
      for (int name = value + 1; !tape().isClose(name); name = tape().next(name + 1)) {
        foundKeys.add(name);
        foundItems.add(name + 1);
      }
    } else {
      throw misfit(index, value);
    }
  }

  private void findPairs(int index, int value) throws Misfit {
    RecordTape tape = tape();
    int pairs = tape.tagged(value);
    for (int pair = pairs + 1; !tape.isClose(pair); pair = tape.next(pair)) {
      int key = pair + 1;
      if (tape.isNull(key)) {
        throw misfit(index, value);
      }
      foundKeys.add(key);
      foundItems.add(tape.next(key));
    }
  }

  /** No two keys may become one on their way: an engine would keep only one of their values. */
  private void requireDistinct(int first, int count) throws Misfit {
    Set<Object> seen = new HashSet<>();
    for (int outer = 0; outer < count; outer++) {
      seen.clear();
      for (int inner = start(outer); inner < end(outer); inner++) {
        if (!seen.add(keys.identity(first + inner))) {
          int key = foundKeys.get(inner);
          throw new Misfit(outer, MisfitFacts.of(tape(), key, map, "twice"));
        }
      }
    }
  }

  private Object step(int key) {
    Token kind = tape().kind(key);
    return kind == Token.STRING || kind == Token.NAME ? Strings.exact(tape(), key) : "value";
  }

  @Override
  public void truncate(int length) {
    truncateOffsets(length);
    keys.truncate(offset(length));
    items.truncate(offset(length));
  }

  @Override
  public long bytes() {
    return offsets().length() + validity().bytes() + keys.bytes() + items.bytes();
  }

  @Override
  public void release() {
    releaseOffsets();
    keys.release();
    items.release();
  }

  @Override
  public void write(VectorWriter out) {
    validity().write(out);
    out.buffer(offsets().array(), offsets().length());
    // The entries are a struct of both, and none of them is null.
    out.node(offset(validity().length()), 0);
    out.buffer(new byte[0], 0);
    keys.write(out);
    items.write(out);
  }

  @Override
  Object innerIdentity(int inner) {
    return Arrays.asList(keys.identity(inner), items.identity(inner));
  }
}
