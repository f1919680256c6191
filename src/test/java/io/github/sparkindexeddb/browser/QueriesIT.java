// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.Order;
import io.github.sparkindexeddb.wire.query.PushedAggregation;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a browser's own IndexedDB makes of queries: indexes, cursors and both directions. */
class QueriesIT {
  private static final int RECORDS = 40_000;
  private static final List<Column> ID = List.of(Column.field("id", Type.Scalar.BIGINT));

  private static Agent agent;
  private static LinkedApp app;

  /** Every day has 2,000 records, but the first has 6,000: more than one fetch brings. */
  @BeforeAll
  static void startBrowser() {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app =
        LinkedApp.start(
            agent.uri().toString(),
            BrowserDatabase.named("shop")
                .store("orders", "{ keyPath: 'id' }")
                .index("day", "'day'", "{}")
                .index("customer", "['customer', 'id']", "{}")
                .records(
                    "Array.from({ length: "
                        + RECORDS
                        + " }, (_, id) => ({ id, day: new Date(Math.max(0, Math.floor(id / 2000) -"
                        + " 2)), customer: `c${id % 100}` }))"));
  }

  @AfterAll
  static void stopBrowser() {
    app.close();
    agent.close();
  }

  @Test
  void readsARunOfAnIndexThatIsLongerThanABatch() {
    PlainScan scan =
        scan(
            where(
                "{'op':'<=','column':['day'],'value':'0'}",
                Column.field("day", Type.Scalar.TIMESTAMP)));
    assertThat(how(scan)).startsWith("index 'day' ");
    assertThat(ids(scan)).isEqualTo(numbers(0, 6000));
  }

  @Test
  void readsARangeOfAnIndexOfSeveralFields() {
    PlainScan scan =
        scan(
            where(
                "{'op':'and','of':[{'op':'=','column':['customer'],'value':'c7'},"
                    + "{'op':'<','column':['id'],'value':'1000'}]}",
                Column.field("customer", Type.Scalar.STRING),
                ID.get(0)));
    assertThat(ids(scan)).isEqualTo(LongStream.range(0, 10).map(i -> i * 100 + 7).boxed().toList());
  }

  @Test
  void takesAnIndexOnlyIfItLeavesAtMostAQuarter() {
    Column day = Column.field("day", Type.Scalar.TIMESTAMP);
    PlainScan some = scan(where("{'op':'<=','column':['day'],'value':'1000'}", day));
    assertThat(how(some)).startsWith("index 'day' ");
    assertThat(ids(some)).isEqualTo(numbers(0, 8000));
    PlainScan many = scan(where("{'op':'<=','column':['day'],'value':'9000'}", day));
    assertThat(how(many)).isEqualTo("every record, predicate evaluated");
    assertThat(ids(many)).isEqualTo(numbers(0, 24_000));
  }

  @Test
  void looksUpManyKeys() {
    PlainScan scan =
        scan(where("{'op':'in','column':['id'],'values':['39999','5','77777','-1']}", ID.get(0)));
    assertThat(how(scan)).isEqualTo("primary key 4 keys");
    assertThat(ids(scan)).containsExactly(5L, 39_999L);
  }

  @Test
  void readsFromTheEnd() {
    Order order = new Order(new FieldReference(List.of("id")), Order.Direction.DESCENDING);
    Query last =
        new Query(
            Optional.empty(), List.of(), Optional.empty(), Optional.of(order), OptionalLong.of(3));
    assertThat(ids(scan(last))).containsExactly(39_999L, 39_998L, 39_997L);
  }

  @Test
  void countsWithoutReading() {
    PushedAggregation count =
        new PushedAggregation(
            List.of(),
            List.of(
                new PushedAggregation.Aggregate(
                    PushedAggregation.Function.COUNT, Optional.empty())));
    PlainScan scan = scan(aggregated(count));
    assertThat(how(scan)).isEqualTo("count and ends of key ranges");
    assertThat(ids(scan)).containsExactly((long) RECORDS);
  }

  @Test
  void groupsEveryRecordOnce() {
    PushedAggregation sum =
        new PushedAggregation(
            List.of(),
            List.of(
                new PushedAggregation.Aggregate(
                    PushedAggregation.Function.SUM,
                    Optional.of(new FieldReference(List.of("id"))))));
    List<Long> parts = ids(scan(aggregated(sum)));
    assertThat(parts.stream().mapToLong(Long::longValue).sum())
        .isEqualTo(RECORDS * (RECORDS - 1L) / 2);
  }

  private static PlainScan scan(Query query) {
    return PlainScan.of(
        agent.uri().toString(), Optional.of(app.origin()), "shop/orders", ID, query);
  }

  private static Query where(String predicate, Column... tested) {
    return new Query(
        Optional.of(PushedPredicate.fromJson(Json.parse(predicate.replace('\'', '"')))),
        List.of(tested),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }

  private static Query aggregated(PushedAggregation aggregation) {
    return new Query(
        Optional.empty(),
        List.of(),
        Optional.of(aggregation),
        Optional.empty(),
        OptionalLong.empty());
  }

  private static String how(PlainScan scan) {
    return scan.address().split().how();
  }

  private static List<Long> ids(PlainScan scan) {
    return scan.rows().stream().map(row -> (Long) row.get(0)).toList();
  }

  private static List<Long> numbers(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }
}
