// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

/** The advice to who asks an agent with TLS and fails, whichever tool asks. */
public final class TlsRemedy {
  private static final String TEMPLATE =
      "Check that %s begins as the agent was started (http:// or https://) and that this JVM trusts its certificate.";

  private TlsRemedy() {}

  /**
   * @param option that holds the agent's address, as the user of the tool writes it
   */
  public static String of(String option) {
    return TEMPLATE.formatted(option);
  }
}
