// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.schema;

import static io.github.sparkindexeddb.schema.SummaryFixtures.field;
import static io.github.sparkindexeddb.schema.SummaryFixtures.infer;
import static io.github.sparkindexeddb.schema.SummaryFixtures.type;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.value.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InferredTypeTest {
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

  private static Type typeOf(String node) {
    String root =
        "{'kinds':{'object':1},'object':{'fields':[{'name':'f','at':[0,0],'node':" + node + "}]}}";
    return infer(root).columns().get(0).type();
  }
}
