// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.Fleet;
import io.github.sparkindexeddb.client.FleetScan;
import io.github.sparkindexeddb.client.Patience;
import io.github.sparkindexeddb.config.HadoopOptions;
import io.github.sparkindexeddb.config.ReadOptions;
import io.github.sparkindexeddb.hadoop.PredicateBinder.BoundPredicate;
import io.github.sparkindexeddb.schema.Inference;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanRequest.Projection;
import io.github.sparkindexeddb.wire.message.ScanRequest.Splitting;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;

/**
 * Plans a job's read: creates the scan, which lives in the agents until it expires, since no part
 * of Hadoop tells an input format when its job has ended.
 */
final class SplitPlanner {
  /** Enough to learn of keys, and what sort of value a record is. */
  private static final OptionalLong ONE_RECORD = OptionalLong.of(1);

  private final HadoopOptions given;
  private final ReadOptions options;
  private final Fleet fleet;

  private SplitPlanner(HadoopOptions options, Optional<String> token) {
    this.options = options.read();
    this.given = options;
    this.fleet = new Fleet(Endpoint.parse(options.read().endpoint(), token));
  }

  /**
   * @throws io.github.sparkindexeddb.wire.IndexedDbException if options are wrong, or what the
   *     agents say
   */
  static List<IndexedDbSplit> splits(Configuration conf, Credentials credentials) {
    HadoopOptions options = HadoopConfig.read(conf);
    String endpoint = options.read().endpoint();
    return new SplitPlanner(options, HadoopConfig.token(conf, credentials, endpoint)).splits();
  }

  private List<IndexedDbSplit> splits() {
    TableColumns tableColumns =
        TableColumns.of(given, () -> summarize(options.sampleSize()), () -> summarize(ONE_RECORD));
    List<Column> read = new ArrayList<>(tableColumns.selected());
    read.add(0, key(read));
    Projection projection =
        new Projection(read, tableColumns.judged(options.mode()), options.mode(), Format.NDJSON);
    Splitting splitting = new Splitting(options.recordsPerPartition(), options.maxPartitions());
    FleetScan scan =
        fleet.scan(
            new ScanRequest(options.target(), projection, query(tableColumns), splitting),
            patience());
    RecordLayout layout = new RecordLayout(read);
    return scan.splits().stream()
        .map(address -> new IndexedDbSplit(address, options.endpoint(), layout))
        .toList();
  }

  /** The key is read with each record, under a name that none of its columns has. */
  private static Column key(List<Column> columns) {
    String name = Inference.KEY;
    while (isTaken(name, columns)) {
      name = "_" + name;
    }
    return new Column(name, Type.Scalar.JSON, Source.KEY);
  }

  private static boolean isTaken(String name, List<Column> columns) {
    return columns.stream().anyMatch(column -> column.name().equals(name));
  }

  private Query query(TableColumns tableColumns) {
    Optional<BoundPredicate> bound =
        given.predicate().map(text -> PredicateBinder.of(text, tableColumns.columns()));
    return new Query(
        bound.map(BoundPredicate::predicate),
        bound.map(BoundPredicate::tested).orElse(List.of()),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }

  private SummaryResponse summarize(OptionalLong sampleSize) {
    return fleet.summarize(new SummaryRequest(options.target(), sampleSize), patience());
  }

  private Patience patience() {
    return new Patience(options.minClients(), options.waitForClients());
  }
}
