// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/**
 * Random records and columns, encoded by the export worker's own encoders in Node and by these. A
 * failure names its seed; {@code -Dseed=…} repeats it.
 */
class EncodingTwinIT {
  private static final int TRIALS = Integer.getInteger("trials", 5000);

  @Test
  void randomRecordsBecomeWhatTheExportWorkerMakesOfThem() throws IOException {
    int seed = Integer.getInteger("seed", (int) (System.nanoTime() & 0x7FFFFFFF));
    Process node =
        new ProcessBuilder(
                "node",
                "src/test/javascript/testing/random-encodings.js",
                String.valueOf(seed),
                String.valueOf(TRIALS))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int trials = 0;
    try (BufferedReader vectors =
        new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = vectors.readLine(); line != null; line = vectors.readLine()) {
        String rule = "-Dseed=%d, trial %d: %s".formatted(seed, trials++, line);
        new EncodingVector(Json.parse(line), rule).check();
      }
    } finally {
      node.destroy();
    }
    assertThat(trials).as("-Dseed=%d", seed).isEqualTo(TRIALS);
  }
}
