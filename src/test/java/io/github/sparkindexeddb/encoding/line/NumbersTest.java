// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0.0, 0",
    "-5.0, -5",
    "0.1, 0.1",
    "1e21, 1e+21",
    "123456789012345680000, 123456789012345680000",
    "1e-6, 0.000001",
    "1e-7, 1e-7",
    "-1.5e300, -1.5e+300",
    "5.684341886080802e-14, 5.684341886080802e-14",
    "4.9e-324, 5e-324",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "2.0e-3, 0.002",
    "9007199254740993, 9007199254740992",
    "1e23, 1e+23"
  })
  void numbersAreWrittenAsJavaScriptWritesThem(double value, String text) {
    assertThat(Numbers.javaScript(value)).isEqualTo(text);
  }

  @Test
  void everyNumberIsReadBackFromItsText() throws InvalidLineException {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    RecordTape tape = new RecordTape();
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        tape.clear();
        String text = Numbers.javaScript(value);
        int number = tape.read(text.getBytes(StandardCharsets.UTF_8));
        assertThat(Numbers.real(tape, number)).as("-Dseed=%d: %s", seed, text).isEqualTo(value);
      }
    }
  }
}
