// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchEncoderTest {
  private static final Key KEY = new Key.NumberKey(1);
  private static final Column CORRUPT = new Column("_c", Scalar.STRING, Column.Source.CORRUPT);

  @Test
  void namesTheRecordWhoseLineIsNoTaggedJson() {
    BatchEncoder encoder = encoder(Mode.PERMISSIVE, Column.field("v", Scalar.INT));
    assertThatThrownBy(() -> encoder.add(KEY, bytes("{\"v\":1")))
        .hasMessage(
            "[BAD_MESSAGE] Cannot read the record with key {\"number\":1} in store 'shop/orders' as"
                + " it is kept: byte 6 is not the end of a value. Use page link and agent of one"
                + " version; then have the agent forget the client.");
  }

  @Test
  void aDigestIsAColumn() {
    Column digest = new Column("_digest", Scalar.STRING, Column.Source.DIGEST);
    BatchEncoder encoder = encoder(Mode.FAILFAST, digest);
    encoder.add(KEY, bytes("{\"v\":1}"));
    assertThat(text(encoder.finish()))
        .isEqualTo("{\"_digest\":\"afbf9d0f3560b0fd7795e81c42a0a79e\"}\n");
  }

  @Test
  void beginsAnewAfterABatch() {
    BatchEncoder encoder = encoder(Mode.DROPMALFORMED, Column.field("v", Scalar.INT));
    for (int round = 0; round < 2; round++) {
      encoder.add(KEY, bytes("{\"v\":\"x\"}"));
      encoder.add(KEY, bytes("{\"v\":2}"));
      assertThat(encoder.records()).isEqualTo(2);
      assertThat(encoder.rows()).isEqualTo(1);
      assertThat(encoder.bytes()).isPositive();
      EncodedBatch batch = encoder.finish();
      assertThat(text(batch)).isEqualTo("{\"v\":2}\n");
      assertThat(batch.malformed().count()).isEqualTo(1);
    }
    assertThat(encoder.finish()).extracting(EncodedBatch::rows).isEqualTo(0);
  }

  /** A reader's type may be far wider than the record. */
  @Test
  void aRecordThatWouldTakeAllMemoryIsRefused() {
    Type wide =
        new Type.Struct(
            IntStream.range(0, 1000)
                .mapToObj(i -> new Type.Field("f" + i, Scalar.DOUBLE))
                .toList());
    BatchEncoder encoder = encoder(Mode.FAILFAST, Column.field("v", new Type.Array(wide)));
    String line = "{\"v\":[" + "{},".repeat(100_000) + "{}]}";
    assertThatThrownBy(() -> encoder.add(KEY, bytes(line)))
        .hasMessageStartingWith(
            "[RECORD_TOO_LARGE] Cannot read the record with key {\"number\":1}: its ")
        .hasMessageEndingWith("Leave its largest column out of the schema.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "int    | it holds an object of class URL | field 'v' %s: an URL does not fit int",
        "int    | it contains itself              | field 'v' %s: the value has no form: it contains"
            + " itself",
        "json   | it contains itself              | field 'v' %s: the value has no form: it contains"
            + " itself",
        "binary | it holds an object of class URL | field 'v' %s: an URL does not fit binary",
      })
  void aValueWithoutAFormFitsNoColumn(String type, String why, String sentence) {
    Column column = Column.field("v", Scalar.valueOf(type.toUpperCase(Locale.ROOT)));
    BatchEncoder encoder = encoder(Mode.PERMISSIVE, column, CORRUPT);
    encoder.add(KEY, bytes("{\"v\":{\"$unreadable\":\"%s\"},\"w\":1}".formatted(why)));
    EncodedBatch batch = encoder.finish();
    assertThat(batch.malformed().first().get("v"))
        .isEqualTo(
            sentence.formatted("of the record with key {\"number\":1} in store 'shop/orders'"));
    assertThat(text(batch))
        .isEqualTo("{\"v\":null,\"_c\":\"{\\\"$unreadable\\\":\\\"%s\\\"}\"}\n".formatted(why));
  }

  @Test
  void aRecordThatCannotBeReadHasNoFields() {
    BatchEncoder encoder = encoder(Mode.PERMISSIVE, Column.field("v", Scalar.INT));
    encoder.add(KEY, bytes("{\"$unreadable\":\"the browser lost it\"}"));
    assertThat(encoder.finish().malformed().first().get("v"))
        .endsWith(": a record that the browser cannot read has no fields, as the record should");
  }

  @Test
  void ofALostFileAllButTheBytesFits() {
    String line =
        "{\"v\":{\"$blob\":{\"name\":null,\"type\":\"a/b\",\"size\":3,\"lastModified\":null,"
            + "\"bytes\":{\"$unreadable\":\"it holds a file that can no longer be read\"}}}}";
    Type.Field size = new Type.Field("size", Scalar.INT);
    Type.Field bytes = new Type.Field("bytes", Scalar.BINARY);
    BatchEncoder fits = encoder(Mode.FAILFAST, Column.field("v", new Type.Struct(List.of(size))));
    fits.add(KEY, bytes(line));
    assertThat(text(fits.finish())).isEqualTo("{\"v\":{\"$blob\":{\"size\":3}}}\n");
    BatchEncoder fails = encoder(Mode.FAILFAST, Column.field("v", new Type.Struct(List.of(bytes))));
    assertThatThrownBy(() -> fails.add(KEY, bytes(line)))
        .hasMessageContaining(
            "field 'v.bytes' of the record with key {\"number\":1} in store 'shop/orders': a Blob"
                + " does not fit binary: the file can no longer be read.");
  }

  private static BatchEncoder encoder(Mode mode, Column... columns) {
    return new BatchEncoder(
        "shop/orders",
        new ScanRequest.Projection(List.of(columns), Optional.empty(), mode, Format.NDJSON));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(EncodedBatch batch) {
    return new String(batch.bytes(), StandardCharsets.UTF_8);
  }
}
