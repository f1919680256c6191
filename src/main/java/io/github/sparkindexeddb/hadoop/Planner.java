// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.client.AgentGroup;
import io.github.sparkindexeddb.client.ClientQuorum;
import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.GroupScan;
import io.github.sparkindexeddb.config.HadoopOptions;
import io.github.sparkindexeddb.config.ReadOptions;
import io.github.sparkindexeddb.hadoop.TypedPredicate.Typed;
import io.github.sparkindexeddb.wire.Column;
import io.github.sparkindexeddb.wire.Column.Source;
import io.github.sparkindexeddb.wire.Format;
import io.github.sparkindexeddb.wire.Inference;
import io.github.sparkindexeddb.wire.Query;
import io.github.sparkindexeddb.wire.ScanRequest;
import io.github.sparkindexeddb.wire.ScanRequest.Projection;
import io.github.sparkindexeddb.wire.ScanRequest.Splitting;
import io.github.sparkindexeddb.wire.SummaryReply;
import io.github.sparkindexeddb.wire.SummaryRequest;
import io.github.sparkindexeddb.wire.Type;
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
final class Planner {
  /** Enough to learn of keys, and what sort of value a record is. */
  private static final OptionalLong ONE_RECORD = OptionalLong.of(1);

  private final HadoopOptions given;
  private final ReadOptions options;
  private final AgentGroup fleet;

  private Planner(HadoopOptions options, Optional<String> token) {
    this.options = options.read();
    this.given = options;
    this.fleet = new AgentGroup(Endpoint.parse(options.read().endpoint(), token));
  }

  /**
   * @throws io.github.sparkindexeddb.wire.IndexedDbException if options are wrong, or what the
   *     agents say
   */
  static List<IndexedDbSplit> splits(Configuration conf, Credentials credentials) {
    HadoopOptions options = Settings.read(conf);
    String endpoint = options.read().endpoint();
    return new Planner(options, Settings.token(conf, credentials, endpoint)).splits();
  }

  private List<IndexedDbSplit> splits() {
    Table table =
        Table.of(given, () -> summarize(options.sampleSize()), () -> summarize(ONE_RECORD));
    List<Column> read = new ArrayList<>(table.selected());
    read.add(0, key(read));
    Projection projection =
        new Projection(read, table.judged(options.mode()), options.mode(), Format.NDJSON);
    Splitting splitting = new Splitting(options.recordsPerPartition(), options.maxPartitions());
    GroupScan scan =
        fleet.scan(
            new ScanRequest(options.target(), projection, query(table), splitting), patience());
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

  private Query query(Table table) {
    Optional<Typed> typed = given.predicate().map(text -> TypedPredicate.of(text, table.columns()));
    return new Query(
        typed.map(Typed::predicate),
        typed.map(Typed::tested).orElse(List.of()),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }

  private SummaryReply summarize(OptionalLong sampleSize) {
    return fleet.summarize(new SummaryRequest(options.target(), sampleSize), patience());
  }

  private ClientQuorum patience() {
    return new ClientQuorum(options.minClients(), options.waitForClients());
  }
}
