// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.Fleet;
import io.github.sparkindexeddb.client.FleetScan;
import io.github.sparkindexeddb.client.Patience;
import io.github.sparkindexeddb.config.ReadOptions;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.query.Query;
import java.util.Map;
import java.util.OptionalLong;

/** The store that a read's options name, in all its agents. Safe for all threads. */
public final class Store {
  /** Enough to learn of keys, and what sort of value a record is. */
  private static final OptionalLong ONE_RECORD = OptionalLong.of(1);

  private final ReadOptions options;
  private final Fleet fleet;
  private final Patience patience;

  private Store(ReadOptions options) {
    this.options = options;
    this.fleet = new Fleet(Endpoint.parse(options.endpoint(), options.token()));
    this.patience = new Patience(options.minClients(), options.waitForClients());
  }

  /**
   * @param given keys of any case
   */
  static Store of(Map<String, String> given) {
    return of(ReadOptions.parse(EmbeddedAgent.addedTo(given)));
  }

  static Store of(ReadOptions options) {
    return new Store(options);
  }

  public ReadOptions options() {
    return options;
  }

  public Target target() {
    return options.target();
  }

  /** The types in as many records as the options say. */
  public SummaryResponse summarize() {
    return summarize(options.sampleSize());
  }

  /** A look at the clients, their keys, and one record of each. */
  public SummaryResponse glance() {
    return summarize(ONE_RECORD);
  }

  public FleetScan scan(ScanRequest.Projection projection, Query query) {
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

  private SummaryResponse summarize(OptionalLong sampleSize) {
    return fleet.summarize(new SummaryRequest(target(), sampleSize), patience);
  }
}
