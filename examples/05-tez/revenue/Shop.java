// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sparkindexeddb.hadoop.IndexedDbInputFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.security.Credentials;
import org.apache.tez.dag.api.DAG;
import org.apache.tez.dag.api.DataSinkDescriptor;
import org.apache.tez.dag.api.DataSourceDescriptor;
import org.apache.tez.mapreduce.input.MRInput;
import org.apache.tez.mapreduce.output.MROutput;

/**
 * The example's DAGs, from the shop's stores to files and a table.
 *
 * @param conf of the session
 * @param endpoint of the agent
 */
record Shop(Configuration conf, String endpoint) {
  /** With their types, so that no browser is asked for samples to infer them from. */
  private static final String[] ORDERS = {"customer bigint", "placed timestamp", "total double"};

  private static final String[] CUSTOMERS = {"id bigint", "country string"};

  /** Revenue to text files. */
  DAG revenueToFiles(String folder) throws IOException {
    Credentials credentials = new Credentials();
    return revenue("revenue to files", credentials, Map.of("files", files(folder)));
  }

  /** Revenue to a table, once for each batch; the DAG is named after it. */
  DAG revenueToTable(SinkTable table, String password) {
    Credentials credentials = new Credentials();
    Configuration sink =
        StagedOutputFormat.configure(new Configuration(conf), credentials, table, password);
    return revenue(
        table.batch(), credentials, Map.of("table", table(sink, StagedOutputFormat.class)));
  }

  /** Whole orders to Parquet files. */
  DAG ordersToParquet(String folder) throws IOException {
    requireAbsent(folder);
    Credentials credentials = new Credentials();
    DataSourceDescriptor orders =
        source(
            read(credentials, RevenueDag.ORDERS, OrderParquet.COLUMNS), IndexedDbInputFormat.class);
    return OrderParquet.dag("orders to Parquet", conf, orders, folder).setCredentials(credentials);
  }

  private DAG revenue(String name, Credentials credentials, Map<String, DataSinkDescriptor> sinks) {
    Map<String, DataSourceDescriptor> sources =
        Map.of(
            RevenueDag.ORDERS, source(orders(credentials), IndexedDbInputFormat.class),
            RevenueDag.CUSTOMERS, source(customers(credentials), IndexedDbInputFormat.class));
    return RevenueDag.of(name, conf, sources, sinks).setCredentials(credentials);
  }

  Configuration orders(Credentials credentials) {
    return read(credentials, RevenueDag.ORDERS, ORDERS);
  }

  Configuration customers(Credentials credentials) {
    return read(credentials, RevenueDag.CUSTOMERS, CUSTOMERS);
  }

  private Configuration read(Credentials credentials, String store, String... columns) {
    return IndexedDbInputFormat.configure(new Configuration(conf), credentials)
        .endpoint(endpoint)
        .store("shop", store)
        .columns(columns)
        .configuration();
  }

  static DataSourceDescriptor source(Configuration read, Class<?> format) {
    return MRInput.createConfigBuilder(read, format)
        .getCredentialsForSourceFileSystem(false)
        .build();
  }

  DataSinkDescriptor files(String folder) throws IOException {
    requireAbsent(folder);
    return MROutput.createConfigBuilder(new Configuration(conf), TextOutputFormat.class, folder)
        .build();
  }

  /** Of the text files that a DAG left in a folder, in no order. */
  List<String> lines(String folder) throws IOException {
    FileSystem files = FileSystem.get(conf);
    List<String> lines = new ArrayList<>();
    for (FileStatus file : files.globStatus(new Path(folder, "part-*"))) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(files.open(file.getPath()), UTF_8))) {
        reader.lines().forEach(lines::add);
      }
    }
    return lines;
  }

  static DataSinkDescriptor table(Configuration sink, Class<?> format) {
    return MROutput.createConfigBuilder(sink, format)
        .getCredentialsForSinkFileSystem(false)
        .build();
  }

  /** MapReduce checks this for its jobs; Tez would leave files of an earlier run among the new. */
  private void requireAbsent(String folder) throws IOException {
    Path path = new Path(folder);
    if (path.getFileSystem(conf).exists(path)) {
      throw new FileAlreadyExistsException(
          "Cannot write to '" + folder + "': it exists. Name another folder, or remove it.");
    }
  }
}
