// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class JsonSizeTest {
  @Test
  void countsWhatATextBecomes() {
    assertThat(JsonSize.bytes("[{},{},{}]")).isEqualTo(8 * 68 + 2 * 10);
    assertThat(JsonSize.bytes("\"" + "x".repeat(998) + "\"")).isEqualTo(68 + 2000);
  }

  @Test
  void refusesMorePartsThanAnybodySays() {
    String text = "[" + "{},".repeat(JsonSize.MAX_TOKENS / 2) + "{}]";
    assertThatThrownBy(() -> JsonSize.bytes(text))
        .hasMessage(
            "[BAD_MESSAGE] Cannot read a message: it has more than 1000000 parts. Use page link and"
                + " agent of one version.");
  }

  @Test
  void refusesMoreLevelsThanAnybodyHas() {
    int most = JsonSize.MAX_DEPTH;
    assertThat(JsonSize.bytes("[".repeat(most) + "]".repeat(most))).isPositive();
    assertThatThrownBy(() -> JsonSize.bytes("[".repeat(most + 1) + "]".repeat(most + 1)))
        .hasMessageContaining("it has more than 900 levels");
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThatThrownBy(() -> JsonSize.bytes("[{]")).hasMessageContaining("it is not JSON");
  }
}
