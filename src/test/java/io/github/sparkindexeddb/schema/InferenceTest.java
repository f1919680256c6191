// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.schema;

import static io.github.sparkindexeddb.schema.SummaryFixtures.IN_LINE;
import static io.github.sparkindexeddb.schema.SummaryFixtures.OUT_OF_LINE;
import static io.github.sparkindexeddb.schema.SummaryFixtures.field;
import static io.github.sparkindexeddb.schema.SummaryFixtures.infer;
import static io.github.sparkindexeddb.schema.SummaryFixtures.records;
import static io.github.sparkindexeddb.schema.SummaryFixtures.type;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.schema.InferredTable.KeyPlace;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Summary;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceTest {
  @Test
  void fieldsOfObjectsAreColumnsInTheOrderFirstSeen() {
    InferredTable table =
        infer(
            records(
                field("b", "[0,1]", "'string':1"),
                field("id", "[0,0]", "'integer':1"),
                field("a", "[1,0]", "'null':1")));
    assertThat(table.columns())
        .containsExactly(
            Column.field("id", Type.Scalar.BIGINT),
            Column.field("b", Type.Scalar.STRING),
            Column.field("a", Type.Scalar.STRING));
  }

  @Test
  void nullRecordsAmongObjectsDoNotMatter() {
    assertThat(
            infer(
                    "{'kinds':{'object':1,'null':1},'object':{'fields':["
                        + field("a", "[0,0]", "'string':1")
                        + "]}}")
                .columns())
        .containsExactly(Column.field("a", Type.Scalar.STRING));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "{'kinds':{'string':3}}; string",
        "{'kinds':{'null':3}}; string",
        "{'kinds':{'map':1}}; {'map':['string','string']}",
        "{'kinds':{'object':1,'integer':1}}; json",
        "{'kinds':{'object':1},'object':{'values':{'kinds':{'integer':1}}}};"
            + " {'map':['string','bigint']}",
      })
  void otherRecordsAreOneColumn(String root, String type) {
    assertThat(infer(root).columns())
        .containsExactly(new Column("value", type(type), Column.Source.VALUE));
  }

  @Test
  void recordsThatCannotBeReadAreNotPassedOver() {
    String corrupt = "{'count':2,'key':{'number':1},'reason':'the browser cannot read it'}";
    SummaryResponse seen =
        SummaryFixtures.response(corrupt, "{'kinds':{}}", new String[] {IN_LINE});
    assertThat(Inference.infer(seen, true).columns())
        .containsExactly(new Column("value", Type.Scalar.STRING, Column.Source.VALUE));
    assertThat(Inference.source(seen.summary(), "value")).isEqualTo(Column.Source.VALUE);
  }

  @Test
  void aFieldThatHasNoFormIsAColumn() {
    assertThat(infer(records(field("a", "[0,0]", ""))).columns())
        .containsExactly(Column.field("a", Type.Scalar.STRING));
  }

  @Test
  void aGivenColumnIsWhatAnInferredOneOfItsNameWouldBe() {
    assertThat(source(records(field("a", "[0,0]", "'integer':1")), "_key", "value", "a"))
        .containsExactly(Column.Source.KEY, Column.Source.FIELD, Column.Source.FIELD);
    assertThat(source(records(field("_key", "[7,0]", "'integer':1")), "_key"))
        .as("of one sampled record among others")
        .containsExactly(Column.Source.FIELD);
    assertThat(source("{'kinds':{'object':9,'integer':1}}", "_key", "value", "a"))
        .containsExactly(Column.Source.KEY, Column.Source.VALUE, Column.Source.FIELD);
    assertThat(source("{'kinds':{}}", "_key", "value"))
        .containsExactly(Column.Source.KEY, Column.Source.FIELD);
  }

  private static List<Column.Source> source(String root, String... names) {
    Summary summary = SummaryFixtures.summary(root);
    return Stream.of(names).map(name -> Inference.source(summary, name)).toList();
  }

  @Test
  void aStoreWithoutRecordsHasNoDataColumns() {
    assertThat(infer("{'kinds':{}}").columns()).isEmpty();
    assertThat(infer("{'kinds':{}}", true, OUT_OF_LINE).columns())
        .extracting(Column::name)
        .containsExactly("_key");
  }

  @Test
  void theKeyIsMetadataWhereRecordsHoldIt() {
    InferredTable table = infer(records(field("id", "[0,0]", "'integer':1")));
    assertThat(table.keyPlace()).isEqualTo(KeyPlace.METADATA);
    assertThat(table.key()).isEqualTo(new Column("_key", Type.Scalar.DOUBLE, Column.Source.KEY));
    assertThat(table.columns()).extracting(Column::name).containsExactly("id");
  }

  @Test
  void theKeyIsTheFirstColumnWhereRecordsDoNotHoldIt() {
    InferredTable table =
        infer(records(field("a", "[0,0]", "'string':1")), true, IN_LINE, OUT_OF_LINE);
    assertThat(table.keyPlace()).isEqualTo(KeyPlace.FIRST_COLUMN);
    assertThat(table.columns()).containsExactly(table.key(), Column.field("a", Type.Scalar.STRING));
  }

  @Test
  void aFieldNamedAsTheKeyWins() {
    String exact = records(field("_key", "[0,0]", "'string':1"));
    assertThat(infer(exact, true, OUT_OF_LINE).keyPlace()).isEqualTo(KeyPlace.HIDDEN_BY_FIELD);
    assertThat(infer(exact, true, OUT_OF_LINE).columns())
        .containsExactly(Column.field("_key", Type.Scalar.STRING));
    String other = records(field("_KEY", "[0,0]", "'string':1"));
    assertThat(infer(other, true, IN_LINE).keyPlace()).isEqualTo(KeyPlace.METADATA);
    assertThat(infer(other, false, IN_LINE).keyPlace()).isEqualTo(KeyPlace.HIDDEN_BY_FIELD);
  }

  @Test
  void namesThatDifferInCaseCollideUnlessTheEngineTellsThemApart() {
    String root =
        records(field("City", "[0,0]", "'string':1"), field("city", "[0,1]", "'string':1"));
    assertThat(infer(root, true, IN_LINE).columns()).hasSize(2);
    assertThatThrownBy(() -> infer(root, false, IN_LINE))
        .hasMessage(
            "[COLUMN_NAMES_COLLIDE] Cannot make columns of 'City' and 'city' in the records: they"
                + " differ only in case, and spark.sql.caseSensitive is false. Set"
                + " spark.sql.caseSensitive to true, or give a schema that names one of them.");
  }

  @Test
  void namesCollideAtAnyDepth() {
    String inner =
        "{'kinds':{'object':1},'object':{'fields':["
            + field("A", "[0,0]", "'string':1")
            + ","
            + field("a", "[0,1]", "'string':1")
            + "]}}";
    String list = "{'kinds':{'list':1},'list':" + inner + "}";
    String root =
        "{'kinds':{'object':1},'object':{'fields':[{'name':'items','at':[0,0],'node':"
            + "{'kinds':{'object':1},'object':{'fields':[{'name':'x','at':[0,0],'node':"
            + list
            + "}]}}}]}}";
    assertThatThrownBy(() -> infer(root, false, IN_LINE))
        .hasMessageStartingWith(
            "[COLUMN_NAMES_COLLIDE] Cannot make columns of 'A' and 'a' in 'items.x': they differ");
    assertThat(infer(root, true, IN_LINE).columns()).hasSize(1);
  }

  @Test
  void namesAreWellFormedText() {
    InferredTable table =
        infer(
            records(
                field("a\\ud800", "[0,0]", "'string':1"),
                field("\\ud83d\\ude00", "[0,1]", "'string':1")));
    assertThat(table.columns()).extracting(Column::name).containsExactly("a\uFFFD", "\ud83d\ude00");
  }

  @Test
  void namesInWhatBecomesJsonCannotCollide() {
    String both =
        "'object':{'fields':[{'name':'a','at':[0,0],'node':{'kinds':{'integer':1}}},"
            + "{'name':'A','at':[0,1],'node':{'kinds':{'integer':1}}}]}";
    String mixed = "{'kinds':{'object':1,'integer':1}," + both + "}";
    String field =
        "{'kinds':{'object':2},'object':{'fields':[{'name':'x','at':[0,0],'node':" + mixed + "}]}}";
    assertThat(infer(field, false, IN_LINE).columns())
        .containsExactly(Column.field("x", Type.Scalar.JSON));
    assertThat(infer(mixed, false, IN_LINE).columns())
        .containsExactly(new Column("value", Type.Scalar.JSON, Column.Source.VALUE));
    String halves = mixed.replace("'a'", "'h\\ud800'").replace("'A'", "'h\\udc00'");
    assertThat(infer(halves, true, IN_LINE).columns())
        .containsExactly(new Column("value", Type.Scalar.JSON, Column.Source.VALUE));
  }

  @Test
  void namesThatBecomeTheSameTextAlwaysCollide() {
    String root =
        records(field("a\\ud800", "[0,0]", "'string':1"), field("a\\udc00", "[0,1]", "'string':1"));
    assertThatThrownBy(() -> infer(root, true, IN_LINE))
        .hasMessageStartingWith(
            "[COLUMN_NAMES_COLLIDE] Cannot make columns of 'a\uFFFD' and 'a\uFFFD' in the records:"
                + " they differ only in halves of characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "false; {'number':1};       {'number':9};        double",
        "true;  {'number':1};       {'number':9};        bigint",
        "true;  {'number':1};       {'number':9.5};      double",
        "true;  {'number':'-Infinity'}; {'number':9};    double",
        "false; {'date':1};         {'date':9};          timestamp",
        "false; {'string':'a'};     {'string':'b'};      string",
        "false; {'binary':''};      {'binary':'AA=='};   binary",
        "false; {'array':[]};       {'array':[]};        json",
        "false; {'number':1};       {'string':'b'};      json",
        "true;  {'number':1};       {'array':[]};        json",
        "false; null;               null;                string",
        "true;  null;               null;                bigint",
      })
  void keysHaveTheTypeOfTheirEnds(boolean counted, String first, String last, String type) {
    String client =
        "{'id':'c1','origin':'https://a','browser':'b','records':1,'keyPath':'id','autoIncrement':"
            + counted
            + ",'first':"
            + first
            + ",'last':"
            + last
            + "}";
    assertThat(infer("{'kinds':{}}", true, client).key().type()).isEqualTo(type(type));
  }

  @Test
  void countedKeysWithAnotherAmongThemAreNoIntegers() {
    String counting = IN_LINE.replace("false", "true");
    String odd = counting.replace("'autoIncrement'", "'fraction':{'number':1.5},'autoIncrement'");
    assertThat(infer("{'kinds':{}}", true, counting).key().type()).isEqualTo(Type.Scalar.BIGINT);
    assertThat(infer("{'kinds':{}}", true, counting, odd).key().type())
        .isEqualTo(Type.Scalar.DOUBLE);
  }

  @Test
  void keysOfSeveralClientsAreCombined() {
    String strings = IN_LINE.replace("'number':1", "'string':'a'");
    assertThat(infer("{'kinds':{}}", true, IN_LINE, strings).key().type())
        .isEqualTo(Type.Scalar.JSON);
    String counting = IN_LINE.replace("false", "true");
    assertThat(infer("{'kinds':{}}", true, IN_LINE, counting).key().type())
        .isEqualTo(Type.Scalar.DOUBLE);
  }
}
