// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.BrowserProcess;
import io.github.sparkindexeddb.testing.BrowserProcess.Kind;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.testing.TestSpark;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same in every browser: Chromium, Firefox, and WebKit, which has no getAllRecords. */
class BrowsersIT {
  private static final int RECORDS = 20_000;

  private static final BrowserDatabase SHOP =
      BrowserDatabase.named("shop")
          .store("orders", "{ keyPath: 'id' }")
          .index("byCity", "'city'", "{}")
          .records(
              """
              Array.from({ length: 20000 }, (_, i) => ({
                id: i, city: 'city ' + i % 100, total: i / 4, at: new Date(1.7e12 + i) }))""")
          .store("keys", "{}")
          .entries(
              """
              [[-1.5, 0], [Infinity, 1], [new Date(5), 2], ['a', 3], ['\\ud800', 4],
               [new Uint8Array([1, 2]), 5], [[1, ['b']], 6]]""");

  private static final Map<Kind, TestApp> APPS = new EnumMap<>(Kind.class);
  private static final Map<Kind, BrowserProcess> BROWSERS = new EnumMap<>(Kind.class);
  private static Agent agent;

  @BeforeAll
  static void link() {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    for (Kind kind : Kind.values()) {
      TestApp app = TestApp.start().linksTo(agent.uri().toString()).seeds(types(), SHOP);
      APPS.put(kind, app);
      BROWSERS.put(kind, BrowserProcess.open(kind, app.seededPage()));
    }
    for (Kind kind : Kind.values()) {
      awaitLinked(kind);
    }
  }

  private static void awaitLinked(Kind kind) {
    awaitLinked(kind, APPS.get(kind), BROWSERS.get(kind));
  }

  private static void awaitLinked(Kind kind, TestApp app, BrowserProcess browser) {
    try {
      Awaitility.await(kind + " on its page")
          .atMost(120, TimeUnit.SECONDS)
          .until(app::report, report -> report.startsWith("linked "));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(kind + ": " + app.report() + "\n" + browser.output(), e);
    }
  }

  @AfterAll
  static void close() {
    BROWSERS.values().forEach(BrowserProcess::close);
    APPS.values().forEach(TestApp::close);
    agent.close();
  }

  /** One record for each place in the lists of values, so that one read tells all types. */
  private static BrowserDatabase types() {
    List<ValueCase> cases = ValueCases.all().toList();
    int most = cases.stream().mapToInt(each -> each.values().size()).max().orElseThrow();
    BrowserDatabase types = BrowserDatabase.named("types").store("all", "{ keyPath: 'id' }");
    IntStream.range(0, most).forEach(i -> types.record(record(cases, i)));
    return types;
  }

  private static String record(List<ValueCase> cases, int i) {
    StringBuilder record = new StringBuilder("{ id: " + i);
    for (ValueCase each : cases) {
      if (i < each.values().size()) {
        record.append(", '" + each.name() + "': " + each.values().get(i));
      }
    }
    return record + " }";
  }

  @ParameterizedTest
  @EnumSource
  void everyValueHasItsTypeAndArrives(Kind kind) {
    List<Row> rows = rows(read(kind, "types/all"));
    SoftAssertions every = new SoftAssertions();
    ValueCases.all()
        .forEach(
            each -> {
              int field = rows.get(0).fieldIndex(each.name());
              String type = rows.get(0).schema().fields()[field].dataType().simpleString();
              every.assertThat(type.replace(" ", "")).as(each.name()).isEqualTo(each.type());
              every
                  .assertThat(rows.subList(0, each.expected().size()))
                  .as(each.name())
                  .extracting(row -> Plain.value(row.get(field)))
                  .isEqualTo(
                      isOwnStack(kind, each)
                          ? withStacks(each, rows, field)
                          : expected(kind, each));
            });
    every.assertAll();
  }

