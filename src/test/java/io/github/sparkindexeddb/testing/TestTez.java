// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import io.github.sparkindexeddb.hadoop.KeyWritable;
import io.github.sparkindexeddb.hadoop.RecordWritable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.apache.tez.client.TezClient;
import org.apache.tez.dag.api.DAG;
import org.apache.tez.dag.api.DataSourceDescriptor;
import org.apache.tez.dag.api.ProcessorDescriptor;
import org.apache.tez.dag.api.TezConfiguration;
import org.apache.tez.dag.api.TezException;
import org.apache.tez.dag.api.UserPayload;
import org.apache.tez.dag.api.Vertex;
import org.apache.tez.dag.api.client.DAGStatus;
import org.apache.tez.dag.api.client.StatusGetOpts;
import org.apache.tez.mapreduce.input.MRInput;
import org.apache.tez.runtime.api.ProcessorContext;
import org.apache.tez.runtime.library.api.KeyValueReader;
import org.apache.tez.runtime.library.processor.SimpleProcessor;

/**
 * One session of Tez in local mode, in this JVM, for all test classes: reads a source in a DAG of
 * one vertex and hands its records over, each from the attempt of its task that succeeded.
 */
public final class TestTez {
  private static final String INPUT = "store";

  /** At the end of the id of a run whose first attempts fail. */
  private static final String FAILING = " failing";

  private static final int RECORDS_BEFORE_FAILURE = 10;

  /** The records of tasks that succeeded, by the run they belong to. */
  private static final Map<String, Collection<Entry>> COLLECTED = new ConcurrentHashMap<>();

  private TestTez() {}

  /** Started by the first test, and ended with the JVM. */
  private static final class Session {
    static final TezClient CLIENT = start();

    private static TezClient start() {
      try {
        TezClient client = TezClient.create("tests", configuration(), true);
        client.start();
        return client;
      } catch (TezException | IOException e) {
        throw new AssertionError("Tez does not start in local mode", e);
      }
    }
  }

  /** One record with its key. */
  public record Entry(KeyWritable key, RecordWritable record) {}

  /** How a DAG ended. */
  public record Outcome(DAGStatus status, List<Entry> entries) {
    public boolean succeeded() {
      return status.getState() == DAGStatus.State.SUCCEEDED;
    }

    /** All that Tez says of a failure. */
    public String diagnostics() {
      return String.join("\n", status.getDiagnostics());
    }

    /** A counter of the input format's group. */
    public long counter(String name) {
      return status.getDAGCounters().findCounter("IndexedDB", name).getValue();
    }

    public int failedAttempts() {
      return status.getDAGProgress().getFailedTaskAttemptCount();
    }

    /** Tasks that ran to their end. */
    public int tasks() {
      return status.getDAGProgress().getSucceededTaskCount();
    }
  }

  /** Of local mode, with nothing of this machine but its disk. */
  public static TezConfiguration configuration() {
    TezConfiguration conf = new TezConfiguration();
    conf.setBoolean(TezConfiguration.TEZ_LOCAL_MODE, true);
    conf.setBoolean(TezConfiguration.TEZ_LOCAL_MODE_WITHOUT_NETWORK, true);
    conf.setBoolean("tez.am.tez-ui.webservice.enable", false);
    conf.setBoolean("tez.runtime.optimize.local.fetch", true);
    conf.setInt(TezConfiguration.TEZ_AM_INLINE_TASK_EXECUTION_MAX_TASKS, 2);
    // One session serves all tests, between which more than its five minutes may pass.
    conf.setInt(TezConfiguration.TEZ_SESSION_AM_DAG_SUBMIT_TIMEOUT_SECS, -1);
    conf.set("fs.defaultFS", "file:///");
    conf.set(TezConfiguration.TEZ_AM_STAGING_DIR, directory().toString());
    conf.set(TezConfiguration.TEZ_LOCAL_CACHE_ROOT_FOLDER, directory().toString());
    return conf;
  }

  private static Path directory() {
    try {
      return Files.createDirectories(Path.of("target", "tez")).toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A source for either of Hadoop's APIs. */
  public static DataSourceDescriptor source(Configuration conf, Class<?> inputFormat) {
    return MRInput.createConfigBuilder(conf, inputFormat)
        .getCredentialsForSourceFileSystem(false)
        .build();
  }

  /** Reads all of it. */
  public static Outcome read(DataSourceDescriptor source, Credentials credentials) {
    return read(source, credentials, "");
  }

  /** As {@link #read}, but the first attempt of each task fails after some records. */
  public static Outcome readTwice(DataSourceDescriptor source, Credentials credentials) {
    return read(source, credentials, FAILING);
  }

  private static Outcome read(
      DataSourceDescriptor source, Credentials credentials, String manners) {
    String run = UUID.randomUUID() + manners;
    COLLECTED.put(run, new ConcurrentLinkedQueue<>());
    UserPayload payload = UserPayload.create(ByteBuffer.wrap(run.getBytes(StandardCharsets.UTF_8)));
    Vertex reading =
        Vertex.create(
                "reading",
                ProcessorDescriptor.create(Collecting.class.getName()).setUserPayload(payload))
            .addDataSource(INPUT, source);
    try {
      DAGStatus status = run(DAG.create(run).addVertex(reading).setCredentials(credentials));
      return new Outcome(status, List.copyOf(COLLECTED.remove(run)));
    } catch (TezException | IOException | InterruptedException e) {
      throw new AssertionError("Tez did not run the DAG", e);
    }
  }

  private static DAGStatus run(DAG dag) throws TezException, IOException, InterruptedException {
    return Session.CLIENT
        .submitDAG(dag)
        .waitForCompletionWithStatusUpdates(EnumSet.of(StatusGetOpts.GET_COUNTERS));
  }

  /** Keeps what it reads, once it has read all. Tez makes it by reflection. */
  public static final class Collecting extends SimpleProcessor {
    public Collecting(ProcessorContext context) {
      super(context);
    }

    @Override
    public void run() throws Exception {
      ByteBuffer payload = getContext().getUserPayload().getPayload();
      String run = StandardCharsets.UTF_8.decode(payload).toString();
      boolean failing = run.endsWith(FAILING) && getContext().getTaskAttemptNumber() == 0;
      List<Entry> entries = new ArrayList<>();
      KeyValueReader reader = (KeyValueReader) getInputs().get(INPUT).getReader();
      while (reader.next()) {
        KeyWritable key = (KeyWritable) reader.getCurrentKey();
        RecordWritable record = (RecordWritable) reader.getCurrentValue();
        entries.add(new Entry(new KeyWritable(key.get()), record.copy()));
        if (failing && entries.size() == RECORDS_BEFORE_FAILURE) {
          throw new IOException("the first attempt fails, as the test wants it");
        }
      }
      COLLECTED.get(run).addAll(entries);
    }
  }
}
