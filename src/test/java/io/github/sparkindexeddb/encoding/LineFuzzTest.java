// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sparkindexeddb.agent.rows.BatchCheck;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Lines that a browser may have written: whole rows come of them, or an error that says so. */
class LineFuzzTest {
  private static final Key KEY = new Key.StringKey("k");

  private static final List<Column> COLUMNS =
      Stream.concat(
              Arrays.stream(Scalar.values()),
              Stream.of(
                  new Type.Decimal(9, 3),
                  new Type.Array(Scalar.DOUBLE),
                  new Type.Map(Scalar.TEXT, Scalar.JSON),
                  new Type.Map(new Type.Array(Scalar.INT), Scalar.STRING),
                  new Type.Struct(
                      List.of(
                          new Type.Field("a", Scalar.TEXT),
                          new Type.Field("bytes", Scalar.BINARY)))))
          .flatMap(
              type ->
                  Stream.of(Column.field("a", type), new Column("v", type, Column.Source.VALUE)))
          .toList();

  @MethodSource("examples")
  @FuzzTest
  void becomesWholeRowsOrIsRefused(byte[] line) {
    Optional<String> problem = RecordLine.problem(line);
    for (Format format : Format.values()) {
      try {
        BatchEncoder encoder =
            new BatchEncoder(
                "shop/orders",
                new ScanRequest.Projection(COLUMNS, Optional.empty(), Mode.PERMISSIVE, format));
        encoder.add(KEY, line);
        EncodedBatch batch = encoder.finish();
        BatchCheck check = BatchCheck.of(format, COLUMNS);
        check.update(ByteBuffer.wrap(batch.bytes()));
        assertThat(check.problem(1)).isEmpty();
        Summarizer summarizer = new Summarizer("shop/orders");
        summarizer.add(KEY, line, 0);
        assertThat(summarizer.summary().json()).isNotEmpty();
        assertThat(problem).isEmpty();
      } catch (IndexedDbException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.BAD_MESSAGE);
        assertThat(problem).isPresent();
        assertThat(e.getMessage().length()).isLessThan(1000);
      }
    }
  }

  static Stream<byte[]> examples() {
    return Stream.of(
            "{\"a\":{\"$date\":0},\"b\":{\"$map\":[[1,\"x\"],[{\"$bigint\":\"2\"},null]]}}",
            "{\"a\":{\"$blob\":{\"name\":\"n\",\"bytes\":\"AAE=\"}},\"$$c\":[1.5,-2e-7,true]}",
            "{\"a\":{\"$array\":{\"type\":\"float32\",\"values\":[0.5,{\"$number\":\"NaN\"}]}}}",
            "{\"a\":{\"$regexp\":{\"source\":\"a\",\"flags\":\"i\"}},\"d\":{\"$binary\":\"AA==\"}}",
            "[{\"$set\":[\"\\ud800\",\"é\"]},{\"$unreadable\":\"it contains itself\"}]",
            "{\"a\":{\"$error\":{\"name\":\"Error\",\"message\":\"m\",\"stack\":null}}}")
        .map(line -> line.getBytes(StandardCharsets.UTF_8));
  }
}
