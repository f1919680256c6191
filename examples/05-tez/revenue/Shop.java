// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import io.github.sparkindexeddb.hadoop.IndexedDbInputFormat;
import io.github.sparkindexeddb.hadoop.jdbc.JdbcOutputFormat;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
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
 * @param credentials of the DAGs
 */
record Shop(Configuration conf, String endpoint, Credentials credentials) {

  /** Revenue to text files. */
  DAG revenueToFiles(String folder) throws IOException {
    requireAbsent(folder);
    return revenue(
        "revenue to files",
        MROutput.createConfigBuilder(new Configuration(conf), TextOutputFormat.class, folder)
            .build());
  }

  /** Revenue to a table, once for each batch; the DAG is named after it. */
  DAG revenueToTable(String url, String password, String batch) {
    Configuration table =
        JdbcOutputFormat.configure(new Configuration(conf), credentials)
            .url(url)
            .user("shop", password)
            .table("revenue", RevenueRow.COLUMNS)
            .batch(batch)
            .configuration();
    return revenue(
        batch,
        MROutput.createConfigBuilder(table, JdbcOutputFormat.class)
            .getCredentialsForSinkFileSystem(false)
            .build());
  }

  /** Whole orders to Parquet files. */
  DAG ordersToParquet(String folder) throws IOException {
    requireAbsent(folder);
    return OrdersDag.create("orders to Parquet", conf, store("orders", OrdersDag.COLUMNS), folder)
        .setCredentials(credentials);
  }

  /** The columns with their types, so that no browser is asked for samples to infer them from. */
  private DAG revenue(String name, DataSinkDescriptor sink) {
    Map<String, DataSourceDescriptor> sources =
        Map.of(
            RevenueDag.ORDERS,
            store("orders", "customer bigint", "placed timestamp", "total double"),
            RevenueDag.CUSTOMERS,
            store("customers", "id bigint", "country string"));
    return RevenueDag.create(name, conf, sources, Map.of("rows", sink)).setCredentials(credentials);
  }

  private DataSourceDescriptor store(String store, String... columns) {
    Configuration read =
        IndexedDbInputFormat.configure(new Configuration(conf), credentials)
            .endpoint(endpoint)
            .store("shop", store)
            .columns(columns)
            .configuration();
    return MRInput.createConfigBuilder(read, IndexedDbInputFormat.class)
        .getCredentialsForSourceFileSystem(false)
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
