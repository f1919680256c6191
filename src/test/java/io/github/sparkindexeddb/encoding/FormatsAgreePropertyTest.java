// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.rows.BatchCheck;
import io.github.sparkindexeddb.agent.scan.ArrowSchema;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.arrow.ArrowStream;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever the records, a reader of Arrow and one of JSON see the same rows, and every format is
 * what the agent lets pass. A failure names its seed; {@code -Dseed=…} repeats it.
 */
class FormatsAgreePropertyTest {
  private static final int TRIALS = 2000;

  @Test
  void readersOfArrowAndOfJsonSeeTheSameRows() throws IOException {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    RandomLines lines = new RandomLines(random);
    for (int trial = 0; trial < TRIALS; trial++) {
      List<Type.Field> fields =
          lines.names().stream().map(name -> new Type.Field(name, lines.type(3))).toList();
      List<String> records =
          IntStream.range(0, 1 + random.nextInt(20)).mapToObj(i -> lines.record(fields)).toList();
      Mode mode = random.nextBoolean() ? Mode.PERMISSIVE : Mode.DROPMALFORMED;
      String rule = "-Dseed=%d, trial %d: %s of %s".formatted(seed, trial, fields, records);
      assertThat(ofArrow(fields, encoded(fields, records, mode, Format.ARROW, rule)))
          .as(rule)
          .isEqualTo(ofJson(fields, encoded(fields, records, mode, Format.NDJSON, rule)));
      encoded(fields, records, mode, Format.CSV, rule);
    }
  }

  private static byte[] encoded(
      List<Type.Field> fields, List<String> records, Mode mode, Format format, String rule) {
    List<Column> columns = new ArrayList<>();
    fields.forEach(field -> columns.add(Column.field(field.name(), field.type())));
    if (format == Format.CSV) {
      columns.add(new Column("_digest", Type.Scalar.STRING, Column.Source.DIGEST));
    }
    BatchEncoder encoder =
        new BatchEncoder(
            "shop/orders", new ScanRequest.Projection(columns, Optional.empty(), mode, format));
    for (int i = 0; i < records.size(); i++) {
      encoder.add(new Key.NumberKey(i), records.get(i).getBytes(StandardCharsets.UTF_8));
    }
    EncodedBatch batch = encoder.finish();
    BatchCheck check = BatchCheck.of(format, columns);
    check.update(ByteBuffer.wrap(batch.bytes()));
    assertThat(check.problem(batch.rows())).as(rule).isEmpty();
    return batch.bytes();
  }

  private static List<List<Object>> ofArrow(List<Type.Field> fields, byte[] batch)
      throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(
        ArrowSchema.message(
            fields.stream().map(field -> Column.field(field.name(), field.type())).toList()));
    all.writeBytes(batch);
    all.writeBytes(Format.ARROW.tail());
    ArrowStream stream = ArrowStream.open(new ByteArrayInputStream(all.toByteArray()));
    List<List<Object>> rows = new ArrayList<>();
    while (stream.next()) {
      for (int row = 0; row < stream.rows(); row++) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
          values.add(PlainValues.of(fields.get(i).type(), stream.vectors().get(i), row));
        }
        rows.add(values);
      }
    }
    return rows;
  }

  private static List<List<Object>> ofJson(List<Type.Field> fields, byte[] batch) {
    List<List<Object>> rows = new ArrayList<>();
    new String(batch, StandardCharsets.UTF_8)
        .lines()
        .forEach(
            line -> {
              JsonNode object = Json.parse(line);
              List<Object> values = new ArrayList<>();
              fields.forEach(
                  field -> values.add(PlainValues.of(field.type(), object.path(field.name()))));
              rows.add(values);
            });
    return rows;
  }
}
