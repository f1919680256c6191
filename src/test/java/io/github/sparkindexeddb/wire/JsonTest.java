// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void readsUtf8() {
    assertThat(Json.parse("{\"é\":\"😀\"}".getBytes(StandardCharsets.UTF_8)).path("é").asText())
        .isEqualTo("😀");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE", "ISO-8859-1"})
  void refusesEveryOtherEncoding(String encoding) {
    byte[] bytes = "{\"é\":1}".getBytes(Charset.forName(encoding));
    assertThatThrownBy(() -> Json.parse(bytes))
        .isInstanceOf(IndexedDbException.class)
        .hasMessageStartingWith("[BAD_MESSAGE] Cannot read a message: it is not JSON (");
  }

  @Test
  void saysPlainlyWhatIsNotJson() {
    assertThatThrownBy(() -> Json.parse("\u202e\u001b" + "a".repeat(5000)))
        .hasMessageMatching(
            "\\[BAD_MESSAGE] Cannot read a message: it is not JSON \\([ -~…]+\\)\\..*")
        .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(400));
  }
}
