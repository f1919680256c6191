// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SystemSchedulerTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  @Test
  void stepsOfTheMachinesClockChangeNothing() {
    AtomicReference<Instant> clock = new AtomicReference<>(NOON);
    AtomicLong nanos = new AtomicLong(7);
    try (SystemScheduler scheduler = new SystemScheduler(clock::get, nanos::get)) {
      nanos.addAndGet(Duration.ofSeconds(3).toNanos());
      assertThat(scheduler.now()).isEqualTo(NOON.plusSeconds(3));

      clock.set(NOON.minus(Duration.ofDays(400)));
      assertThat(scheduler.now()).isEqualTo(NOON.plusSeconds(3));
      clock.set(NOON.plus(Duration.ofDays(400)));
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThat(scheduler.now()).isEqualTo(NOON.plusSeconds(4));
      assertThat(scheduler.calendarTime()).isEqualTo(NOON.plus(Duration.ofDays(400)));
    }
  }
}
