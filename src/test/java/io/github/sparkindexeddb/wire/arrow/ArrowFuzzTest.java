// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sparkindexeddb.agent.scan.ArrowSchema;
import io.github.sparkindexeddb.testing.ArrowBatch;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Streams of Arrow from their first byte: read, or refused with a short sentence. */
class ArrowFuzzTest {
  @MethodSource("examples")
  @FuzzTest
  void isReadOrRefused(byte[] input) {
    try {
      ArrowStream stream = ArrowStream.open(new ByteArrayInputStream(input));
      while (stream.next()) {
        assertThat(stream.vectors()).hasSameSizeAs(stream.fields());
      }
    } catch (IOException e) {
      assertThat(String.valueOf(e.getMessage()).length()).isLessThan(1000);
    }
  }

  static Stream<byte[]> examples() {
    return Stream.concat(
            Arrays.stream(Type.Scalar.values()),
            Stream.of(
                new Type.Decimal(38, 2),
                new Type.Array(Type.Scalar.STRING),
                new Type.Map(Type.Scalar.STRING, Type.Scalar.DOUBLE),
                new Type.Struct(List.of(new Type.Field("a", Type.Scalar.INT)))))
        .map(ArrowFuzzTest::stream);
  }

  private static byte[] stream(Type type) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    stream.writeBytes(ArrowSchema.message(List.of(Column.field("a", type))));
    stream.writeBytes(ArrowBatch.of(0, ArrowBatch.MIN_BYTES));
    stream.writeBytes(ArrowBatch.of(2, ArrowBatch.MIN_BYTES + 16));
    stream.writeBytes(Format.ARROW.tail());
    return stream.toByteArray();
  }
}
