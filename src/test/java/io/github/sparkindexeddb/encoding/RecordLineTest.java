// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "null",
        "-0.5",
        "1e+21",
        "\"\\ud800\\n\\\"\"",
        "{\"$$date\":1,\"a\":[{\"$date\":-1},{\"$date\":null}]}",
        "{\"$map\":[[1,{\"$set\":[]}]]}",
        "{\"$array\":{\"type\":\"uint64\",\"values\":[{\"$bigint\":\"1\"}]}}",
        "{\"$unreadable\":\"why\"}"
      })
  void takesWhatTheWorkerWrites(String line) {
    assertThat(RecordLine.problem(line.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 1",
        "1 ",
        "{",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{a:1}",
        "{\"a\":1]",
        "nul",
        "nulls",
        "01",
        "-",
        "-0",
        "1.",
        "1e",
        "1e400",
        "1e-0005",
        "2e-0599111199999",
        "+1",
        "\"a",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "1,2",
        "]",
        "{\"$date\":\"x\"}",
        "{\"$date\":9640000000000000}",
        "{\"$other\":1}",
        "{\"$date\":1,\"a\":2}",
        "{\"a\":1,\"$date\":2}",
        "{\"$bigint\":\"1.5\"}",
        "{\"$bigint\":\"-0\"}",
        "{\"$number\":\"1\"}",
        "{\"$binary\":\"A\"}",
        "{\"$binary\":\"A A=\"}",
        "{\"$map\":[[1]]}",
        "{\"$map\":[[]]}",
        "{\"$map\":[[1,2,3]]}",
        "{\"$set\":{}}",
        "{\"$array\":{\"type\":\"int8\",\"values\":[\"a\"]}}",
        "{\"$array\":{\"type\":\"int9\",\"values\":[]}}",
        "{\"$regexp\":{\"source\":\"a\"}}",
        "{\"$blob\":{\"bytes\":1}}"
      })
  void refusesWhatNoWorkerWrites(String line) {
    assertThat(RecordLine.problem(line.getBytes(StandardCharsets.UTF_8))).isPresent();
  }

  @Test
  void refusesOtherBytesThanUtf8() {
    assertThat(RecordLine.problem(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}))
        .contains("it is not in UTF-8");
  }

  @Test
  void refusesLevelsThatNoRecordHas() {
    String deep = "[".repeat(5000) + "]".repeat(5000);
    assertThat(RecordLine.problem(deep.getBytes(StandardCharsets.UTF_8)))
        .contains("it has more than 3100 levels");
  }

  @Test
  void aThousandLevelsOfMapsAreALine() {
    String deep = "{\"$map\":[[1,".repeat(1000) + "1" + "]]}".repeat(1000);
    assertThat(RecordLine.problem(deep.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void aDigestIsTheBeginningOfSha256() {
    byte[] digest = RecordLine.digest("abc".getBytes(StandardCharsets.UTF_8));
    assertThat(RecordLine.hex(digest)).isEqualTo("ba7816bf8f01cfea414140de5dae2223");
  }
}
