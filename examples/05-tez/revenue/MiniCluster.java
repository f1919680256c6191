// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.tez.dag.api.TezConfiguration;
import org.apache.tez.runtime.library.api.TezRuntimeConfiguration;
import org.apache.tez.test.MiniTezCluster;

/**
 * A cluster in this JVM, HDFS and YARN, whose application masters and tasks are processes of their
 * own. They get this JVM's class path.
 */
public final class MiniCluster implements AutoCloseable {
  /** Hadoop's web servers define classes by reflection; on Java 17 that needs leave. */
  private static final String JAVA_17 = "--add-opens=java.base/java.lang=ALL-UNNAMED";

  private final MiniDFSCluster hdfs;
  private final MiniTezCluster yarn;

  private MiniCluster(MiniDFSCluster hdfs, MiniTezCluster yarn) {
    this.hdfs = hdfs;
    this.yarn = yarn;
  }

  /**
   * Starts one that writes to a folder, and to {@code target/} of the folder it was started in.
   *
   * @param conf of its servers: it is changed
   */
  public static MiniCluster start(Path folder, Configuration conf) throws IOException {
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    MiniDFSCluster hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    MiniTezCluster yarn = new MiniTezCluster("shop", 1, 1, 1);
    conf.set("fs.defaultFS", hdfs.getURI().toString());
    conf.setInt(YarnConfiguration.RM_SCHEDULER_MINIMUM_ALLOCATION_MB, 256);
    conf.setLong(YarnConfiguration.NM_PROCESS_KILL_WAIT_MS, 500);
    yarn.init(conf);
    yarn.start();
    return new MiniCluster(hdfs, yarn);
  }

  /** For sessions: application masters and tasks small enough for one machine. */
  public Configuration conf() {
    Configuration conf = new Configuration(yarn.getConfig());
    conf.set(TezConfiguration.TEZ_AM_STAGING_DIR, "/tez");
    conf.set(TezConfiguration.TEZ_AM_LAUNCH_CLUSTER_DEFAULT_CMD_OPTS, "-server " + JAVA_17);
    conf.setInt(TezConfiguration.TEZ_AM_RESOURCE_MEMORY_MB, 768);
    conf.setInt(TezConfiguration.TEZ_TASK_RESOURCE_MEMORY_MB, 512);
    conf.setInt(TezRuntimeConfiguration.TEZ_RUNTIME_IO_SORT_MB, 64);
    return conf;
  }

  @Override
  public void close() {
    yarn.stop();
    hdfs.shutdown();
  }
}
