// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code connector-docs/options.md} says what the constants say. */
class OptionsDocTest {
  private static final Path PAGE = Path.of("connector-docs", "options.md");

  private static final String HEAD =
      """
      # Options of a read

      <!-- Generated from io.github.sparkindexeddb.config.Options: edit that, then
           mvn test -Dtest=OptionsDocTest -Dupdate.docs=true -->

      ```python
      spark.read.format("indexeddb").option("endpoint", "http://localhost:8787").load("shop/orders")
      ```

      Keys are taken in any case; everything else is strict. A key that is not listed is `OPTION_UNKNOWN`, a value that is
      not allowed `OPTION_INVALID`, a missing one `OPTION_MISSING` ([errors.md](errors.md)).

      An option given on the read wins over `spark.datasource.indexeddb.<option>` of the session, which wins over the
      default. In SQL they stand in `OPTIONS (…)`.

      Tez and MapReduce have the same options, written by `IndexedDbInputFormat.configure(…)` as `indexeddb.<option>`
      ([tez.md](tez.md)), but for `pushdown`; the token stands in the job's credentials. `columns` and `predicate` are theirs alone.

      | option | default | allowed |
      |---|---|---|
      """;

  @Test
  void thePageIsGeneratedFromTheConstants() throws IOException {
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(PAGE, page());
    }
    assertThat(PAGE)
        .as("generated page; mvn test -Dtest=OptionsDocTest -Dupdate.docs=true rewrites it")
        .hasContent(page());
  }

  private static String page() {
    StringBuilder page = new StringBuilder(HEAD);
    List<Option<?>> all =
        Stream.concat(Options.ALL.stream(), HadoopOptions.ALL.stream()).distinct().toList();
    all.forEach(option -> page.append(row(option)));
    all.forEach(option -> page.append(section(option)));
    return page.toString();
  }

  private static String row(Option<?> option) {
    String fallback = option.fallback().map(text -> "`" + text + "`").orElse("");
    return "| [`%s`](#%s) | %s | %s |\n"
        .formatted(option.key(), anchor(option), fallback, option.allowed());
  }

  private static String section(Option<?> option) {
    return "\n## %s\n\n%s%s\n\nSince %s.\n"
        .formatted(
            option.key(),
            option.meaning(),
            option.isSecret() ? " Messages and query plans never hold it." : "",
            option.since());
  }

  private static String anchor(Option<?> option) {
    return option.key().toLowerCase(Locale.ROOT);
  }
}
