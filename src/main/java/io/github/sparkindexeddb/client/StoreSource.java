// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.config.ReadOptions;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.query.Query;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The store that a read's options name, in all its agents. Safe for all threads; equal to another
 * of the same options and token.
 */
public final class StoreSource {
  /** Enough to learn of keys, and what sort of value a record is. */
  private static final OptionalLong ONE_RECORD = OptionalLong.of(1);

  private final ReadOptions options;
  private final List<Endpoint> endpoints;
  private final AgentGroup agents;
  private final ClientQuorum quorum;

  public StoreSource(ReadOptions options) {
    this(options, options.token());
  }

  /**
   * @param token of the agents, where it does not stand in the options
   */
  public StoreSource(ReadOptions options, Optional<String> token) {
    this.options = options;
    this.endpoints = Endpoint.parse(options.endpoint(), token);
    this.agents = new AgentGroup(endpoints);
    this.quorum = new ClientQuorum(options.minClients(), options.waitForClients());
  }

  public ReadOptions options() {
    return options;
  }

  public Target target() {
    return options.target();
  }

  /** Returns the types in as many records as the options say. */
  public SummaryResponse summarize() {
    return summarize(options.sampleSize());
  }

  /** Returns the clients with their keys, and the types in one record of each. */
  public SummaryResponse glance() {
    return summarize(ONE_RECORD);
  }

  /** Creates a scan, of as many splits as the options say. */
  public GroupScan scan(ScanRequest.Projection projection, Query query) {
    ScanRequest.Splitting splitting =
        new ScanRequest.Splitting(options.recordsPerPartition(), options.maxPartitions());
    return agents.scan(new ScanRequest(target(), projection, query, splitting), quorum);
  }

  /** Creates a scan that is gone once more, with the splits that it had. */
  public GroupScan scanAgain(ScanRequest.Projection projection, Query query, GroupScan former) {
    return agents.scanAgain(
        new ScanRequest(target(), projection, query, ScanRequest.Splitting.DEFAULT), former);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StoreSource source
        && options.equals(source.options)
        && endpoints.equals(source.endpoints);
  }

  @Override
  public int hashCode() {
    return options.hashCode();
  }

  private SummaryResponse summarize(OptionalLong sampleSize) {
    return agents.summarize(new SummaryRequest(target(), sampleSize), quorum);
  }
}
