// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "chrome-extension://abcdefghijklmnopabcdefghijklmnop",
        "moz-extension://0b6e3b0c-4d8a-4a52-8f0e-6f1c1a1a1a1a",
        "safari-web-extension://0B6E3B0C-4D8A-4A52-8F0E-6F1C1A1A1A1A",
        "capacitor://localhost",
        "ionic://localhost",
        "tauri://localhost",
        "http://tauri.localhost",
        "https://tauri.localhost",
        "app://bundle"
      })
  void takesExactlyThePackagedPageThatIsListed(String origin) {
    Origins none = new Origins(List.of());
    assertThatThrownBy(() -> none.check(origin))
        .hasMessageContaining("Start it with '--allow-origin " + origin + "'");
    Origins origins = new Origins(List.of(origin));
    assertThat(origins.allows(origin)).isTrue();
    assertThat(origins.allows(origin + "x")).isFalse();
    assertThat(origins.allows("http://localhost")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"null", "none", "", "file://", "file:///home", "data:x", "blob://x", "a b"})
  void aPageWithoutAnOriginOfItsOwnIsToldSoAndCannotBeListed(String origin) {
    assertThatThrownBy(() -> new Origins(List.of()).check(origin))
        .hasMessageStartingWith(
            "[ORIGIN_REFUSED] Cannot accept the request: it comes from '" + origin + "', which is")
        .hasMessageEndingWith("Serve the page from a web server.");
    assertThatThrownBy(() -> new Origins(List.of(origin)))
        .hasMessageContaining("[OPTION_INVALID] Cannot start the agent: '--allow-origin' is");
  }
}
