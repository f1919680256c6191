// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.column.ValueText;
import io.github.sparkindexeddb.encoding.line.Base64Text;
import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.wire.value.Type;

/**
 * Writes values that fit a type as tagged JSON: of structs only the fields that the type names, and
 * null for an invalid Date wherever the type reaches. What the type says no more of is written as
 * it stands.
 */
class JsonCell {
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final RecordTape tape;

  JsonCell(RecordTape tape) {
    this.tape = tape;
  }

  static JsonCell of(Type type, RecordTape tape) {
    if (type instanceof Type.Array array) {
      return new OfList(tape, of(array.element(), tape));
    }
    if (type instanceof Type.Map map) {
      return new OfMap(tape, of(map.key(), tape), of(map.value(), tape));
    }
    return type instanceof Type.Struct struct ? new JsonStruct(tape, struct) : new JsonCell(tape);
  }

  /** Writes a value. */
  final void write(int value, GrowableBytes out) {
    if (tape.isNull(value)) {
      out.put(NULL);
    } else {
      writePresent(value, out);
    }
  }

  /** Writes a value that is not null. */
  void writePresent(int value, GrowableBytes out) {
    ValueText.writeJson(tape, value, out);
  }

  final RecordTape tape() {
    return tape;
  }

  /** Writes what stands in the text before what the tag holds. */
  final void writeTag(int value, GrowableBytes out) {
    out.put(tape.text(), tape.jsonStart(value), tape.jsonStart(tape.tagged(value)));
  }

  /** Lists; the bytes of a binary value are a list without a type of its own. */
  private static final class OfList extends JsonCell {
    private final JsonCell element;

    OfList(RecordTape tape, JsonCell element) {
      super(tape);
      this.element = element;
    }

    @Override
    void writePresent(int value, GrowableBytes out) {
      Token kind = tape().kind(value);
      switch (kind) {
        case LIST -> writeList(value, out);
        case SET -> {
          writeTag(value, out);
          writeList(tape().tagged(value), out);
          out.putByte('}');
        }
        case BINARY -> writeBytes(value, out);
        default -> super.writePresent(value, out);
      }
    }

    private void writeList(int list, GrowableBytes out) {
      out.putByte('[');
      for (int each = list + 1; !tape().isClose(each); each = tape().next(each)) {
        if (each > list + 1) {
          out.putByte(',');
        }
        element.write(each, out);
      }
      out.putByte(']');
    }

    private void writeBytes(int binary, GrowableBytes out) {
      out.putByte('[');
      byte[] bytes = Base64Text.decode(tape(), binary);
      for (int i = 0; i < bytes.length; i++) {
        if (i > 0) {
          out.putByte(',');
        }
        ValueText.writeJson(tape(), bytes[i] & 0xFF, out);
      }
      out.putByte(']');
    }
  }

  /** Maps and plain objects. */
  private static final class OfMap extends JsonCell {
    private final JsonCell key;
    private final JsonCell item;

    OfMap(RecordTape tape, JsonCell key, JsonCell item) {
      super(tape);
      this.key = key;
      this.item = item;
    }

    @Override
    void writePresent(int value, GrowableBytes out) {
      if (tape().kind(value) == Token.OBJECT) {
        writeObject(value, out);
      } else {
        writeTag(value, out);
        writePairs(tape().tagged(value), out);
        out.putByte('}');
      }
    }

    private void writePairs(int pairs, GrowableBytes out) {
      out.putByte('[');
      for (int pair = pairs + 1; !tape().isClose(pair); pair = tape().next(pair)) {
        if (pair > pairs + 1) {
          out.putByte(',');
        }
        out.putByte('[');
        key.write(pair + 1, out);
        out.putByte(',');
        item.write(tape().next(pair + 1), out);
        out.putByte(']');
      }
      out.putByte(']');
    }

    private void writeObject(int object, GrowableBytes out) {
      out.putByte('{');
      for (int name = object + 1; !tape().isClose(name); name = tape().next(name + 1)) {
        if (name > object + 1) {
          out.putByte(',');
        }
        writeName(name, out);
        item.write(name + 1, out);
      }
      out.putByte('}');
    }

    private void writeName(int name, GrowableBytes out) {
      out.putByte('"');
      boolean isLikeTag =
          tape().end(name) > tape().start(name) && tape().text()[tape().start(name)] == '$';
      if (isLikeTag) {
        out.putByte('$');
      }
      out.put(tape().text(), tape().start(name), tape().end(name));
      out.putByte('"');
      out.putByte(':');
    }
  }
}
