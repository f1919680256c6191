// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sparkindexeddb.testing.FromStrangers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Options of a read, of a catalog and of a job, as lines {@code key=value}. */
class OptionFuzzTest {
  @MethodSource("examples")
  @FuzzTest
  void areTakenOrNamed(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    for (Option<?> option : Options.ALL) {
      FromStrangers.read(() -> option.parse(text));
    }
    Map<String, String> given = given(text);
    FromStrangers.read(() -> ReadOptions.parse(given));
    FromStrangers.read(() -> CatalogOptions.parse("browser", given));
    FromStrangers.read(() -> HadoopOptions.parse(given));
  }

  private static Map<String, String> given(String text) {
    Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line : text.split("\n", -1)) {
      String[] parts = line.split("=", 2);
      if (parts.length == 2) {
        given.put(parts[0], parts[1]);
      }
    }
    return given;
  }

  static Stream<byte[]> examples() {
    String first = "endpoint=http://localhost:8787\npath=shop/orders\ntoken=a-token";
    return Stream.concat(
            Stream.of(first, first + "\nmode=PERMISSIVE\nsampleSize=all\nwaitForClients=10s"),
            Options.ALL.stream()
                .map(option -> first + "\n" + option.key() + "=" + option.fallback().orElse("1")))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
