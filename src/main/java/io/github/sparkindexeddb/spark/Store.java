// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.AgentGroup;
import io.github.sparkindexeddb.client.ClientQuorum;
import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.GroupScan;
import io.github.sparkindexeddb.config.ReadOptions;
import io.github.sparkindexeddb.wire.Query;
import io.github.sparkindexeddb.wire.ScanRequest;
import io.github.sparkindexeddb.wire.SummaryReply;
import io.github.sparkindexeddb.wire.SummaryRequest;
import io.github.sparkindexeddb.wire.Target;
import java.util.Map;
import java.util.OptionalLong;

/** The store that a read's options name, in all its agents. Safe for all threads. */
final class Store {
  /** Enough to learn of keys, and what sort of value a record is. */
  private static final OptionalLong ONE_RECORD = OptionalLong.of(1);

  private final ReadOptions options;
  private final AgentGroup fleet;
  private final ClientQuorum patience;

  private Store(ReadOptions options) {
    this.options = options;
    this.fleet = new AgentGroup(Endpoint.parse(options.endpoint(), options.token()));
    this.patience = new ClientQuorum(options.minClients(), options.waitForClients());
  }

  /**
   * @param given keys of any case
   */
  static Store of(Map<String, String> given) {
    return of(ReadOptions.parse(OwnAgent.unlessNamed(given)));
  }

  static Store of(ReadOptions options) {
    return new Store(options);
  }

  ReadOptions options() {
    return options;
  }

  Target target() {
    return options.target();
  }

  /** The types in as many records as the options say. */
  SummaryReply summarize() {
    return summarize(options.sampleSize());
  }

  /** A look at the clients, their keys, and one record of each. */
  SummaryReply glance() {
    return summarize(ONE_RECORD);
  }

  GroupScan scan(ScanRequest.Projection projection, Query query) {
    ScanRequest.Splitting splitting =
        new ScanRequest.Splitting(options.recordsPerPartition(), options.maxPartitions());
    return fleet.scan(new ScanRequest(target(), projection, query, splitting), patience);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Store store && options.equals(store.options);
  }

  @Override
  public int hashCode() {
    return options.hashCode();
  }

  private SummaryReply summarize(OptionalLong sampleSize) {
    return fleet.summarize(new SummaryRequest(target(), sampleSize), patience);
  }
}
