// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sparkindexeddb.hadoop.IndexedDbInputFormat;
import io.github.sparkindexeddb.testing.TestTez;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.mapreduce.lib.output.TextOutputFormat;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.tez.common.counters.DAGCounter;
import org.apache.tez.common.counters.TezCounters;
import org.apache.tez.dag.api.DAG;
import org.apache.tez.dag.api.DataSinkDescriptor;
import org.apache.tez.dag.api.DataSourceDescriptor;
import org.apache.tez.dag.api.TezConfiguration;
import org.apache.tez.mapreduce.output.MROutput;
import revenue.MiniCluster;
import revenue.RevenueDag;
import revenue.RevenueRow;
import revenue.TezSession;

/**
 * A cluster with one session, in a JVM without Spark, that runs the revenue DAG with faults as it
 * is told on standard input: {@code NAME BATCH FAULT PLACE}. Each DAG writes to HDFS and to the
 * table at once. What it left is put into a folder of that name, then a line {@code ended NAME}
 * follows.
 */
public final class FaultyCluster {
  private final Configuration conf;
  private final String endpoint;
  private final String database;
  private final String password;
  private final Path folder;

  private FaultyCluster(Configuration conf, String[] arguments) {
    this.conf = conf;
    this.endpoint = arguments[0];
    this.database = arguments[1];
    this.password = arguments[2];
    this.folder = Path.of(arguments[3]);
  }

  /** Arguments: the agent's endpoint, the database's URL and password, the folder. */
  public static void main(String[] args) throws Exception {
    Configuration settings = new Configuration();
    settings.setInt(YarnConfiguration.RM_AM_MAX_ATTEMPTS, 4);
    try (MiniCluster cluster = MiniCluster.start(Path.of(args[3]), settings)) {
      Configuration conf = cluster.conf();
      conf.setInt(TezConfiguration.TEZ_AM_MAX_APP_ATTEMPTS, 4);
      // Each event at once, so that the next master knows which task has committed.
      conf.setInt(TezConfiguration.DAG_RECOVERY_MAX_UNFLUSHED_EVENTS, 1);
      FaultyCluster faulty = new FaultyCluster(conf, args);
      try (TezSession session = TezSession.open(conf, System.out);
          BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
        for (String line = input.readLine(); line != null; line = input.readLine()) {
          faulty.run(session, line.split(" "));
        }
      }
    }
  }

  private void run(TezSession session, String[] words) throws Exception {
    String name = words[0];
    Path results = Files.createDirectory(folder.resolve(name));
    DAG dag =
        dag(
            name,
            words[1],
            FaultyInputFormat.Fault.valueOf(words[2]),
            WaitingOutputFormat.Place.valueOf(words[3]));
    try {
      TezCounters counters = session.run(dag);
      long failed = counters.findCounter(DAGCounter.NUM_FAILED_TASKS).getValue();
      Files.writeString(results.resolve("failed-attempts"), Long.toString(failed));
    } catch (IllegalStateException e) {
      Files.writeString(results.resolve("failure"), e.getMessage());
    }
    Files.write(results.resolve("rows"), lines("/" + name));
    System.out.println("ended " + name);
  }

  private DAG dag(
      String name, String batch, FaultyInputFormat.Fault fault, WaitingOutputFormat.Place place) {
    Credentials credentials = new Credentials();
    Configuration orders =
        read(credentials, "orders", "customer bigint", "placed timestamp", "total double");
    FaultyInputFormat.configure(orders, fault);
    Configuration customers = read(credentials, "customers", "id bigint", "country string");
    Configuration table = table(credentials, batch);
    WaitingOutputFormat.configure(table, place, folder.resolve(name).resolve("reached"));
    Map<String, DataSourceDescriptor> sources =
        Map.of(
            RevenueDag.ORDERS, TestTez.source(orders, FaultyInputFormat.class),
            RevenueDag.CUSTOMERS, TestTez.source(customers, IndexedDbInputFormat.class));
    Map<String, DataSinkDescriptor> sinks =
        Map.of("files", files("/" + name), "table", sink(table));
    return RevenueDag.create(name, conf, sources, sinks).setCredentials(credentials);
  }

  private Configuration read(Credentials credentials, String store, String... columns) {
    return IndexedDbInputFormat.configure(new Configuration(conf), credentials)
        .endpoint(endpoint)
        .store("shop", store)
        .columns(columns)
        .configuration();
  }

  private Configuration table(Credentials credentials, String batch) {
    return JdbcOutputFormat.configure(new Configuration(conf), credentials)
        .url(database)
        .user("shop", password)
        .table("revenue", RevenueRow.COLUMNS)
        .batch(batch)
        .configuration();
  }

  private static DataSinkDescriptor sink(Configuration table) {
    return MROutput.createConfigBuilder(table, WaitingOutputFormat.class)
        .getCredentialsForSinkFileSystem(false)
        .build();
  }

  private DataSinkDescriptor files(String path) {
    return MROutput.createConfigBuilder(new Configuration(conf), TextOutputFormat.class, path)
        .build();
  }

  /** Returns what a DAG left in a folder of HDFS, in no order. */
  private List<String> lines(String path) throws IOException {
    FileSystem files = FileSystem.get(conf);
    List<String> lines = new ArrayList<>();
    for (FileStatus file : files.globStatus(new org.apache.hadoop.fs.Path(path, "part-*"))) {
      try (BufferedReader reader =
          new BufferedReader(new InputStreamReader(files.open(file.getPath()), UTF_8))) {
        reader.lines().forEach(lines::add);
      }
    }
    return lines;
  }
}
