// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Summary;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummarizerTest {
  private final Summarizer summarizer = new Summarizer("shop/orders");

  @Test
  void whatHasNoFormMakesARecordCorruptAndIsNotSeen() {
    add(0, "{\"a\":{\"$unreadable\":\"it contains itself\"},\"b\":1}");
    add(1, "{\"b\":2}");
    Summary summary = summarizer.summary();
    assertThat(summary.records()).isEqualTo(1);
    assertThat(summary.corrupt().count()).isEqualTo(1);
    assertThat(Json.write(summary.json()))
        .contains("\"reason\":\"it contains itself\"")
        .contains("{\"name\":\"a\",\"at\":[0,0],\"node\":{\"kinds\":{}}}");
  }

  @Test
  void aLostFileMakesNoRecordCorrupt() {
    add(
        0,
        "{\"a\":{\"$blob\":{\"name\":null,\"type\":\"\",\"size\":3,\"lastModified\":null,"
            + "\"bytes\":{\"$unreadable\":\"it holds a file that can no longer be read\"}}}}");
    assertThat(summarizer.summary().corrupt().count()).isZero();
  }

  @Test
  void moreNamesThanAStructHasAreAMap() {
    String fields =
        IntStream.range(0, 251)
            .mapToObj("\"f%d\":1"::formatted)
            .collect(Collectors.joining(",", "{", "}"));
    add(0, "{\"a\":" + fields + "}");
    assertThat(summarizer.summary().json().at("/root/object/fields/0/node/object/values/kinds"))
        .hasToString("{\"integer\":251}");
  }

  @Test
  void whatIsNestedDeepIsOnlyCounted() {
    add(0, "[".repeat(40) + "]".repeat(40));
    assertThat(Json.write(summarizer.summary().json())).contains("{\"kinds\":{\"deep\":1}}");
  }

  private void add(int ordinal, String line) {
    summarizer.add(new Key.NumberKey(ordinal), line.getBytes(StandardCharsets.UTF_8), ordinal);
  }
}
