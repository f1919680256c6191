// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static io.github.sparkindexeddb.hadoop.Condition.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.CuttingProxy;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.testing.TestTez;
import io.github.sparkindexeddb.wire.value.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real browser's store through Tez in local mode, compared with Spark's rows of it. */
class TezReadIT {
  private static final String ORDERS =
      """
      Array.from({ length: 3000 }, (_, i) => ({
        id: i, total: i / 4, count: i % 7, paid: i % 3 === 0, note: i % 5 ? 'nä😀"\\\\' + i : null,
        at: new Date(Date.UTC(2026, 0, 1) + i * 3600000), tags: ['a', 'b' + i].slice(i % 2),
        thumb: new Uint8Array([i, 1]), customer: { city: i % 2 ? 'Rome' : 'Oslo', zip: i },
        big: BigInt(i) * 10n ** 15n, huge: BigInt(i) * 10n ** 20n, mixed: i % 2 ? i : { n: [i, new Date(i)] },
        words: new Map([['k' + i, i]]), numbers: new Float32Array([i, NaN]), real: i % 9 ? i * 1.1 : -0,
      }))""";
  private static final String LOOSE =
      """
      [[new Date(5), { a: 1 }], ['k', { a: 2 }], [new Uint8Array([7]), { a: 3 }], [[1, 'x'], { a: 4 }],
       [-Infinity, { a: 5 }]]""";

  private static final String ODD =
      """
      (() => {
        const v = { a: 1, at: new Date(NaN), bytes: new Uint8Array([1, 255]), secret: 's' };
        v.self = v;
        return [
          { id: 1, v, at: new Date(NaN), names: { x: new Date(NaN) }, list: [new Date(NaN)], any: new Date(NaN) },
          { id: 2, v: new Date(NaN), at: new Date(1), names: new Date(NaN), list: new Date(NaN), any: [new Date(NaN)] },
        ];
      })()""";
  private static final String PLATFORM =
      """
      [{ id: 1, point: new DOMPoint(1.5, -0, NaN), quad: new DOMQuad(), error: new DOMException('no', 'DataError'),
         image: new ImageData(1, 2), mixed: new DOMRect(1, 2, 3, 4),
         files: (() => { const data = new DataTransfer(); data.items.add(new File(['x'], 'a')); return data.files; })() },
       { id: 2, point: new DOMPointReadOnly(), mixed: 'x', files: [] }]""";

  private static final String KEYED =
      "[{ a: 1 }, { a: 2, _key: 'mine' }, { a: 3 }, { a: 4, _key: 'own' }]";

  private static Agent agent;
  private static LinkedApp app;

  @BeforeAll
  static void link() {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    BrowserDatabase shop =
        BrowserDatabase.named("shop")
            .store("orders", "{ keyPath: 'id' }")
            .records(ORDERS)
            .store("loose", "{}")
            .entries(LOOSE)
            .store("odd", "{ keyPath: 'id' }")
            .records(ODD)
            .store("keyed", "{ autoIncrement: true }")
            .records(KEYED)
            .store("platform", "{ keyPath: 'id' }")
            .records(PLATFORM);
    app = LinkedApp.start(agent.uri().toString(), shop);
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
  }

  @Test
  void readsWhatSparkReads() {
    TestTez.Outcome read = read(orders(), IndexedDbInputFormat.class);
    Dataset<Row> spark = spark("shop/orders").orderBy("id");
    assertThat(read.entries().get(0).record().names()).containsExactly(spark.columns());
    assertThat(rows(read)).isEqualTo(Plain.rows(spark));
    assertThat(read.tasks()).as("tasks").isGreaterThan(1);
    assertThat(read.counter("RECORDS")).isEqualTo(3000);
    assertThat(read.counter("BYTES")).isGreaterThan(500_000);
  }

  @Test
  void readsObjectsOfThePlatformAsSparkDoes() {
    TestTez.Outcome read = read(configure().store("shop", "platform"), IndexedDbInputFormat.class);
    Dataset<Row> spark = spark("shop/platform").orderBy("id");
    assertThat(rows(read)).hasSize(2).isEqualTo(Plain.rows(spark));
    assertThat(Plain.rows(spark.selectExpr("image.height", "image.data", "mixed")).get(0))
        .isEqualTo(
            List.of(
                2L,
                "0x0000000000000000",
                "{\"x\":1,\"y\":2,\"width\":3,\"height\":4,"
                    + "\"top\":2,\"right\":4,\"bottom\":6,\"left\":1}"));
  }

