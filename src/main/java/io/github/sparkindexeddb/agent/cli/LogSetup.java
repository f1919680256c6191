// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.cli;

import java.util.Map;

/** Sets up how the agent's own process logs; inside another one, that one's settings hold. */
final class LogSetup {
  private static final String PREFIX = "org.slf4j.simpleLogger.";
  private static final Map<String, String> SETTINGS =
      Map.of(
          "showDateTime", "true",
          "dateTimeFormat", "yyyy-MM-dd HH:mm:ss",
          "showThreadName", "false",
          "showShortLogName", "true",
          "log.org.eclipse.jetty", "warn");

  private LogSetup() {}

  /** Sets what nobody has set; to be called before the first line is logged. */
  static void configure() {
    SETTINGS.forEach(
        (name, value) -> {
          if (System.getProperty(PREFIX + name) == null) {
            System.setProperty(PREFIX + name, value);
          }
        });
  }
}
