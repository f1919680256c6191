// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.spark.read.ReadMetrics.Measure;
import java.util.Arrays;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.junit.jupiter.api.Test;

class ReadMetricsTest {
  @Test
  void thereIsAMetricForEachMeasure() {
    assertThat(Arrays.stream(ReadMetrics.all()).map(CustomMetric::name))
        .containsExactlyElementsOf(Arrays.stream(Measure.values()).map(Measure::name).toList());
  }

  /** As Spark's driver does, which knows the name of the class only. */
  @Test
  void eachIsMadeByTheNameOfItsClass() throws Exception {
    for (CustomMetric metric : ReadMetrics.all()) {
      Class<?> found = Class.forName(metric.getClass().getName());
      CustomMetric again = (CustomMetric) found.getConstructor().newInstance();
      assertThat(again.description()).isEqualTo(metric.description());
    }
  }

  @Test
  void showsSums() {
    assertThat(new ReadMetrics.RecordsRead().aggregateTaskMetrics(new long[] {1_000_000, 234}))
        .isEqualTo("1,000,234");
    assertThat(new ReadMetrics.TimeWaiting().aggregateTaskMetrics(new long[] {1200, 60_000}))
        .isEqualTo("61.2 s");
    assertThat(new ReadMetrics.BytesRead().aggregateTaskMetrics(new long[] {1024, 512}))
        .isEqualTo("1.5 KiB");
    assertThat(new ReadMetrics.BytesRead().aggregateTaskMetrics(new long[] {3L << 30}))
        .isEqualTo("3,072.0 MiB");
    assertThat(new ReadMetrics.Resumes().aggregateTaskMetrics(new long[0])).isEqualTo("0");
  }
}