  @Test
  void readsTheSameThroughTheOlderApi() {
    TestTez.Outcome read = read(orders(), MapredIndexedDbInputFormat.class);
    assertThat(rows(read)).isEqualTo(Plain.rows(spark("shop/orders").orderBy("id")));
    assertThat(read.counter("RECORDS")).isEqualTo(3000);
  }

  @Test
  void readsTheRecordsThatAConditionHoldsFor() {
    Condition condition =
        column("total").isAtLeast(100.25).and(column("customer", "city").is("Rome"));
    TestTez.Outcome read =
        read(orders().where(condition).columns("id", "total double"), IndexedDbInputFormat.class);
    assertThat(rows(read))
        .isNotEmpty()
        .isEqualTo(
            Plain.rows(
                spark("shop/orders")
                    .where("total >= 100.25 and customer.city = 'Rome'")
                    .select("id", "total")
                    .orderBy("id")));
  }

  @Test
  void comparesWithWhatTheColumnsCannotHold() {
    Condition condition =
        column("at")
            .isLessThan(Instant.MAX)
            .and(column("at").isMoreThan(Instant.EPOCH.plusNanos(1)))
            .and(column("count").isAtMost(3e9))
            .and(column("total").isNot(16777217))
            .and(column("total").isMoreThan(new BigDecimal("747.7500000000000000001")))
            .and(column("id").isMoreThan(2990.5).or(column("count").isMoreThan(128)));
    TestTez.Outcome read =
        read(
            orders().where(condition).columns("id", "at", "total float", "count tinyint"),
            IndexedDbInputFormat.class);
    assertThat(read.entries())
        .extracting(entry -> entry.record().getLong("id"))
        .containsExactlyInAnyOrder(2992L, 2993L, 2994L, 2995L, 2996L, 2997L, 2998L, 2999L);
  }

  @Test
  void readsWhatSparkReadsOfPartsOfValuesAndOfInvalidDates() {
    List<String> columns =
        List.of(
            "id bigint",
            "v struct<a:bigint,at:timestamp,bytes:array<bigint>>",
            "at string",
            "names map<string,string>",
            "list array<timestamp>",
            "any string");
    TestTez.Outcome read =
        read(
            configure().store("shop", "odd").columns(columns.toArray(String[]::new)),
            IndexedDbInputFormat.class);
    assertThat(rows(read))
        .isEqualTo(
            Plain.rows(
                TestSpark.spark()
                    .read()
                    .format("indexeddb")
                    .option("endpoint", agent.uri().toString())
                    .schema(String.join(",", columns).replaceAll("(\\w):", "$1: "))
                    .load("shop/odd")
                    .orderBy("id")));
    assertThat(read.entries())
        .as("fields that no column names stay in the browser")
        .noneMatch(entry -> entry.record().json().matches(".*(secret|self).*"));
  }

  @Test
  void tellsAFieldFromTheKeyByAllSampledRecords() {
    TestTez.Outcome read =
        read(
            configure().store("shop", "keyed").columns("a bigint", "_key string"),
            IndexedDbInputFormat.class);
    assertThat(rows(read))
        .isEqualTo(
            List.of(
                Arrays.asList(1L, null),
                List.of(2L, "mine"),
                Arrays.asList(3L, null),
                List.of(4L, "own")));
  }

  @Test
  void returnsKeysOfEveryTypeWithTheirRecords() {
    TestTez.Outcome read =
        read(configure().store("shop", "loose").columns("a bigint"), IndexedDbInputFormat.class);
    assertThat(read.entries())
        .extracting(entry -> entry.key() + " " + entry.record())
        .containsExactlyInAnyOrder(
            "\"-Infinity\" {\"a\":5}",
            "{\"date\":5} {\"a\":1}",
            "\"k\" {\"a\":2}",
            "{\"binary\":\"Bw==\"} {\"a\":3}",
            "{\"array\":[{\"number\":1},{\"string\":\"x\"}]} {\"a\":4}");
  }

  @Test
  void readsASplitAgainForATaskThatFailed() {
    TestTez.Outcome read =
        TestTez.readTwice(
            TestTez.source(orders().configuration(), IndexedDbInputFormat.class),
            new Credentials());
    assertThat(read.succeeded()).as(read.diagnostics()).isTrue();
    assertThat(read.failedAttempts()).as("failed attempts").isPositive();
    assertThat(rows(read)).isEqualTo(Plain.rows(spark("shop/orders").orderBy("id")));
  }

