// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.hadoop.IndexedDbInputFormat;
import io.github.sparkindexeddb.hadoop.RecordWritable;
import io.github.sparkindexeddb.testing.ChildJvm;
import io.github.sparkindexeddb.testing.TestTez;
import io.github.sparkindexeddb.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.tez.client.TezClient;
import org.apache.tez.common.counters.TezCounters;
import org.apache.tez.dag.api.DAG;
import org.apache.tez.dag.api.ProcessorDescriptor;
import org.apache.tez.dag.api.Vertex;
import org.apache.tez.dag.api.client.DAGStatus;
import org.apache.tez.dag.api.client.StatusGetOpts;
import org.apache.tez.runtime.api.ProcessorContext;
import org.apache.tez.runtime.library.api.KeyValueReader;
import org.apache.tez.runtime.library.processor.SimpleProcessor;

/** As {@link BigStoreReader}, with Tez in local mode, on two threads. */
final class BigStoreTezReader {
  static final String RESULT = "big store, Tez: ";

  private static final String INPUT = "records";
  private static final String SUMS = "sums";

  private BigStoreTezReader() {}

  /** Takes the agent's endpoint. */
  public static void main(String[] arguments) throws Exception {
    TezClient client = TezClient.create("big store", TestTez.configuration(), true);
    client.start();
    long begin = System.nanoTime();
    DAGStatus status =
        client
            .submitDAG(dag(arguments[0]))
            .waitForCompletionWithStatusUpdates(EnumSet.of(StatusGetOpts.GET_COUNTERS));
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.println(RESULT + Json.write(result(status, seconds)));
    client.stop();
    System.exit(0);
  }

  private static DAG dag(String endpoint) {
    Credentials credentials = new Credentials();
    Configuration conf =
        IndexedDbInputFormat.configure(new Configuration(TestTez.configuration()), credentials)
            .endpoint(endpoint)
            .store("big", "records")
            .configuration();
    Vertex summing =
        Vertex.create("summing", ProcessorDescriptor.create(Summing.class.getName()))
            .addDataSource(INPUT, TestTez.source(conf, IndexedDbInputFormat.class));
    return DAG.create("big store").addVertex(summing).setCredentials(credentials);
  }

  private static ObjectNode result(DAGStatus status, double seconds) {
    ObjectNode result = Json.object();
    ObjectNode sums = result.putObject("sums");
    TezCounters counters = status.getDAGCounters();
    counters.getGroup(SUMS).forEach(sum -> sums.put(sum.getName(), "" + sum.getValue()));
    return result
        .put("state", status.getState() + " " + status.getDiagnostics())
        .put("seconds", seconds)
        .put("waiting", counters.findCounter("IndexedDB", "WAITING_MILLIS").getValue() / 1e3)
        .put("peakMebibytes", ChildJvm.ownPeakMebibytes());
  }

  /** Sums up every column. Tez makes it by reflection. */
  public static final class Summing extends SimpleProcessor {
    private final CRC32 crc = new CRC32();

    public Summing(ProcessorContext context) {
      super(context);
    }

    @Override
    public void run() throws Exception {
      KeyValueReader reader = (KeyValueReader) getInputs().get(INPUT).getReader();
      while (reader.next()) {
        sum((RecordWritable) reader.getCurrentValue());
      }
    }

    private void sum(RecordWritable record) {
      String note = record.getString("note");
      List<?> tags = record.getList("tags");
      add("records", 1);
      add("id", record.getLong("id"));
      add("active", record.getBoolean("active") ? 1 : 0);
      add("price", (long) (record.getDouble("price") * 8));
      add("created", record.getInstant("created").toEpochMilli());
      add("name", crc(record.getString("name")));
      add("note", note == null ? 0 : crc(note));
      add("notes", note == null ? 0 : 1);
      add("city", crc((String) record.getMap("customer").get("city")));
      add("zip", (Long) record.getMap("customer").get("zip"));
      add("tags", crc(tags.size() + ":" + joined(tags)));
      add("thumb", crc(record.getBytes("thumb")));
      add("pad", crc(record.getString("pad")));
    }

    private static String joined(List<?> tags) {
      return tags.stream().map(String.class::cast).collect(Collectors.joining("|"));
    }

    private long crc(String text) {
      return crc(text.getBytes(StandardCharsets.UTF_8));
    }

    private long crc(byte[] bytes) {
      crc.reset();
      crc.update(bytes);
      return crc.getValue();
    }

    private void add(String sum, long amount) {
      getContext().getCounters().findCounter(SUMS, sum).increment(amount);
    }
  }
}
