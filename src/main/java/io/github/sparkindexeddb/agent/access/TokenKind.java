// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

/** What a token opens. */
public enum TokenKind {
  /** Every data route, for Spark, Tez and curl. */
  READER(
      "reader",
      "what the agent was started with as '--token': in Spark as option 'token', over HTTP as"
          + " 'Authorization: Bearer <token>'"),
  /** Only the route of page links. */
  BROWSER(
      "browser",
      "what the agent was started with as '--browser-token': in the page as connect({ token })"),
  /** Only the metrics. */
  METRICS(
      "metrics",
      "a token of kind 'metrics' or 'reader': over HTTP as 'Authorization: Bearer <token>'");

  private final String noun;
  private final String remedy;

  TokenKind(String noun, String remedy) {
    this.noun = noun;
    this.remedy = remedy;
  }

  String noun() {
    return noun;
  }

  /** Returns what to give and where, as the rest of "Give …". */
  String remedy() {
    return remedy;
  }

  /** Returns whether a token of this kind is taken where one of the other is needed. */
  boolean opens(TokenKind needed) {
    return this == needed || this == READER && needed == METRICS;
  }
}
