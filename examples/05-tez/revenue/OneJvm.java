// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.tez.dag.api.TezConfiguration;
import org.apache.tez.runtime.library.api.TezRuntimeConfiguration;

/** Runs the example in this JVM. */
public final class OneJvm {
  private OneJvm() {}

  /** Arguments: see {@link Report}. */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[2]);
    PrintStream out = System.out;
    // In this mode Tez prints there what it logs.
    System.setOut(System.err);
    Report.run(conf(folder), out, folder.resolve("out").toUri().toString(), args);
  }

  /** Tez without a cluster: no daemons, no network; files where the machine has them. */
  static Configuration conf(Path folder) {
    Configuration conf = new Configuration();
    conf.setBoolean(TezConfiguration.TEZ_LOCAL_MODE, true);
    conf.setBoolean(TezConfiguration.TEZ_LOCAL_MODE_WITHOUT_NETWORK, true);
    conf.setBoolean(TezConfiguration.TEZ_AM_WEBSERVICE_ENABLE, false);
    conf.setBoolean(TezRuntimeConfiguration.TEZ_RUNTIME_OPTIMIZE_LOCAL_FETCH, true);
    conf.setInt(TezConfiguration.TEZ_AM_INLINE_TASK_EXECUTION_MAX_TASKS, 2);
    conf.setLong(TezConfiguration.TEZ_AM_SLEEP_TIME_BEFORE_EXIT_MILLIS, 0);
    conf.set("fs.defaultFS", "file:///");
    conf.set(TezConfiguration.TEZ_AM_STAGING_DIR, folder.resolve("tez").toString());
    return conf;
  }
}
