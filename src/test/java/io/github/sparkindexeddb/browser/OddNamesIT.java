// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.util.Arrays;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Names that JavaScript allows and others find odd. */
@EverySpark
class OddNamesIT {
  @AutoClose private final Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));

  @Test
  void refusesNamesThatDifferOnlyInCase() {
    BrowserDatabase database = things("[{ id: 1, total: 1 }, { id: 2, Total: 2 }]");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), database)) {
      assertRefused(ErrorCode.COLUMN_NAMES_COLLIDE, () -> read().load("odd/things"))
          .contains("'total'", "'Total'", "spark.sql.caseSensitive");

      assertThat(read().schema("id bigint, Total bigint").load("odd/things").collectAsList())
          .as("a schema with one of them")
          .containsExactlyInAnyOrder(RowFactory.create(1L, null), RowFactory.create(2L, 2L));
      assertThat(app.origin()).isNotEmpty();
    }
  }

  @Test
  void readsNamesThatDifferOnlyInCaseIfTheSessionMinds() {
    BrowserDatabase database =
        things("[{ id: 1, total: 1, in: { A: 1, a: 'x' } }, { id: 2, Total: 2 }]");
    TestSpark.spark().conf().set("spark.sql.caseSensitive", "true");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), database)) {
      Dataset<Row> frame = read().load("odd/things");
      assertThat(frame.schema().fieldNames()).containsExactly("id", "total", "in", "Total");
      assertThat(frame.selectExpr("Total", "total", "in.a", "in.A").orderBy("id").collectAsList())
          .containsExactly(
              RowFactory.create(null, 1L, "x", 1L), RowFactory.create(2L, null, null, null));
      assertThat(app.origin()).isNotEmpty();
    } finally {
      TestSpark.spark().conf().unset("spark.sql.caseSensitive");
    }
  }

  @Test
  void namesTheFieldsOfAnObjectThatDifferOnlyInCase() {
    BrowserDatabase database = things("[{ id: 1, address: { zip: 1, ZIP: 2 } }]");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), database)) {
      assertRefused(ErrorCode.COLUMN_NAMES_COLLIDE, () -> read().load("odd/things"))
          .contains("'zip'", "'ZIP'", "'address'", "spark.sql.caseSensitive");
      assertThat(app.origin()).isNotEmpty();
    }
  }

  @Test
  void readsPropertiesOfAnyName() {
    BrowserDatabase database =
        things(
            """
            [{ id: 1, 'a.b': 'dot', a: { b: 'nested', 'c.d': 'both' }, "it's": 'quote', '"': 'double',
               '`tick`': 'backtick', '🍊': 'emoji', '': 'empty', ' ': 'space', 'x\\ny': 'line',
               'select * from': 'sql', 'nul\\0': 'nul', '\\\\': 'backslash', ['__proto__']: 'proto', constructor: 'class' }]
            """);
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), database)) {
      Dataset<Row> frame = read().load("odd/things");
      assertThat(frame.schema().fieldNames())
          .containsExactly(
              "id",
              "a.b",
              "a",
              "it's",
              "\"",
              "`tick`",
              "🍊",
              "",
              " ",
              "x\ny",
              "select * from",
              "nul\0",
              "\\",
              "__proto__",
              "constructor");
      assertThat(frame.first())
          .isEqualTo(
              RowFactory.create(
                  1L,
                  "dot",
                  RowFactory.create("nested", "both"),
                  "quote",
                  "double",
                  "backtick",
                  "emoji",
                  "empty",
                  "space",
                  "line",
                  "sql",
                  "nul",
                  "backslash",
                  "proto",
                  "class"));
      assertThat(
              frame
                  .selectExpr("`🍊`", "`a.b`", "a.b", "a.`c.d`", "```tick```", "`__proto__`")
                  .first())
          .as("some of them, pruned")
          .isEqualTo(RowFactory.create("emoji", "dot", "nested", "both", "backtick", "proto"));
      assertThat(app.origin()).isNotEmpty();
    }
  }

  @Test
  void showsHalvesOfCharactersInPropertyNamesAsReplacements() {
    BrowserDatabase database =
        things("[{ id: 1, ['a\\ud83c']: 'half', in: { ['\\udf4a']: 'inner' } }]");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), database)) {
      Dataset<Row> frame = read().load("odd/things");
      assertThat(frame.schema().toDDL())
          .isEqualTo("id BIGINT,`a\ufffd` STRING,in STRUCT<`\ufffd`: STRING>");
      assertThat(frame.selectExpr("`a\ufffd`", "in.`\ufffd`").first())
          .isEqualTo(RowFactory.create("half", "inner"));
      assertThat(app.origin()).isNotEmpty();
    }
  }

  @Test
  void refusesPropertyNamesThatDifferOnlyInHalvesOfCharacters() {
    BrowserDatabase database = things("[{ id: 1, ['a\\ud83c']: 1, ['a\\ud83d']: 2 }]");
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), database)) {
      assertRefused(ErrorCode.COLUMN_NAMES_COLLIDE, () -> read().load("odd/things"))
          .contains("'a\ufffd'", "halves of characters", "give a schema");
      assertThat(app.origin()).isNotEmpty();
    }
  }

  @Test
  void readsDatabasesAndStoresOfAnyName() {
    assertReadable(
        "a.b", "it's", "\"quoted\"", "`tick`", "🍊 ©", "line\nbreak", "a/b", "", "%2e%2e", "nul\0");
  }

  @Test
  void readsDatabasesAndStoresWhoseNamesHoldHalvesOfCharacters() {
    assertReadable("half \ud83c of", "half \ud83d of", "\udf4a");
  }

  /** As databases' and as stores' names, side by side. */
  private void assertReadable(String... names) {
    BrowserDatabase[] databases =
        Arrays.stream(names).map(OddNamesIT::named).toArray(BrowserDatabase[]::new);
    try (LinkedApp app = LinkedApp.start(agent.uri().toString(), databases)) {
      for (String name : names) {
        DataFrameReader reader = read().option("database", name);
        assertThat(reader.option("store", name).load().collectAsList())
            .as(name)
            .containsExactly(RowFactory.create((long) name.length(), name.isEmpty()));
        assertRefused(ErrorCode.STORE_NOT_FOUND, () -> reader.option("store", name + "?").load())
            .contains(app.origin());
      }
    }
  }

  private static BrowserDatabase named(String name) {
    return BrowserDatabase.named(name)
        .store(name, "{ keyPath: 'length' }")
        .record("{ length: %d, empty: %b }".formatted(name.length(), name.isEmpty()));
  }

  private static BrowserDatabase things(String records) {
    return BrowserDatabase.named("odd").store("things", "{ keyPath: 'id' }").records(records);
  }

  private DataFrameReader read() {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .option("waitForClients", "300ms");
  }
}
