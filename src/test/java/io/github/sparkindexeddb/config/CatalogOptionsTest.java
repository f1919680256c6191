// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.value.Mode;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogOptionsTest {
  private static final Map<String, String> LEAST = Map.of("endpoint", "http://a");

  @Test
  void appliesToEveryRead() {
    ReadOptions read = parse(with("sampleSize", "7")).of("a/b", "");
    assertThat(read.endpoint()).isEqualTo("http://a");
    assertThat(read.target().database()).isEqualTo("a/b");
    assertThat(read.target().store()).isEmpty();
    assertThat(read.sampleSize()).hasValue(7);
    assertThat(read)
        .isEqualTo(
            ReadOptions.parse(
                Map.of("endpoint", "http://a", "database", "a/b", "store", "", "sampleSize", "7")));
  }

  @Test
  void isOverriddenByTheOptionsOfARead() {
    CatalogOptions options = parse(with("mode", "FAILFAST"));
    ReadOptions read = options.of("d", "s", Map.of("MODE", "permissive", "origin", "http://o"));
    assertThat(read.mode()).isEqualTo(Mode.PERMISSIVE);
    assertThat(read.target().origin()).contains("http://o");
    assertThat(options.of("d", "s").target().origin()).isEmpty();
  }

  @Test
  void hasTheDefaultsOfARead() {
    CatalogOptions options = parse(LEAST);
    assertThat(options.minClients()).isEqualTo(1);
    assertThat(options.waitForClients()).hasSeconds(10);
    assertThat(options.token()).isEqualTo(Optional.empty());
    assertThat(options.origin()).isEmpty();
    assertThat(options.client()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"database, d", "STORE, s", "path, d/s"})
  void refusesWhatStandsInTheNamesOfTables(String key, String text) {
    assertRefused(ErrorCode.OPTION_INVALID, () -> parse(with(key, text)))
        .contains("Cannot use '" + text + "' as option '" + key.toLowerCase(Locale.ROOT) + "': ")
        .contains("read from browser.<database>.<store>");
  }

  @Test
  void requiresAnEndpoint() {
    assertRefused(ErrorCode.OPTION_MISSING, () -> parse(Map.of()))
        .contains("spark.sql.catalog.browser.endpoint=http://localhost:8787");
  }

  @Test
  void refusesUnknownOptions() {
    assertRefused(ErrorCode.OPTION_UNKNOWN, () -> parse(with("endpiont", "http://b")))
        .contains("The nearest is 'endpoint'");
    assertRefused(ErrorCode.OPTION_UNKNOWN, () -> parse(LEAST).of("d", "s", Map.of("orgin", "x")))
        .contains("The nearest is 'origin'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"schemaHints", "sampleSize", "columnNameOfCorruptRecord", "endpoint"})
  void refusesOptionsOfOneReadThatWouldChangeTheColumns(String key) {
    String text = key.equals("sampleSize") ? "5" : "total";
    assertRefused(ErrorCode.OPTION_INVALID, () -> parse(LEAST).of("d", "s", Map.of(key, text)))
        .contains("Set spark.sql.catalog.browser." + key);
  }

  @Test
  void neverShowsTheToken() {
    CatalogOptions options = parse(with("token", "s3cret"));
    assertThat(options.token()).contains("s3cret");
    assertThat(options.toString()).contains("http://a").doesNotContain("s3cret");
    assertRefused(ErrorCode.OPTION_INVALID, () -> options.of("d", "s", Map.of("token", "0ther")))
        .doesNotContain("0ther");
  }

  private static CatalogOptions parse(Map<String, String> given) {
    return CatalogOptions.parse("browser", given);
  }

  private static Map<String, String> with(String key, String text) {
    Map<String, String> given = new HashMap<>(LEAST);
    given.put(key, text);
    return given;
  }
}
