// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.column.FieldIndex;
import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Strings;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.wire.value.Type;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Writes the fields that a struct names, in the order in which a JavaScript object has them: those
 * that look like an index first.
 */
final class JsonStruct extends JsonCell {
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,9}");

  /** Greater numbers are no index of an array. */
  private static final long MAX_INDEX = (1L << 32) - 2;

  private final FieldIndex index;
  private final List<Field> fields;
  private final int[] found;

  /** A field with its place in the index, and its name as data and as a part of a tag. */
  @SuppressWarnings("ArrayRecordComponent") // two of them are never compared
  private record Field(int place, byte[] escaped, byte[] plain, JsonCell cell) {}

  JsonStruct(RecordTape tape, Type.Struct type) {
    super(tape);
    Map<String, Type> byName = new LinkedHashMap<>();
    type.fields().forEach(field -> byName.put(field.name(), field.type()));
    this.index = new FieldIndex(tape, List.copyOf(byName.keySet()));
    this.fields =
        byName.entrySet().stream()
            .sorted(Comparator.comparingLong(field -> order(field.getKey())))
            .map(field -> field(field.getKey(), of(field.getValue(), tape)))
            .toList();
    this.found = new int[index.size()];
  }

  private static long order(String name) {
    boolean isIndex = INDEX.matcher(name).matches() && Long.parseLong(name) <= MAX_INDEX;
    return isIndex ? Long.parseLong(name) : MAX_INDEX + 1;
  }

  private Field field(String name, JsonCell cell) {
    String escaped = name.startsWith("$") ? "$" + name : name;
    return new Field(index.place(name), json(escaped), json(name), cell);
  }

  private static byte[] json(String name) {
    return (Strings.quoted(name) + ":").getBytes(StandardCharsets.UTF_8);
  }

  @Override
  void writePresent(int value, GrowableBytes out) {
    if (tape().kind(value) == Token.OBJECT) {
      writeFields(value, true, out);
    } else {
      writeTag(value, out);
      writeFields(tape().tagged(value), false, out);
      out.putByte('}');
    }
  }

  private void writeFields(int object, boolean escaped, GrowableBytes out) {
    index.find(object, found, 0);
    out.putByte('{');
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        out.putByte(',');
      }
      Field field = fields.get(i);
      out.put(escaped ? field.escaped : field.plain);
      field.cell.write(found[field.place], out);
    }
    out.putByte('}');
  }
}
