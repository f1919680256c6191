// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.cli;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sparkindexeddb.testing.FromStrangers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Options of an agent, as lines {@code name=value} of a file. */
class AgentOptionFuzzTest {
  @MethodSource("examples")
  @FuzzTest
  void areTakenOrNamed(byte[] input) {
    Map<String, String> given = new TreeMap<>();
    for (String line : new String(input, StandardCharsets.UTF_8).split("\n", -1)) {
      String[] parts = line.split("=", 2);
      // What names a file of a token is read at once, and may be any file of the machine.
      if (parts.length == 2 && !parts[0].endsWith("token-file")) {
        given.put(parts[0], parts[1]);
      }
    }
    FromStrangers.read(() -> AgentCommand.options(given));
  }

  static Stream<byte[]> examples() {
    return Stream.of(
            "port=0\nbind=::1\nspool=/spool\nspool-limit=3MiB",
            "token=a\nbrowser-token=b\nallow-origin=https://a.example,https://b.example",
            "allow-host=a.example\ntls-cert=a\ntls-key=b\ngrace=5s\nscan-ttl=2h",
            "tokens=a\ntoken-key=b\naudit=c")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
