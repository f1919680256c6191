// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.client.SplitStream;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records that are larger, wider, deeper or stranger than anybody would store on purpose. */
class StrangeRecordsIT {
  private static final int MANY_BYTES = 30 << 20;

  private FaultScenario faultScenario;

  @AfterEach
  void close() {
    faultScenario.close();
  }

  @Test
  void readsARecordOfThirtyMegabytesOfText() {
    Dataset<Row> things =
        things("{ id: 1, text: 'x'.repeat(%d) }, { id: 2, text: 'after' }".formatted(MANY_BYTES));
    List<Row> rows = things.orderBy("id").collectAsList();
    assertThat(rows).extracting(row -> row.getLong(0)).containsExactly(1L, 2L);
    assertThat(rows.get(0).getString(1)).isEqualTo("x".repeat(MANY_BYTES));
    assertThat(rows.get(1).getString(1)).isEqualTo("after");
  }

  @Test
  void readsARecordOfThirtyMegabytesOfBytes() {
    Dataset<Row> things =
        things(
            """
            { id: 1, bytes: new Uint8Array(%1$d).fill(7), blob: new Blob(['y'.repeat(%1$d)]) },
            { id: 2, bytes: new Uint8Array([1, 2]), blob: new Blob(['after']) }
            """
                .formatted(MANY_BYTES));
    List<Row> rows =
        things.selectExpr("id", "bytes", "blob.size", "blob.bytes").orderBy("id").collectAsList();
    assertThat(rows).hasSize(2);
    assertThat((byte[]) rows.get(0).get(1)).isEqualTo(filled((byte) 7));
    assertThat(((Number) rows.get(0).get(2)).longValue()).isEqualTo(MANY_BYTES);
    assertThat((byte[]) rows.get(0).get(3)).isEqualTo(filled((byte) 'y'));
    assertThat((byte[]) rows.get(1).get(1)).isEqualTo(new byte[] {1, 2});
    assertThat((byte[]) rows.get(1).get(3)).isEqualTo("after".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void namesTheKeyOfARecordThatIsTooLarge() {
    Dataset<Row> things =
        things("{ id: 1, text: 'before' }, { id: 42, text: 'x'.repeat(%d) }".formatted(70 << 20));
    IndexedDbException error = Refusal.of(things::collectAsList);
    assertThat(error.code()).isEqualTo(ErrorCode.RECORD_TOO_LARGE);
    assertThat(error.sentence()).contains("42").contains("67108864");
    assertThat(things.select("id").orderBy("id").collectAsList())
        .containsExactly(RowFactory.create(1L), RowFactory.create(42L));
  }

  @Test
  void readsObjectsOfTwoThousandColumns() {
    Dataset<Row> things =
        things(
            """
            ...Array.from({ length: 3 }, (_, id) => Object.fromEntries(
              [['id', id], ...Array.from({ length: 1999 }, (_, i) => ['c' + i, id * 10000 + i])]))
            """);
    assertThat(things.columns()).hasSize(2000);
    assertThat(things.columns()).startsWith("id", "c0", "c1").endsWith("c1997", "c1998");
    List<Row> rows = things.collectAsList();
    assertThat(rows).extracting(row -> row.getLong(0)).containsExactlyInAnyOrder(0L, 1L, 2L);
    assertThat(rows).allSatisfy(row -> assertThat(cells(row)).isEqualTo(expected(row.getLong(0))));
    assertThat(things.where("id = 2").select("c1998").head().getLong(0)).isEqualTo(21998);
  }

  @Test
  void readsObjectsNestedTwoHundredDeep() {
    Dataset<Row> things =
        things(
            """
            (() => {
              let deep = { leaf: 'bottom' };
              for (let i = 199; i > 0; i--) deep = { ['d' + i]: deep };
              return { id: 1, deep };
            })(), { id: 2, deep: null }
            """);
    List<String> rows =
        things.orderBy("id").toJSON().collectAsList().stream()
            .map(row -> row.replace("\\", "").replace("\"", "").replace(":{", ":").strip())
            .toList();
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).contains("d1:d2:d3:").contains("leaf:bottom");
    IntStream.range(1, 200).forEach(i -> assertThat(rows.get(0)).contains("d" + i + ":"));
    assertThat(rows.get(1)).isEqualTo("{id:2}");
  }

  @Test
  void failsOverACyclicValue() {
    faultScenario = FaultScenario.of(AgentOptions.DEFAULT, store(CYCLIC));
    Dataset<Row> things =
        faultScenario.read().schema("id BIGINT, self STRING").load("strange/things");
    IndexedDbException error = Refusal.of(things::collectAsList);
    assertThat(error.code()).isEqualTo(ErrorCode.VALUE_DOES_NOT_FIT);
    assertThat(error.sentence())
        .contains("'self'")
        .contains("{\"number\":2}")
        .contains("strange/things")
        .contains("mode=PERMISSIVE");
    assertThat(things.select("id").orderBy("id").collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactly(1L, 2L, 3L);
  }

  @Test
  void tellsWhyACyclicRecordIsBrokenWhenPermitted() {
    faultScenario = FaultScenario.of(AgentOptions.DEFAULT, store(CYCLIC));
    List<Row> rows =
        faultScenario
            .read()
            .option("mode", "PERMISSIVE")
            .option("columnNameOfCorruptRecord", "broken")
            .schema("id BIGINT, self STRING, broken STRING")
            .load("strange/things")
            .orderBy("id")
            .collectAsList();
    assertThat(rows).hasSize(3);
    List<Row> whole = rows.stream().filter(row -> row.isNullAt(2)).toList();
    assertThat(whole).extracting(row -> row.getLong(0)).containsExactly(1L, 3L);
    List<Row> broken = rows.stream().filter(row -> !row.isNullAt(2)).toList();
    assertThat(broken)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.getLong(0)).isEqualTo(2);
              assertThat(row.isNullAt(1)).isTrue();
              assertThat(row.getString(2)).isEqualTo("{\"$unreadable\":\"it contains itself\"}");
            });
  }

  @Test
  void dropsACyclicRecordWhenAsked() {
    faultScenario = FaultScenario.of(AgentOptions.DEFAULT, store(CYCLIC));
    List<Row> rows =
        faultScenario
            .read()
            .option("mode", "DROPMALFORMED")
            .schema("id BIGINT, self STRING")
            .load("strange/things")
            .orderBy("id")
            .collectAsList();
    assertThat(rows).extracting(row -> row.getLong(0)).containsExactly(1L, 3L);
  }

  @Test
  void countsCyclicRecordsAsCorruptWhenItInfers() {
    faultScenario = FaultScenario.of(AgentOptions.DEFAULT, store(CYCLIC));
    Dataset<Row> things = faultScenario.read().option("mode", "PERMISSIVE").load("strange/things");
    assertThat(things.count()).isEqualTo(3);
    assertThat(things.where("id is not null").select("id").orderBy("id").collectAsList())
        .contains(RowFactory.create(1L), RowFactory.create(3L));
  }

  @Test
  void fitsItsBatchesToTheRecords() throws IOException {
    int large = 10 << 20;
    faultScenario =
        FaultScenario.of(
            AgentOptions.DEFAULT,
            store(
                """
                ...Array.from({ length: 5000 }, (_, id) => ({ id, text: 't' })),
                ...Array.from({ length: 6 }, (_, i) => ({ id: 5000 + i, text: 'x'.repeat(%d) })),
                ...Array.from({ length: 5000 }, (_, i) => ({ id: 6000 + i, text: 't' }))
                """
                    .formatted(large)));
    PlainScan things = faultScenario.scan("strange", "things", Pages.ID, Pages.TEXT);
    List<long[]> batches = batches(things);
    assertThat(batches.stream().mapToLong(batch -> batch[0]).sum()).isEqualTo(10_006);
    assertThat(batches).allSatisfy(batch -> assertThat(batch[1]).isLessThan(large + (2L << 20)));
    assertThat(batches).anySatisfy(batch -> assertThat(batch[0]).isGreaterThan(1000));
    assertThat(things.rows())
        .extracting(row -> row.get(1).toString().length())
        .isEqualTo(lengths(large));
  }

  @Test
  void readsBlobsAndFiles() {
    Dataset<Row> things =
        things(
            """
            { id: 1, some: new Blob(['hello'], { type: 'text/plain' }) },
            { id: 2, some: new File([new Uint8Array([0, 255])], 'a b.bin',
                { type: 'application/x-any', lastModified: 1700000000123 }) },
            { id: 3, some: new Blob([]) },
            { id: 4 }
            """);
    StructType some =
        new StructType()
            .add("name", DataTypes.StringType)
            .add("type", DataTypes.StringType)
            .add("size", DataTypes.LongType)
            .add("lastModified", DataTypes.TimestampType)
            .add("bytes", DataTypes.BinaryType);
    assertThat(things.schema())
        .isEqualTo(new StructType().add("id", DataTypes.LongType).add("some", some));
    assertThat(
            things
                .selectExpr(
                    "id",
                    "some.name",
                    "some.type",
                    "some.size",
                    "cast(some.lastModified as double)",
                    "hex(some.bytes)")
                .orderBy("id")
                .collectAsList())
        .containsExactly(
            RowFactory.create(1L, null, "text/plain", 5L, null, "68656C6C6F"),
            RowFactory.create(2L, "a b.bin", "application/x-any", 2L, 1700000000.123, "00FF"),
            RowFactory.create(3L, null, "", 0L, null, ""),
            RowFactory.create(4L, null, null, null, null, null));
  }

  private static final String CYCLIC =
      """
      { id: 1, self: { id: 10 } },
      (() => { const record = { id: 2 }; record.self = record; return record; })(),
      { id: 3, self: null }
      """;

  private static BrowserDatabase store(String records) {
    return BrowserDatabase.named("strange")
        .store("things", "{ keyPath: 'id' }")
        .records("[" + records + "]");
  }

  /** The records, as a linked browser has them. */
  private Dataset<Row> things(String records) {
    faultScenario = FaultScenario.of(AgentOptions.DEFAULT, store(records));
    return faultScenario.read().load("strange/things");
  }

  private static byte[] filled(byte value) {
    byte[] bytes = new byte[MANY_BYTES];
    Arrays.fill(bytes, value);
    return bytes;
  }

  private static List<Long> cells(Row row) {
    return IntStream.range(1, row.size()).mapToObj(row::getLong).toList();
  }

  private static List<Long> expected(long id) {
    return LongStream.range(0, 1999).map(i -> id * 10_000 + i).boxed().toList();
  }

  private static List<Integer> lengths(int large) {
    return IntStream.range(0, 10_006).mapToObj(i -> i >= 5000 && i < 5006 ? large : 1).toList();
  }

  /** Rows and bytes of each batch. */
  private static List<long[]> batches(PlainScan scan) throws IOException {
    List<long[]> batches = new ArrayList<>();
    try (SplitStream stream = scan.stream();
        RootAllocator memory = new RootAllocator();
        ArrowStreamReader arrow = new ArrowStreamReader(stream, memory)) {
      arrow.getVectorSchemaRoot();
      for (long before = arrow.bytesRead(); arrow.loadNextBatch(); before = arrow.bytesRead()) {
        batches.add(
            new long[] {arrow.getVectorSchemaRoot().getRowCount(), arrow.bytesRead() - before});
      }
    }
    return batches;
  }
}
