// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.config.HadoopOptions;
import io.github.sparkindexeddb.hadoop.PredicateBinder.BoundPredicate;
import io.github.sparkindexeddb.schema.Inference;
import io.github.sparkindexeddb.wire.message.ScanRequest.Projection;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Mode;
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
  private final HadoopOptions options;
  private final StoreSource store;

  private SplitPlanner(HadoopOptions options, Optional<String> token) {
    this.options = options;
    this.store = new StoreSource(options.read(), token);
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
    TableColumns table = TableColumns.of(options, store::summarize);
    Mode mode = options.read().mode();
    List<Column> read = new ArrayList<>(table.selected());
    read.add(0, key(read));
    Projection projection = Projection.of(read, table.columns(), mode, Format.NDJSON);
    RecordLayout layout = new RecordLayout(read);
    String endpoint = options.read().endpoint();
    return store.scan(projection, query(table)).splits().stream()
        .map(address -> new IndexedDbSplit(address, endpoint, layout))
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

  private Query query(TableColumns table) {
    Optional<BoundPredicate> bound =
        options.predicate().map(text -> PredicateBinder.of(text, table.columns()));
    return new Query(
        bound.map(BoundPredicate::predicate),
        bound.map(BoundPredicate::tested).orElse(List.of()),
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty());
  }
}