  @Test
  void resumesAStreamThatBroke() {
    try (CuttingProxy proxy =
        CuttingProxy.to(agent.uri().toString(), 300_000, CuttingProxy.Afterwards.WHOLE)) {
      TestTez.Outcome read =
          read(
              orders().endpoint(proxy.url()).option("sampleSize", "10"),
              IndexedDbInputFormat.class);
      assertThat(proxy.isCut()).as("the stream broke").isTrue();
      assertThat(rows(read)).isEqualTo(Plain.rows(spark("shop/orders").orderBy("id")));
    }
  }

  @Test
  void groupsSplitsAsTheJobSays() {
    Configuration conf = orders().option("recordsPerPartition", "500").configuration();
    assertThat(taskCount(conf)).as("a task for each split").isEqualTo(6);
    conf.setInt("tez.grouping.split-count", 2);
    assertThat(taskCount(IndexedDbInputFormat.configure(conf, new Credentials()).configuration()))
        .as("as many as the job asked for")
        .isBetween(2, 3);
  }

  private static int taskCount(Configuration conf) {
    TestTez.Outcome read =
        TestTez.read(
            TestTez.source(new Configuration(conf), IndexedDbInputFormat.class), new Credentials());
    assertThat(read.entries()).as(read.diagnostics()).hasSize(3000);
    return read.tasks();
  }

  @Test
  void readsTheKeyAsAColumn() {
    TestTez.Outcome read =
        read(
            configure().store("shop", "loose").columns("_key json", "a"),
            IndexedDbInputFormat.class);
    assertThat(read.entries())
        .extracting(entry -> entry.record().getString("_key") + entry.record().getLong("a"))
        .containsExactlyInAnyOrder(
            "{\"$number\":\"-Infinity\"}5",
            "{\"$date\":5}1",
            "\"k\"2",
            "{\"$binary\":\"Bw==\"}3",
            "[1,\"x\"]4");
  }

  private static ReadBuilder orders() {
    return configure().store("shop", "orders");
  }

  private static ReadBuilder configure() {
    return IndexedDbInputFormat.configure(
            new Configuration(TestTez.configuration()), new Credentials())
        .endpoint(agent.uri().toString());
  }

  private static TestTez.Outcome read(ReadBuilder builder, Class<?> inputFormat) {
    TestTez.Outcome read =
        TestTez.read(TestTez.source(builder.configuration(), inputFormat), new Credentials());
    assertThat(read.succeeded()).as(read.diagnostics()).isTrue();
    return read;
  }

  /** In the order of keys, each as {@link Plain} writes Spark's. */
  private static List<Object> rows(TestTez.Outcome read) {
    List<TestTez.Entry> entries = new ArrayList<>(read.entries());
    entries.sort(Comparator.comparing(TestTez.Entry::key));
    List<Object> rows = new ArrayList<>();
    entries.forEach(entry -> rows.add(row(entry.record())));
    return rows;
  }

  private static List<Object> row(RecordWritable record) {
    List<Object> row = new ArrayList<>();
    record.names().forEach(name -> row.add(plain(record.type(name), record.get(name))));
    return row;
  }

  private static Object plain(Type type, Object value) {
    if (value instanceof byte[] bytes) {
      return "0x" + HexFormat.of().formatHex(bytes);
    }
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof List<?> list) {
      Type element = ((Type.Array) type).element();
      return list.stream().map(each -> plain(element, each)).toList();
    }
    if (type instanceof Type.Struct struct && value instanceof Map<?, ?> fields) {
      List<Object> plain = new ArrayList<>();
      struct.fields().forEach(field -> plain.add(plain(field.type(), fields.get(field.name()))));
      return plain;
    }
    return value instanceof Number number ? narrowed(type, number) : value;
  }

  /** Narrower types are Java's widest here, and Spark's own there. */
  private static Object narrowed(Type type, Number value) {
    if (type == Type.Scalar.FLOAT) {
      return value.floatValue();
    }
    if (type == Type.Scalar.INT) {
      return value.intValue();
    }
    return type == Type.Scalar.SMALLINT ? (Object) value.shortValue() : value;
  }

  private static Dataset<Row> spark(String path) {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .load(path);
  }
}
