// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RefusalLogTest {
  private static final IndexedDbException ERROR =
      IndexedDbException.of(ErrorCode.TOKEN_WRONG, "Cannot accept it: wrong. Send another.");

  @Test
  void countsTheRefusalsThatAreTooManyToLogEach() {
    AtomicLong nanos = new AtomicLong();
    RefusalLog refusals = new RefusalLog(nanos::get);
    try (LogCapture log = LogCapture.start()) {
      for (int i = 0; i < RefusalLog.MAX_LINES + 23; i++) {
        refusals.log("knocker-of-this-test", ERROR);
      }
      assertThat(log.lines())
          .filteredOn(line -> line.contains("knocker-of-this-test"))
          .hasSize(RefusalLog.MAX_LINES);

      nanos.set(Duration.ofMinutes(1).toNanos());
      refusals.log("knocker-of-the-next-minute", ERROR);
      assertThat(log.lines())
          .anyMatch(line -> line.contains("refused 23 more, too many to log each"))
          .anyMatch(line -> line.contains("knocker-of-the-next-minute"));
    }
  }
}
