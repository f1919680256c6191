// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.Base64Text;
import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.encoding.line.Unreadables;
import io.github.sparkindexeddb.wire.value.Type;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Binary data, and the bytes of Blobs. */
final class BinaryEncoder extends VariableWidthEncoder {
  BinaryEncoder(Source source) {
    super(Type.Scalar.BINARY, source);
  }

  @Override
  void put(int index, int value, GrowableBytes out) throws Misfit {
    Token kind = tape().kind(value);
    if (kind == Token.UNREADABLE) {
      Optional<String> lost = Unreadables.lostFile(Unreadables.why(tape(), value));
      if (lost.isPresent()) {
        throw new Misfit(index, MisfitFacts.ofLostFile(lost.get(), type()));
      }
    }
    if (kind != Token.BINARY && kind != Token.BLOB_BYTES) {
      throw misfit(index, value);
    }
    out.put(Base64Text.decode(tape(), value));
  }

  /** Each byte is a character of it, so that equal bytes are equal texts. */
  @Override
  Object presentIdentity(int row) {
    int start = start(row);
    return new String(data().array(), start, start(row + 1) - start, StandardCharsets.ISO_8859_1);
  }
}
