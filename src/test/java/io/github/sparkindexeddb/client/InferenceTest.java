// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.client.InferredTable.KeyPlace;
import io.github.sparkindexeddb.wire.Column;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.SummaryReply;
import io.github.sparkindexeddb.wire.Type;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferenceTest {
  private static final String IN_LINE =
      "{'id':'c1','origin':'https://a','browser':'b','records':1,'keyPath':'id','autoIncrement':false,"
          + "'first':{'number':1},'last':{'number':1}}";
  private static final String OUT_OF_LINE = IN_LINE.replace("'keyPath':'id'", "'keyPath':null");

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "'integer':1;                     bigint",
        "'number':1;                      double",
        "'integer':1,'number':1;          double",
        "'bigint64':1;                    bigint",
        "'bigint38':1;                    {'decimal':[38,0]}",
        "'bigint64':1,'bigint38':1;       {'decimal':[38,0]}",
        "'bigint':1;                      text",
        "'bigint64':1,'bigint':1;         text",
        "'bigint38':1,'bigint':1;         text",
        "'string':1;                      string",
        "'boolean':1;                     boolean",
        "'date':1;                        timestamp",
        "'binary':1;                      binary",
        "'int8':1;                        {'array':'tinyint'}",
        "'int16':1;                       {'array':'smallint'}",
        "'uint16':1;                      {'array':'int'}",
        "'int32':1;                       {'array':'int'}",
        "'uint32':1;                      {'array':'bigint'}",
        "'float16':1;                     {'array':'float'}",
        "'float32':1;                     {'array':'float'}",
        "'float64':1;                     {'array':'double'}",
        "'int64':1;                       {'array':'bigint'}",
        "'uint64':1;                      {'array':{'decimal':[20,0]}}",
        "'regexp':1;                      text",
        "'deep':1;                        json",
        "'null':1;                        string",
        "'null':1,'integer':1;            bigint",
        "'list':1;                        {'array':'string'}",
        "'object':1;                      {'map':['string','string']}",
        "'map':1;                         {'map':['string','string']}",
        "'integer':1,'bigint64':1;        bigint",
        "'integer':1,'bigint38':1;        json",
        "'number':1,'bigint64':1;         json",
        "'integer':1,'string':1;          json",
        "'boolean':1,'integer':1;         json",
        "'date':1,'string':1;             json",
        "'string':1,'regexp':1;           json",
        "'uint32':1,'int64':1;            {'array':'bigint'}",
        "'int32':1,'uint16':1;            {'array':'int'}",
        "'int8':1,'int16':1;              json",
        "'list':1,'int8':1;               json",
        "'list':1,'object':1;             json",
        "'object':1,'map':1;              {'map':['string','string']}",
        "'binary':1,'blob':1;             json",
        "'deep':1,'string':1;             json",
      })
  void kindsBecomeTypes(String kinds, String type) {
    assertThat(typeOf("{'kinds':{" + kinds + "}}")).isEqualTo(type(type));
  }

  @Test
  void blobsAndErrorsAreStructs() {
    assertThat(typeOf("{'kinds':{'blob':1}}"))
        .isEqualTo(
            type(
                "{'struct':[{'name':'name','type':'string'},{'name':'type','type':'string'},{'name':'size',"
                    + "'type':'bigint'},{'name':'lastModified','type':'timestamp'},{'name':'bytes','type':'binary'}]}"));
    assertThat(typeOf("{'kinds':{'error':1}}"))
        .isEqualTo(
            type(
                "{'struct':[{'name':'name','type':'string'},{'name':'message','type':'string'},"
                    + "{'name':'stack','type':'string'}]}"));
  }

  @Test
  void listsHaveTheTypeOfTheirElements() {
    assertThat(typeOf("{'kinds':{'list':1},'list':{'kinds':{'integer':2,'null':1}}}"))
        .isEqualTo(type("{'array':'bigint'}"));
    assertThat(typeOf("{'kinds':{'list':1},'list':{'kinds':{'integer':2,'string':1}}}"))
        .isEqualTo(type("{'array':'json'}"));
    assertThat(
            typeOf("{'kinds':{'list':1},'list':{'kinds':{'list':1},'list':{'kinds':{'date':1}}}}"))
        .isEqualTo(type("{'array':{'array':'timestamp'}}"));
  }

  @Test
  void aListAndATypedArrayOfTheSameTypeUnify() {
    assertThat(typeOf("{'kinds':{'list':1,'int64':1},'list':{'kinds':{'integer':1}}}"))
        .isEqualTo(type("{'array':'bigint'}"));
    assertThat(typeOf("{'kinds':{'list':1,'int8':1},'list':{'kinds':{'integer':1}}}"))
        .isEqualTo(Type.Scalar.JSON);
  }

  @Test
  void mapsHaveTheTypesOfTheirEntries() {
    assertThat(
            typeOf(
                "{'kinds':{'map':1},'map':{'keys':{'kinds':{'integer':1}},'values':{'kinds':{'boolean':1}}}}"))
        .isEqualTo(type("{'map':['bigint','boolean']}"));
  }

  @Test
  void aMapUnderAKeyIsJson() {
    assertThat(
            typeOf(
                "{'kinds':{'map':1},'map':{'keys':{'kinds':{'list':1},'list':{'kinds':{'map':1}}},"
                    + "'values':{'kinds':{'boolean':1}}}}"))
        .isEqualTo(type("{'map':['json','boolean']}"));
  }

  @Test
  void objectsAreStructsInTheOrderFirstSeen() {
    assertThat(
            typeOf(
                "{'kinds':{'object':1},'object':{'fields':["
                    + field("b", "[0,1]", "'string':1")
                    + ","
                    + field("z", "[0,0]", "'integer':1")
                    + ","
                    + field("a", "[1,0]", "'date':1")
                    + "]}}"))
        .isEqualTo(
            type(
                "{'struct':[{'name':'z','type':'bigint'},{'name':'b','type':'string'},{'name':'a','type':'timestamp'}]}"));
  }

  @Test
  void collapsedNamesAreAMap() {
    assertThat(typeOf("{'kinds':{'object':1},'object':{'values':{'kinds':{'number':300}}}}"))
        .isEqualTo(type("{'map':['string','double']}"));
  }

  @Test
  void anEmptyObjectBesideFilledOnesIsAStruct() {
    assertThat(
            typeOf(
                "{'kinds':{'object':2},'object':{'fields':["
                    + field("a", "[0,0]", "'string':1")
                    + "]}}"))
        .isEqualTo(type("{'struct':[{'name':'a','type':'string'}]}"));
  }

  @Test
  void anObjectThatLooksLikeAnErrorUnifiesWithErrors() {
    String fields =
        String.join(
            ",",
            field("name", "[0,0]", "'string':1"),
            field("message", "[0,1]", "'string':1"),
            field("stack", "[0,2]", "'string':1"));
    assertThat(typeOf("{'kinds':{'object':1,'error':1},'object':{'fields':[" + fields + "]}}"))
        .isEqualTo(typeOf("{'kinds':{'error':1}}"));
  }

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
        "{'kinds':{'object':1},'object':{'values':{'kinds':{'integer':1}}}}; {'map':['string','bigint']}",
      })
  void otherRecordsAreOneColumn(String root, String type) {
    assertThat(infer(root).columns())
        .containsExactly(new Column("value", type(type), Column.Source.VALUE));
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
            "[COLUMN_NAMES_COLLIDE] Cannot make columns of 'City' and 'city' in the records: they differ only in"
                + " case, and spark.sql.caseSensitive is false. Set spark.sql.caseSensitive to true, or give a schema"
                + " that names one of them.");
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
  void namesThatBecomeTheSameTextAlwaysCollide() {
    String root =
        records(field("a\\ud800", "[0,0]", "'string':1"), field("a\\udc00", "[0,1]", "'string':1"));
    assertThatThrownBy(() -> infer(root, true, IN_LINE))
        .hasMessageStartingWith(
            "[COLUMN_NAMES_COLLIDE] Cannot make columns of 'a\uFFFD' and 'a\uFFFD' in the records: they differ only"
                + " in halves of characters");
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
  void keysOfSeveralClientsAreTakenTogether() {
    String strings = IN_LINE.replace("'number':1", "'string':'a'");
    assertThat(infer("{'kinds':{}}", true, IN_LINE, strings).key().type())
        .isEqualTo(Type.Scalar.JSON);
    String counting = IN_LINE.replace("false", "true");
    assertThat(infer("{'kinds':{}}", true, IN_LINE, counting).key().type())
        .isEqualTo(Type.Scalar.DOUBLE);
  }

  private static Type typeOf(String node) {
    String root =
        "{'kinds':{'object':1},'object':{'fields':[{'name':'f','at':[0,0],'node':" + node + "}]}}";
    return infer(root).columns().get(0).type();
  }

  private static Type type(String json) {
    return Type.fromJson(Json.parse(json.startsWith("{") ? quoted(json) : '"' + json + '"'));
  }

  private static String records(String... fields) {
    return "{'kinds':{'object':1},'object':{'fields':[" + String.join(",", fields) + "]}}";
  }

  private static String field(String name, String at, String kinds) {
    return "{'name':'" + name + "','at':" + at + ",'node':{'kinds':{" + kinds + "}}}";
  }

  private static InferredTable infer(String root) {
    return infer(root, true, IN_LINE);
  }

  private static InferredTable infer(String root, boolean caseSensitive, String... clients) {
    String reply =
        "{'summary':{'records':1,'corrupt':{'count':0},'root':"
            + root
            + "},'clients':["
            + String.join(",", List.of(clients))
            + "],'away':[],'without':[]}";
    return Inference.infer(SummaryReply.fromJson(Json.parse(quoted(reply))), caseSensitive);
  }

  private static String quoted(String json) {
    return json.replace('\'', '"');
  }
}
