// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentLogTest {
  @Test
  void keepsForeignTextOnOneLineOfTheLog() {
    assertThat(AgentLog.plain("a\r\nb\u2028c\u001b[31md\u202ee")).isEqualTo("a??b?c?[31md?e");
    assertThat(AgentLog.plain("x".repeat(300))).hasSize(201);
  }
}
