// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class AgentErrorsTest {
  @Test
  void whatFailedStandsInTheLogAsTheMessageSays() {
    try (LogCapture log = LogCapture.start()) {
      IndexedDbException error =
          AgentErrors.of(new CompletionException(new IllegalStateException("an odd state")));
      assertThat(error.code()).isEqualTo(ErrorCode.AGENT_FAILED);
      assertThat(error.sentence()).contains("Its log says more").doesNotContain("an odd state");
      assertThat(log.lines())
          .anyMatch(line -> line.startsWith("ERROR") && line.contains("an odd state"));
    }
  }
}
