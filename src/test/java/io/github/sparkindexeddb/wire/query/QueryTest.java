// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {
  private static final FieldReference TOTAL = FieldReference.of("total");

  @Test
  void aScanRequestCarriesItsQuery() {
    Query query =
        new Query(
            Optional.of(
                new PushedPredicate.In(TOTAL, List.of(PushedLiteral.of(5L), PushedLiteral.NULL))),
            List.of(Column.field("total", Type.Scalar.BIGINT)),
            Optional.empty(),
            Optional.of(new Order(TOTAL, Order.Direction.DESCENDING)),
            OptionalLong.of(7));
    assertThat(ScanRequest.fromJson(Json.parse(Json.write(request(query).json()))).query())
        .isEqualTo(query);
  }

  @Test
  void aRequestForEverythingIsWrittenWithoutAQuery() {
    assertThat(request(Query.ALL).json().fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("database", "store", "columns", "mode", "format", "splits");
  }

  @Test
  void refusesGroupsInAFormatThatHoldsRecords() {
    String json =
        "{'database':'shop','store':'orders','columns':[],'format':'ndjson','aggregation':"
            + "{'groupBy':[],'aggregates':[{'function':'count'}]}}";
    assertThatThrownBy(() -> ScanRequest.fromJson(Json.parse(json.replace('\'', '"'))))
        .hasMessage(
            "[BAD_REQUEST] Cannot aggregate into 'ndjson': groups leave the browser as Arrow"
                + " batches. Ask for 'arrow'.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'op':'like','column':['a'],'value':'x'}; its 'op' is 'like', not a known operator",
        "{'op':'=','column':['a']}; it has no 'value'",
        "{'op':'=','column':'a','value':1}; its 'column' is '\"a\"', not an array of names",
        "{'op':'=','column':[],'value':1}; its 'column' is '[]', not an array of names",
        "{'op':'=','column':['a'],'value':{}}; Cannot read a literal: it is OBJECT",
        "{'op':'not','of':[]}; its 'of' is '[]', not of the operator's number of operands",
        "{'op':'always','value':1}; its 'value' is '1', not true or false",
        "{'op':'isNull','column':['a'],'value':1}; it has an unknown member 'value'",
      })
  void refusesWhatIsNoPredicate(String json, String why) {
    assertThatThrownBy(() -> PushedPredicate.fromJson(Json.parse(json.replace('\'', '"'))))
        .hasMessageStartingWith("[BAD_REQUEST] Cannot read a ")
        .hasMessageContaining(why);
  }

  @Test
  void refusesAPredicateThatIsNestedTooDeeply() {
    PushedPredicate predicate = new PushedPredicate.IsNull(TOTAL);
    for (int i = 1; i < PushedPredicate.MAX_PREDICATE_LEVELS; i++) {
      predicate = new PushedPredicate.Not(predicate);
    }
    assertThat(PushedPredicate.fromJson(predicate.json())).isEqualTo(predicate);
    PushedPredicate deeper = new PushedPredicate.Not(predicate);
    assertThatThrownBy(() -> PushedPredicate.fromJson(deeper.json()))
        .hasMessageContaining("not within 64 levels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{'groupBy':[],'aggregates':[]}; its 'aggregates' is '[]', not at least one",
        "{'groupBy':[],'aggregates':[{'function':'sum'}]}; not count, and has no 'of'",
        "{'groupBy':[['a']]}; it has no 'aggregates'",
      })
  void refusesWhatIsNoAggregation(String json, String why) {
    assertThatThrownBy(() -> PushedAggregation.fromJson(Json.parse(json.replace('\'', '"'))))
        .hasMessageContaining(why);
  }

  @Test
  void judgesByTheWholeTableWhatIsDroppedOrShownAsCorrupt() {
    Column id = Column.field("id", Type.Scalar.BIGINT);
    Column total = Column.field("total", Type.Scalar.BIGINT);
    Column corrupt = new Column("bad", Type.Scalar.STRING, Column.Source.CORRUPT);
    List<Column> table = List.of(id, total, corrupt);
    assertThat(ScanRequest.Projection.of(List.of(id), table, Mode.DROPMALFORMED, Format.ARROW))
        .extracting(ScanRequest.Projection::judged)
        .isEqualTo(Optional.of(List.of(id, total)));
    assertThat(
            ScanRequest.Projection.of(List.of(id, corrupt), table, Mode.PERMISSIVE, Format.ARROW))
        .extracting(ScanRequest.Projection::judged)
        .isEqualTo(Optional.of(List.of(id, total)));
    assertThat(ScanRequest.Projection.of(List.of(id), table, Mode.PERMISSIVE, Format.ARROW))
        .extracting(ScanRequest.Projection::judged)
        .isEqualTo(Optional.empty());
  }

  @Test
  void refusesALimitOfNothing() {
    assertThatThrownBy(() -> ScanRequest.fromJson(request(Query.ALL).json().put("limit", 0)))
        .hasMessageContaining("its 'limit' is '0', not 1 or more");
  }

  @Test
  void plansShowPredicatesAndAggregations() {
    PushedPredicate predicate =
        new PushedPredicate.And(
            List.of(
                new PushedPredicate.Comparison(
                    ComparisonOperator.GREATER_OR_EQUAL, TOTAL, PushedLiteral.of(5L)),
                new PushedPredicate.Not(
                    new PushedPredicate.HasText(
                        PushedPredicate.Place.START, FieldReference.of("address", "city"), "K"))));
    assertThat(predicate).hasToString("(total >= \"5\" AND NOT address.city startsWith \"K\")");
    assertThat(
            new PushedAggregation(
                List.of(FieldReference.of("state")),
                List.of(
                    new PushedAggregation.Aggregate(
                        PushedAggregation.Function.COUNT, Optional.empty()),
                    new PushedAggregation.Aggregate(
                        PushedAggregation.Function.SUM, Optional.of(TOTAL)))))
        .hasToString("count(*), sum(total) by state");
  }

  private static ScanRequest request(Query query) {
    return new ScanRequest(
        new Target(Optional.empty(), Optional.empty(), "shop", "orders"),
        new ScanRequest.Projection(List.of(), Optional.empty(), Mode.FAILFAST, Format.ARROW),
        query,
        ScanRequest.Splitting.DEFAULT);
  }
}
