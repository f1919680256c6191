// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.sparkindexeddb.hadoop.IndexedDbInputFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.tez.common.counters.DAGCounter;
import org.apache.tez.common.counters.TezCounters;
import org.apache.tez.dag.api.DAG;
import org.apache.tez.dag.api.DataSinkDescriptor;
import org.apache.tez.dag.api.DataSourceDescriptor;
import org.apache.tez.dag.api.TezConfiguration;

/**
 * A cluster with one session, in a JVM without Spark, that runs the revenue DAG with faults as it
 * is told on standard input: {@code NAME BATCH FAULT PLACE}. Each DAG writes to HDFS and to the
 * table at once. What it left is put into a folder of that name, then a line {@code ended NAME}
 * follows.
 */
public final class FaultyCluster {
  private final Configuration conf;
  private final Shop shop;
  private final String database;
  private final String password;
  private final Path folder;

  private FaultyCluster(Configuration conf, String[] arguments) {
    this.conf = conf;
    this.shop = new Shop(conf, arguments[0]);
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
      try (Session session = Session.open(conf, System.out);
          BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
        for (String line = input.readLine(); line != null; line = input.readLine()) {
          faulty.run(session, line.split(" "));
        }
      }
    }
  }

  private void run(Session session, String[] words) throws Exception {
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
    Files.write(results.resolve("rows"), shop.lines("/" + name));
    System.out.println("ended " + name);
  }

  private DAG dag(
      String name, String batch, FaultyInputFormat.Fault fault, WaitingOutputFormat.Place place)
      throws IOException {
    Credentials credentials = new Credentials();
    Configuration orders = shop.orders(credentials);
    FaultyInputFormat.configure(orders, fault);
    Configuration rows =
        StagedOutputFormat.configure(
            new Configuration(conf),
            credentials,
            new SinkTable(database, "shop", "revenue", RevenueRow.COLUMNS, batch),
            password);
    WaitingOutputFormat.configure(rows, place, folder.resolve(name).resolve("reached"));
    Map<String, DataSourceDescriptor> sources =
        Map.of(
            RevenueDag.ORDERS, Shop.source(orders, FaultyInputFormat.class),
            RevenueDag.CUSTOMERS,
                Shop.source(shop.customers(credentials), IndexedDbInputFormat.class));
    Map<String, DataSinkDescriptor> sinks =
        Map.of(
            "files", shop.files("/" + name),
            "table", Shop.table(rows, WaitingOutputFormat.class));
    return RevenueDag.of(name, conf, sources, sinks).setCredentials(credentials);
  }
}
