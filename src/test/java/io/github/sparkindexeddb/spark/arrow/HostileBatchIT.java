// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.testing.EverySpark;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A browser that lies to Spark: in a small JVM, whose memory of every kind is measured. */
@EverySpark
class HostileBatchIT {
  private static final int MUTANTS = 200_000;
  private static final int SEED = 14;
  private static final int HEAP_MEBIBYTES = 256;

  /** The heap, and what Java and Spark's classes take; a batch that is refused leaves nothing. */
  private static final int MAX_MEBIBYTES = HEAP_MEBIBYTES + 200;

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void isReadOrRefusedAndLeavesNoMemoryBehind(boolean isUnsafe) {
    List<String> options =
        List.of(
            "-XX:MaxDirectMemorySize=32m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dio.netty.maxDirectMemory=0",
            "-Darrow.enable_unsafe_memory_access=" + isUnsafe,
            "-Darrow.enable_null_check_for_get=" + !isUnsafe);
    String heap = HEAP_MEBIBYTES + "m";
    String[] arguments = {Integer.toString(MUTANTS), Integer.toString(SEED)};
    try (ChildJvm reader = ChildJvm.ofClassWith(heap, options, HostileBatches.class, arguments)) {
      String end = reader.await("the end", line -> line.startsWith(HostileBatches.END), 300);
      String peak = reader.await("the peak", line -> line.startsWith(HostileBatches.PEAK), 10);
      System.out.println(end + ", " + peak + " MiB");
      assertThat(end)
          .matches(
              "mutants: [0-9]{4,} read, [0-9]{5,} refused, of seed 14, 0" + HostileBatches.LEFT);
      assertThat(Integer.parseInt(peak.substring(HostileBatches.PEAK.length())))
          .isLessThan(MAX_MEBIBYTES);
    }
  }
}
