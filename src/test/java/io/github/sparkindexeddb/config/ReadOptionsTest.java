// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.value.Mode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadOptionsTest {
  private static final Map<String, String> LEAST =
      Map.of("endpoint", "http://localhost:8787", "path", "shop/orders");

  @Test
  void defaultsAreTheDocumentedOnes() {
    ReadOptions options = ReadOptions.parse(LEAST);
    assertThat(options.endpoint()).isEqualTo("http://localhost:8787");
    assertThat(options.token()).isEmpty();
    assertThat(options.target())
        .isEqualTo(new Target(Optional.empty(), Optional.empty(), "shop", "orders"));
    assertThat(options.minClients()).isEqualTo(1);
    assertThat(options.waitForClients()).isEqualTo(Duration.ofSeconds(10));
    assertThat(options.schemaHints()).isEmpty();
    assertThat(options.mode()).isEqualTo(Mode.FAILFAST);
    assertThat(options.columnNameOfCorruptRecord()).isEmpty();
    assertThat(options.sampleSize()).isEqualTo(OptionalLong.of(10_000));
    assertThat(options.maxPartitions()).isEmpty();
    assertThat(options.recordsPerPartition()).isEmpty();
    assertThat(options.pushdown()).isEqualTo(Pushdown.ON);
  }

  @Test
  void everyKeyIsRead() {
    ReadOptions options =
        ReadOptions.parse(
            Map.ofEntries(
                Map.entry("endpoint", "http://a,https://b"),
                Map.entry("token", "t0ken"),
                Map.entry("database", "shop"),
                Map.entry("store", "orders"),
                Map.entry("origin", "https://app.example:8443"),
                Map.entry("client", "0b6c"),
                Map.entry("exceptClients", "1f, 2e"),
                Map.entry("minClients", "3"),
                Map.entry("waitForClients", "2m"),
                Map.entry("schemaHints", "total DECIMAL(10,2)"),
                Map.entry("mode", "permissive"),
                Map.entry("columnNameOfCorruptRecord", "bad"),
                Map.entry("sampleSize", "all"),
                Map.entry("maxPartitions", "8"),
                Map.entry("recordsPerPartition", "50000"),
                Map.entry("pushdown", "false")));
    assertThat(options.endpoint()).isEqualTo("http://a,https://b");
    assertThat(options.token()).contains("t0ken");
    assertThat(options.target())
        .isEqualTo(
            new Target(
                Optional.of("https://app.example:8443"),
                Optional.of("0b6c"),
                List.of("1f", "2e"),
                "shop",
                "orders"));
    assertThat(options.minClients()).isEqualTo(3);
    assertThat(options.waitForClients()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.schemaHints()).contains("total DECIMAL(10,2)");
    assertThat(options.mode()).isEqualTo(Mode.PERMISSIVE);
    assertThat(options.columnNameOfCorruptRecord()).contains("bad");
    assertThat(options.sampleSize()).isEmpty();
    assertThat(options.maxPartitions()).isEqualTo(OptionalInt.of(8));
    assertThat(options.recordsPerPartition()).isEqualTo(OptionalLong.of(50_000));
    assertThat(options.pushdown()).isEqualTo(Pushdown.OFF);
  }

  @Test
  void keysAreOfAnyCase() {
    assertThat(ReadOptions.parse(with("MINCLIENTS", "2")).minClients()).isEqualTo(2);
    assertThat(ReadOptions.parse(with("minclients", "2")))
        .isEqualTo(ReadOptions.parse(with("minClients", "2")));
  }

  @Test
  void anUnknownOptionNamesTheNearest() {
    assertRefused(with("minClient", "2"), ErrorCode.OPTION_UNKNOWN)
        .startsWith(
            "[OPTION_UNKNOWN] Cannot use option 'minClient': there is none of that name. The nearest is"
                + " 'minClients'; all are endpoint, token, ");
  }

  @Test
  void anUnknownOptionFarFromAllNamesThemAll() {
    assertRefused(with("header", "secret-value"), ErrorCode.OPTION_UNKNOWN)
        .contains("none of that name. Use one of endpoint, token, path, database")
        .doesNotContain("secret-value");
  }

  @ParameterizedTest
  @CsvSource({
    "minClients,0",
    "minClients,-1",
    "minClients,2147483648",
    "minClients,one",
    "minClients,' 1'",
    "waitForClients,10",
    "waitForClients,10 s",
    "waitForClients,-1s",
    "waitForClients,1d",
    "mode,IGNORE",
    "sampleSize,0",
    "sampleSize,1.5",
    "sampleSize,everything",
    "maxPartitions,0",
    "recordsPerPartition,0",
    "recordsPerPartition,9999999999999999999",
    "pushdown,yes",
    "pushdown,1",
    "pushdown,''",
    "origin,app.example",
    "origin,https://app.example/",
    "client,''",
    "exceptClients,''",
    "exceptClients,'a,,b'",
    "exceptClients,'a, '",
    "schemaHints,''",
    "columnNameOfCorruptRecord,''",
    "endpoint,''",
  })
  void aMalformedValueNamesKeyValueAndWhatIsAllowed(String key, String value) {
    assertRefused(with(key, value), ErrorCode.OPTION_INVALID)
        .startsWith(
            "[OPTION_INVALID] Cannot use '" + value + "' as option '" + key + "': that is not ")
        .endsWith(". Correct or omit it.");
  }

  @ParameterizedTest
  @CsvSource({"10s,PT10S", "500ms,PT0.5S", "2m,PT2M", "1h,PT1H", "0s,PT0S"})
  void durationsHaveUnits(String text, Duration duration) {
    assertThat(ReadOptions.parse(with("waitForClients", text)).waitForClients())
        .isEqualTo(duration);
  }

  @ParameterizedTest
  @CsvSource({"a/b,a,b", "a/b/c,a,b/c", "a/,a,''", "my app/my store,my app,my store"})
  void aPathIsSplitAtTheFirstSlash(String path, String database, String store) {
    Target target = ReadOptions.parse(with("path", path)).target();
    assertThat(target.database()).isEqualTo(database);
    assertThat(target.store()).isEqualTo(store);
  }

  @ParameterizedTest
  @CsvSource({"shop", "/orders", "''"})
  void aPathWithoutDatabaseIsInvalid(String path) {
    assertRefused(with("path", path), ErrorCode.OPTION_INVALID)
        .contains("as option 'path': that is not 'database/store', split at the first");
  }

  @Test
  void aPathBesideDatabaseOrStoreIsInvalid() {
    assertRefused(with("store", "customers"), ErrorCode.OPTION_INVALID)
        .isEqualTo(
            "[OPTION_INVALID] Cannot use 'shop/orders' as option 'path': option 'store' is given too, as"
                + " 'customers'. Give either the path, or database and store.");
  }

  @Test
  void whatIsQuotedOfAnotherOptionIsPlainAndShort() {
    assertRefused(with("store", "a\n\u001b[31mb" + "c".repeat(5000)), ErrorCode.OPTION_INVALID)
        .contains("option 'store' is given too, as 'a??[31mbccc")
        .endsWith("ccc…'. Give either the path, or database and store.")
        .hasSizeLessThan(400);
    Map<String, String> given = with("exceptClients", "a,\u202eb");
    given.put("client", "\u202eb");
    assertRefused(given, ErrorCode.OPTION_INVALID)
        .contains("Cannot use 'a,?b' as")
        .contains("option 'client' is given too, as '?b'.");
  }

  @Test
  void aClientToReadIsNotLeftOut() {
    Map<String, String> given = with("exceptClients", "a,b");
    given.put("client", "b");
    assertRefused(given, ErrorCode.OPTION_INVALID)
        .isEqualTo(
            "[OPTION_INVALID] Cannot use 'a,b' as option 'exceptClients': option 'client' is given too, as"
                + " 'b'. Name a client either to read it alone, or to leave it out.");
  }

  @Test
  void namesMayBeAnyText() {
    Target target =
        ReadOptions.parse(Map.of("endpoint", "http://a", "database", "a/b", "store", "")).target();
    assertThat(target.database()).isEqualTo("a/b");
    assertThat(target.store()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"endpoint", "database", "store"})
  void aMissingOptionComesWithAnExample(String key) {
    Map<String, String> given =
        new HashMap<>(Map.of("endpoint", "http://a", "database", "shop", "store", "orders"));
    given.remove(key);
    assertRefused(given, ErrorCode.OPTION_MISSING)
        .startsWith("[OPTION_MISSING] Cannot read: option '" + key + "' is missing. Say wh")
        .endsWith(
            ", as in spark.read.format(\"indexeddb\").option(\"endpoint\", \"http://localhost:8787\").load(\"shop/orders\").");
  }

  @Test
  void aKeyGivenTwiceInDifferentCaseMustAgree() {
    Map<String, String> given = with("minClients", "2");
    given.put("minclients", "3");
    assertRefused(given, ErrorCode.OPTION_INVALID)
        .contains("as option 'minClients': it is given twice with different values");
  }

  @Test
  void theTokenIsNeverShown() {
    assertThat(ReadOptions.parse(with("token", "s3cret")).toString())
        .contains("token=(redacted)")
        .doesNotContain("s3cret");
    assertRefused(with("token", "s3cret with spaces"), ErrorCode.OPTION_INVALID)
        .isEqualTo(
            "[OPTION_INVALID] Cannot use the given value as option 'token': that is not visible ASCII characters"
                + " without spaces. Correct or omit it.");
  }

  private static Map<String, String> with(String key, String value) {
    Map<String, String> given = new HashMap<>(LEAST);
    given.put(key, value);
    return given;
  }

  private static AbstractStringAssert<?> assertRefused(Map<String, String> given, ErrorCode code) {
    return Refusal.assertRefused(code, () -> ReadOptions.parse(given));
  }
}
