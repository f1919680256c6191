// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginsTest {
  @ParameterizedTest
  @CsvSource({
    "https://shop.example:443, https://shop.example",
    "HTTPS://Shop.Example:443, https://shop.example",
    "http://shop.example:80, http://shop.example",
    "https://[2001:db8::443]:443, https://[2001:db8::443]"
  })
  void takesTheDefaultPortForNone(String listed, String sent) {
    assertThat(new Origins(List.of(listed)).allows(sent)).as(listed).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example:80, https://shop.example",
    "http://shop.example:443, http://shop.example",
    "https://shop.example:8443, https://shop.example",
    "https://shop.example:443, https://shop.example:8443"
  })
  void keepsOtherPortsApart(String listed, String sent) {
    assertThat(new Origins(List.of(listed)).allows(sent)).as(listed).isFalse();
  }
}
