// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.scan.ArrowSchema;
import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.spark.testing.BatchValues;
import io.github.sparkindexeddb.spark.testing.HandmadeBatch;
import io.github.sparkindexeddb.spark.testing.RandomRows;
import io.github.sparkindexeddb.spark.testing.SplitBodies;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is true is read, and each lie of a browser is refused, before anything believes it. */
class ArrowBatchesTest {
  private static final Column TEXT = Column.field("t", Type.Scalar.STRING);
  private static final Column NUMBER = Column.field("n", Type.Scalar.BIGINT);
  private static final Type EMPTY = new Type.Struct(List.of());

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void readsWhatSparksOwnWriterWrites(int seed) throws IOException {
    Random random = new Random(seed);
    RandomRows generator = new RandomRows(random);
    for (int i = 0; i < 20; i++) {
      StructType schema = i == 0 ? RandomRows.scalars() : generator.schema(3);
      List<Row> rows = generator.rows(schema, random.nextInt(50));
      byte[] body = SplitBodies.encode(rows, schema, 1 + random.nextInt(30)).bytes();

      assertThat(read(schema, body)).as(schema.catalogString()).isEqualTo(projected(schema, rows));
    }
  }

  @Test
  void readsTruthThatIsMadeByHand() throws IOException {
    assertThat(readColumns(texts(), TEXT)).containsExactly("ä", "", "bc");
    assertThat(readColumns(numbers(), NUMBER)).containsExactly("1", "2");
  }

  @Test
  void readsOffsetsThatBeginLater() throws IOException {
    HandmadeBatch batch =
        HandmadeBatch.ofRows(1)
            .node(1, 0)
            .buffer()
            .ints(2, 3)
            .buffer((byte) -1, (byte) -1, (byte) 'a');
    assertThat(readColumns(batch, TEXT)).containsExactly("a");
  }

  @Test
  void refusesCompression() {
    assertRefused(texts().compressed(), "a batch is compressed", TEXT);
  }

  @Test
  void refusesDictionaries() {
    assertRefused(texts().kind(2), "a message of kind 2 stands where 3 belongs", TEXT);
  }

  @Test
  void refusesASecondSchema() {
    assertRefused(texts().kind(1), "a message of kind 1 stands where 3 belongs", TEXT);
  }

  @Test
  void refusesViews() {
    assertRefused(texts().withVariadicCounts(), "a batch has columns of views", TEXT);
  }

  @Test
  void refusesOtherVersionsOfTheFormat() {
    assertRefused(texts().version(3), "another version of Arrow's format", TEXT);
  }

  @Test
  void refusesWhatDoesNotBeginAsAMessage() {
    assertRefused(texts().continuation(0), "a message does not begin as one", TEXT);
  }

  @Test
  void refusesMoreRowsThanThereCanBe() {
    for (long rows : new long[] {-1, 1L << 31, (1L << 31) - 1, (1L << 24) + 1, Long.MAX_VALUE}) {
      assertRefused(HandmadeBatch.ofRows(rows), "a batch says that it has " + rows + " rows");
    }
  }

  @Test
  void refusesBodiesThatCannotBe() {
    for (long length : new long[] {(65 << 20) + 1, 1L << 31, 1L << 32, Long.MAX_VALUE}) {
      assertRefused(numbers().bodyLength(length), "it has " + length + " bytes", NUMBER);
    }
    assertRefused(numbers().bodyLength(64 << 20), "a body ends after 24 of 67108864 bytes", NUMBER);
  }

  @Test
  void refusesBuffersOutsideOfTheBody() {
    long[][] regions = {
      {0, 17},
      {8, 9},
      {16, 8},
      {-8, 16},
      {0, -1},
      {1L << 32, 0},
      {0, 1L << 32},
      {Long.MAX_VALUE, 8},
      {8, Long.MAX_VALUE},
      {Long.MIN_VALUE, Long.MIN_VALUE}
    };
    for (long[] region : regions) {
      HandmadeBatch batch =
          HandmadeBatch.ofRows(2).node(2, 0).region(0, 0).region(region[0], region[1]);
      assertRefused(batch.bodyLength(16), "is no part of a body of 16", NUMBER);
    }
  }

  @Test
  void refusesBuffersThatLieOverEachOther() {
    HandmadeBatch batch =
        HandmadeBatch.ofRows(1)
            .node(1, 0)
            .buffer()
            .longs(1, 2)
            .node(1, 0)
            .region(8, 0)
            .region(8, 8);
    assertRefused(batch, "is no part of a body", NUMBER, NUMBER);
  }

  @Test
  void refusesBuffersThatAreNotAligned() {
    HandmadeBatch batch =
        HandmadeBatch.ofRows(1).node(1, 0).region(0, 0).region(4, 8).bodyLength(16);
    assertRefused(batch, "a buffer of 8 bytes at 4", NUMBER);
  }