  /** A DOMException of Firefox has an empty stack, one of the others none. */
  private static List<Object> expected(Kind kind, ValueCase values) {
    return kind == Kind.FIREFOX && values.values().toString().contains("DOMException")
        ? values.expected().stream().map(BrowsersIT::withEmptyStack).toList()
        : values.expected();
  }

  private static Object withEmptyStack(Object value) {
    if (value instanceof List<?> error) {
      return List.of(error.get(0), error.get(1), "");
    }
    return value.toString().replace("\"stack\":null", "\"stack\":\"\"");
  }

  /** Firefox stores with an error the stack of its making, whatever {@code stack} was set to. */
  private static boolean isOwnStack(Kind kind, ValueCase values) {
    return kind == Kind.FIREFOX && values.name().equals("errors");
  }

  private static List<Object> withStacks(ValueCase values, List<Row> rows, int field) {
    return IntStream.range(0, values.expected().size())
        .mapToObj(
            i -> {
              List<?> error = (List<?>) values.expected().get(i);
              String stack = rows.get(i).getStruct(field).getString(2);
              assertThat(stack).contains("/seeded");
              return (Object) List.of(error.get(0), error.get(1), stack);
            })
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void everyRecordIsReadOnce(Kind kind) {
    List<Object> ids = Plain.column(read(kind, "shop/orders").select("id"));
    assertThat(ids)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, RECORDS).boxed().toList());
  }

  @ParameterizedTest
  @EnumSource
  void keysOfEveryTypeComeInOrder(Kind kind) {
    List<Object> keys =
        Plain.column(read(kind, "shop/keys").select("_key", "value").coalesce(1).select("_key"));
    assertThat(keys)
        .containsExactly(
            "-1.5",
            "{\"$number\":\"Infinity\"}",
            "{\"$date\":5}",
            "\"a\"",
            "\"\\ud800\"",
            "{\"$binary\":\"AQI=\"}",
            "[1,[\"b\"]]");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsPushedChangesNoRow(Kind kind) {
    SoftAssertions every = new SoftAssertions();
    for (String query :
        List.of(
            "SELECT id FROM orders WHERE id >= 100 AND id < 103.5 OR id = 19999",
            "SELECT id, city FROM orders WHERE city = 'city 7' AND total > 4900",
            "SELECT id FROM orders WHERE at <= timestamp_millis(1700000000002)",
            "SELECT count(*), min(id), max(at), sum(id) FROM orders WHERE city LIKE 'city 1%'",
            "SELECT city, count(*) FROM orders GROUP BY city",
            "SELECT id FROM orders ORDER BY id DESC LIMIT 3")) {
      every
          .assertThat(answer(reader(kind), query))
          .as(query)
          .isEqualTo(answer(reader(kind).option("pushdown", false), query))
          .isNotEmpty();
    }
    every.assertAll();
  }

  @ParameterizedTest
  @EnumSource
  void aServiceWorkerThatIsAModuleServesToo(Kind kind) {
    BrowserDatabase few =
        BrowserDatabase.named("few").store("orders", "{ keyPath: 'id' }").record("{ id: 7 }");
    try (TestApp app =
            TestApp.start().linksTo(agent.uri().toString()).withModuleWorker().seeds(few);
        BrowserProcess browser = BrowserProcess.open(kind, app.seededPage())) {
      awaitLinked(kind, app, browser);
      DataFrameReader reader = reader(kind).option("origin", app.origin());
      assertThat(Plain.column(reader.load("few/orders"))).containsExactly(7L);
    }
  }

  private static List<Object> answer(DataFrameReader reader, String query) {
    reader.load("shop/orders").createOrReplaceTempView("orders");
    List<Object> rows = Plain.rows(TestSpark.spark().sql(query));
    rows.sort(Comparator.comparing(Object::toString));
    return rows;
  }

  private static List<Row> rows(Dataset<Row> frame) {
    return frame.orderBy("id").collectAsList();
  }

  private static Dataset<Row> read(Kind kind, String path) {
    return reader(kind).load(path);
  }

  private static DataFrameReader reader(Kind kind) {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .option("origin", APPS.get(kind).origin());
  }
}
