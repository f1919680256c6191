// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import java.io.IOException;
import java.io.PrintStream;
import java.util.EnumSet;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapreduce.TaskCounter;
import org.apache.tez.client.TezClient;
import org.apache.tez.common.counters.TezCounter;
import org.apache.tez.common.counters.TezCounters;
import org.apache.tez.dag.api.DAG;
import org.apache.tez.dag.api.TezConfiguration;
import org.apache.tez.dag.api.TezException;
import org.apache.tez.dag.api.client.DAGClient;
import org.apache.tez.dag.api.client.DAGStatus;
import org.apache.tez.dag.api.client.Progress;
import org.apache.tez.dag.api.client.StatusGetOpts;

/** One application master that runs DAGs one after the other. Confined to the caller's thread. */
public final class TezSession implements AutoCloseable {
  private static final long POLL_MILLIS = 200;

  private final TezClient client;
  private final PrintStream out;

  private TezSession(TezClient client, PrintStream out) {
    this.client = client;
    this.out = out;
  }

  /** Starts the application master and waits until it takes DAGs. */
  public static TezSession open(Configuration conf, PrintStream out)
      throws IOException, TezException, InterruptedException {
    TezClient client = TezClient.create("shop", new TezConfiguration(conf), true);
    client.start();
    client.waitTillReady();
    return new TezSession(client, out);
  }

  /**
   * Runs a DAG, and prints its progress and counters.
   *
   * @throws IllegalStateException with Tez's diagnostics if it does not succeed
   */
  public TezCounters run(DAG dag) throws IOException, TezException, InterruptedException {
    DAGClient running = client.submitDAG(dag);
    String shown = "";
    DAGStatus status;
    do {
      status = running.getDAGStatus(EnumSet.noneOf(StatusGetOpts.class), POLL_MILLIS);
      String progress = progress(status);
      if (!progress.equals(shown)) {
        out.println("tez: " + dag.getName() + ": " + progress);
      }
      shown = progress;
    } while (!status.isCompleted());
    status = running.getDAGStatus(EnumSet.of(StatusGetOpts.GET_COUNTERS));
    if (status.getState() != DAGStatus.State.SUCCEEDED) {
      throw new IllegalStateException(
          "DAG '" + dag.getName() + "' " + status.getState() + ": " + status.getDiagnostics());
    }
    print(dag.getName(), status.getDAGCounters());
    return status.getDAGCounters();
  }

  /** Tasks done, of those there are: {@code RUNNING customers 2/2, orders 0/2, revenue 0/2}. */
  private static String progress(DAGStatus status) {
    StringJoiner text = new StringJoiner(", ", status.getState() + " ", "");
    if (status.getVertexProgress() != null) {
      new TreeMap<>(status.getVertexProgress())
          .forEach(
              (vertex, tasks) ->
                  text.add(vertex + " " + tasks.getSucceededTaskCount() + "/" + known(tasks)));
    }
    return text.toString();
  }

  /** A vertex that reads a store has as many tasks as the store has splits, once it was asked. */
  private static String known(Progress tasks) {
    return tasks.getTotalTaskCount() < 0 ? "?" : Integer.toString(tasks.getTotalTaskCount());
  }

  private void print(String name, TezCounters counters) {
    for (TezCounter counter : counters.getGroup("IndexedDB")) {
      out.printf("tez: %s: %s = %d%n", name, counter.getDisplayName(), counter.getValue());
    }
    long taken = counters.findCounter(TaskCounter.COMBINE_INPUT_RECORDS).getValue();
    long left = counters.findCounter(TaskCounter.COMBINE_OUTPUT_RECORDS).getValue();
    if (taken > 0) {
      out.printf("tez: %s: combined %d rows to %d before the shuffle%n", name, taken, left);
    }
  }

  @Override
  public void close() throws IOException, TezException {
    client.stop();
  }
}