  @Test
  void refusesOtherVectorsThanTheColumnsNeed() {
    assertRefused(numbers().node(2, 0), "a batch has 2 vectors where its columns need 1", NUMBER);
    assertRefused(HandmadeBatch.ofRows(2), "0 vectors where its columns need 1", NUMBER);
    assertRefused(numbers().buffer(), "a batch has 3 buffers where its columns need 2", NUMBER);
  }

  @Test
  void refusesHundredsOfThousandsOfBuffersByTheLengthOfTheTable() {
    HandmadeBatch batch = numbers();
    for (int i = 0; i < 300_000; i++) {
      batch.buffer();
    }
    assertRefused(batch, "a message says that its table has 48", NUMBER);
  }

  @Test
  void refusesVectorsOfAnotherLengthThanTheBatch() {
    for (long length : new long[] {-1, 0, 1, 3, 1L << 31, (1L << 32) + 2, Long.MIN_VALUE}) {
      HandmadeBatch batch = HandmadeBatch.ofRows(2).node(length, 0).buffer().longs(1, 2);
      assertRefused(batch, "column 'n': it has another number of values", NUMBER);
    }
  }

  @Test
  void refusesNullsThatCannotBe() {
    for (long nulls : new long[] {-1, 3, 1L << 32, Long.MAX_VALUE}) {
      HandmadeBatch batch = HandmadeBatch.ofRows(2).node(2, nulls).buffer((byte) 3).longs(1, 2);
      assertRefused(batch, "column 'n': it has more nulls than values", NUMBER);
    }
    HandmadeBatch none = HandmadeBatch.ofRows(2).node(2, 1).buffer().longs(1, 2);
    assertRefused(none, "column 'n': a buffer is too short", NUMBER);
    HandmadeBatch other = HandmadeBatch.ofRows(2).node(2, 1).buffer((byte) 3).longs(1, 2);
    assertRefused(other, "another number of nulls than it says", NUMBER);
  }

  @Test
  void refusesBuffersThatAreTooShort() {
    assertRefused(
        HandmadeBatch.ofRows(3).node(3, 0).buffer().longs(1, 2), "a buffer is too short", NUMBER);
    assertRefused(
        HandmadeBatch.ofRows(3).node(3, 0).buffer().ints(0, 1, 2).buffer((byte) 'a'),
        "a buffer is too short",
        TEXT);
    assertRefused(
        HandmadeBatch.ofRows(1).node(1, 0).buffer().ints(0, 9).buffer((byte) 'a'),
        "a buffer is too short",
        TEXT);
  }

  @Test
  void refusesOffsetsThatDecrease() {
    int[][] offsets = {
      {0, 2, 1, 3},
      {-1, 0, 1, 2},
      {0, -1, 1, 2},
      {0, 1, 2, -1},
      {1, 0, 1, 2},
      {Integer.MAX_VALUE, Integer.MIN_VALUE, 1, 2},
      {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 2},
      {0, Integer.MAX_VALUE, -2, -1}
    };
    for (int[] each : offsets) {
      HandmadeBatch batch = HandmadeBatch.ofRows(3).node(3, 0).buffer().ints(each);
      assertRefused(batch.buffer(utf8("abc")), "column 't': its offsets decrease", TEXT);
    }
  }

  @Test
  void refusesElementsThatAreNotAsManyAsTheOffsetsSay() {
    Column list = Column.field("l", new Type.Array(Type.Scalar.BIGINT));
    for (int length : new int[] {1, 3}) {
      HandmadeBatch batch =
          HandmadeBatch.ofRows(1).node(1, 0).buffer().ints(0, 2).node(length, 0).buffer();
      assertRefused(batch.longs(1, 2, 3), "column 'l': it has another number of values", list);
    }
  }

  @Test
  void refusesElementsWithoutBytes() {
    Column list = Column.field("l", new Type.Array(EMPTY));
    for (int count : new int[] {(1 << 20) + 1, Integer.MAX_VALUE}) {
      HandmadeBatch batch =
          HandmadeBatch.ofRows(1).node(1, 0).buffer().ints(0, count).node(count, 0).buffer();
      assertRefused(batch, "column 'l': it has more elements than its bytes can hold", list);
    }
  }

  @Test
  void refusesKeysThatAreNull() {
    Column map = Column.field("m", new Type.Map(Type.Scalar.BIGINT, Type.Scalar.BIGINT));
    HandmadeBatch batch =
        HandmadeBatch.ofRows(1)
            .node(1, 0)
            .buffer()
            .ints(0, 1)
            .node(1, 0)
            .buffer()
            .node(1, 1)
            .buffer((byte) 0)
            .longs(1)
            .node(1, 0)
            .buffer()
            .longs(1);
    assertRefused(batch, "column 'm': a key is null", map);
  }

