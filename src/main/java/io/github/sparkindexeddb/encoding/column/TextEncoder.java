// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Strings;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.encoding.line.Unreadables;
import io.github.sparkindexeddb.wire.value.Type;
import java.nio.charset.StandardCharsets;

/** Strings and nothing else, or anything as text, or anything as tagged JSON. */
final class TextEncoder extends VariableWidthEncoder {
  private final Type.Scalar form;

  TextEncoder(Type.Scalar type, Source source) {
    super(type, source);
    this.form = type;
  }

  @Override
  void put(int index, int value, GrowableBytes out) throws Misfit {
    RecordTape tape = tape();
    Token kind = tape.kind(value);
    boolean isString = kind == Token.STRING || kind == Token.NAME;
    if (form == Type.Scalar.JSON || !isString && form == Type.Scalar.TEXT) {
      requireForm(index, value);
    } else if (!isString) {
      throw misfit(index, value);
    }
    if (form == Type.Scalar.JSON) {
      ValueText.writeJson(tape, value, out);
    } else if (isString) {
      Strings.writeUtf8(tape, value, out);
    } else {
      ValueText.write(tape, value, out);
    }
  }

  private void requireForm(int index, int value) throws Misfit {
    var why = Unreadables.reason(tape(), value);
    if (why.isPresent()) {
      throw new Misfit(index, MisfitFacts.withoutForm(why.get()));
    }
  }

  @Override
  Object presentIdentity(int row) {
    int start = start(row);
    return new String(data().array(), start, start(row + 1) - start, StandardCharsets.UTF_8);
  }
}
