// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.value.Column;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;

/**
 * An agent of its own and a linked app: all that one bad day needs.
 *
 * <p>Confined to the test's thread.
 */
final class FaultScenario implements AutoCloseable {
  private final AgentOptions options;
  private final LinkedApp linked;
  private final String url;
  private Agent agent;

  private FaultScenario(AgentOptions options, Agent agent, LinkedApp linked) {
    this.options = options.withPort(agent.uri().getPort());
    this.agent = agent;
    this.linked = linked;
    this.url = url(agent);
  }

  /** All stores of the databases may be exported. */
  static FaultScenario of(AgentOptions options, BrowserDatabase... databases) {
    return of(options, BrowserDatabase.allowing(databases), databases);
  }

  /** With what the app allows as JavaScript. */
  static FaultScenario of(AgentOptions options, String allow, BrowserDatabase... databases) {
    Agent agent = Agent.start(options.withPort(0));
    LinkedApp linked = LinkedApp.start(url(agent), allow, List.of(databases));
    return new FaultScenario(options, agent, linked);
  }

  LinkedApp linked() {
    return linked;
  }

  Tab tab() {
    return linked.tab();
  }

  /** One more tab of the same browser; which of them is linked is for them to settle. */
  Tab anotherTab() {
    return linked.profile().open(linked.app().page());
  }

  String url() {
    return url;
  }

  void stopAgent() {
    agent.close();
  }

  /** Starts an agent where the former one was. */
  void startAgent() {
    agent = Agent.start(options);
  }

  PlainScan scan(String database, String store, Column... columns) {
    return PlainScan.of(url(), database, store, List.of(columns));
  }

  /** How many scans the agent has. */
  int openScans() {
    try (InputStream list = URI.create(url + Protocol.SCANS).toURL().openStream()) {
      return Json.parse(list.readAllBytes()).path("scans").size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What Spark users write. */
  DataFrameReader read() {
    return TestSpark.spark().read().format("indexeddb").option("endpoint", url());
  }

  @Override
  public void close() {
    linked.close();
    agent.close();
  }

  private static String url(Agent agent) {
    String url = agent.uri().toString();
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