  @Test
  void refusesNumbersOfTooManyDigits() throws IOException {
    Column decimal = Column.field("d", new Type.Decimal(3, 1));
    for (long[] number :
        new long[][] {{1000, 0}, {-1000, -1}, {0, 1}, {0, -1}, {0, Long.MIN_VALUE}}) {
      HandmadeBatch batch = HandmadeBatch.ofRows(1).node(1, 0).buffer().longs(number);
      assertRefused(batch, "column 'd': a number has too many digits", decimal);
    }
    HandmadeBatch most = HandmadeBatch.ofRows(2).node(2, 0).buffer().longs(999, 0, -999, -1);
    assertThat(readColumns(most, decimal)).containsExactly("99.9", "-99.9");
  }

  @Test
  void refusesTextThatIsNotUtf8() {
    byte[][] texts = {
      {(byte) 0xC0, (byte) 0x80},
      {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
      {(byte) 0xFF},
      {(byte) 0x80},
      {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}
    };
    for (byte[] text : texts) {
      HandmadeBatch batch =
          HandmadeBatch.ofRows(1).node(1, 0).buffer().ints(0, text.length).buffer(text);
      assertRefused(batch, "column 't': a text is not UTF-8", TEXT);
    }
  }

  /** Spark takes the length of a character from its first byte. */
  @Test
  void refusesACharacterThatGoesOnBeyondItsText() {
    HandmadeBatch last =
        HandmadeBatch.ofRows(1).node(1, 0).buffer().ints(0, 1).buffer((byte) 0xC3, (byte) 0xA4);
    assertRefused(last, "column 't': a text is not UTF-8", TEXT);
    HandmadeBatch divided =
        HandmadeBatch.ofRows(2).node(2, 0).buffer().ints(0, 1, 2).buffer((byte) 0xC3, (byte) 0xA4);
    assertRefused(divided, "column 't': a text is not UTF-8", TEXT);
  }

  @Test
  void saysOfForeignNamesLittleAndPlainly() {
    Column named = Column.field("\u001b[31m" + "x".repeat(100_000), Type.Scalar.BIGINT);
    assertThat(
            Refusal.of(
                    () -> readColumns(HandmadeBatch.ofRows(1).node(2, 0).buffer().longs(1), named))
                .getMessage())
        .contains("column '?[31mxxx")
        .hasSizeLessThan(700);
    assertThat(Refusal.of(() -> read(new StructType(), head(named))).getMessage())
        .contains("where 'struct<>' was asked for")
        .hasSizeLessThan(700);
  }

  @Test
  void refusesStreamsThatEndWithoutTheirMark() {
    StructType schema = SparkTypes.toSpark(List.of(NUMBER));
    Refusal.assertRefused(ErrorCode.SPLIT_DAMAGED, () -> read(schema, head(NUMBER)))
        .contains("a message ends after 0 of 8 bytes");
    Refusal.assertRefused(ErrorCode.SPLIT_DAMAGED, () -> read(schema, Format.ARROW.tail()))
        .contains("it ends before its schema");
  }

  private static HandmadeBatch texts() {
    return HandmadeBatch.ofRows(3).node(3, 0).buffer().ints(0, 2, 2, 4).buffer(utf8("äbc"));
  }

  private static HandmadeBatch numbers() {
    return HandmadeBatch.ofRows(2).node(2, 0).buffer().longs(1, 2);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] head(Column... columns) {
    return ArrowSchema.message(List.of(columns));
  }

  private static void assertRefused(HandmadeBatch batch, String why, Column... columns) {
    Refusal.assertRefused(ErrorCode.SPLIT_DAMAGED, () -> readColumns(batch, columns))
        .contains(
            "Cannot read split 0 of client 'c': its bytes are not the Arrow stream they should be (",
            why);
  }

  /** Returns the values of the first column, as text. */
  private static List<String> readColumns(HandmadeBatch batch, Column... columns)
      throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(head(columns));
    body.writeBytes(batch.message());
    body.writeBytes(Format.ARROW.tail());
    StructType schema = SparkTypes.toSpark(List.of(columns));
    ArrowBatches batches = BodyReader.open(schema, new ByteArrayInputStream(body.toByteArray()));
    List<String> values = new ArrayList<>();
    while (batches.next()) {
      new BatchValues(schema).read(batches.current());
      batches
          .current()
          .rowIterator()
          .forEachRemaining(
              row -> values.add(row.get(0, schema.fields()[0].dataType()).toString()));
    }
    return values;
  }

  private static List<UnsafeRow> read(StructType schema, byte[] body) throws IOException {
    UnsafeProjection projection = UnsafeProjection.create(schema);
    ArrowBatches batches = BodyReader.open(schema, new ByteArrayInputStream(body));
    List<UnsafeRow> rows = new ArrayList<>();
    while (batches.next()) {
      for (Iterator<InternalRow> each = batches.current().rowIterator(); each.hasNext(); ) {
        rows.add(projection.apply(each.next()).copy());
      }
    }
    return rows;
  }

  private static List<UnsafeRow> projected(StructType schema, List<Row> rows) {
    UnsafeProjection projection = UnsafeProjection.create(schema);
    var converter = CatalystTypeConverters.createToCatalystConverter(schema);
    return rows.stream()
        .map(row -> projection.apply((InternalRow) converter.apply(row)).copy())
        .toList();
  }
}
