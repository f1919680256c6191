// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.cli.AgentCommand;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Runs an agent in the driver, so that who works on one machine has one process. A read that names
 * no endpoint asks this agent.
 *
 * <pre>
 * spark.plugins               io.github.sparkindexeddb.spark.AgentPlugin
 * spark.indexeddb.agent.port  8787
 * </pre>
 *
 * <p>Any flag of the agent can stand after {@code spark.indexeddb.agent.}, without its dashes. In a
 * notebook whose session runs already, call {@link #start()}. There is one agent in a JVM; it is
 * guarded by the class.
 */
public final class AgentPlugin implements SparkPlugin {
  private static final Logger LOG = LoggerFactory.getLogger(AgentPlugin.class);
  private static final String PREFIX = "spark.indexeddb.agent.";

  /** Null while none runs. */
  private static Agent running;

  @Override
  public DriverPlugin driverPlugin() {
    return new Driver();
  }

  /** Executors need none. */
  @Override
  public ExecutorPlugin executorPlugin() {
    return null;
  }

  private static final class Driver implements DriverPlugin {
    @Override
    public Map<String, String> init(SparkContext context, PluginContext plugin) {
      Map<String, String> settings = new HashMap<>();
      for (Tuple2<String, String> entry : context.conf().getAllWithPrefix(PREFIX)) {
        settings.put(entry._1(), entry._2());
      }
      start(settings);
      return Map.of();
    }

    @Override
    public void shutdown() {
      stop();
    }
  }

  /**
   * Starts an agent in this JVM with the defaults of its flags, unless one runs; it ends with the
   * JVM, or by {@link #stop()}.
   *
   * @return its address, for {@code connect({ endpoint: … })} in a page
   */
  public static String start() {
    return start(Map.of());
  }

  /**
   * Starts an agent in this JVM, unless one runs; it ends with the JVM, or by {@link #stop()}.
   *
   * @param settings by the names of the agent's flags without dashes
   * @return its address, for {@code connect({ endpoint: … })} in a page
   * @throws io.github.sparkindexeddb.wire.IndexedDbException as the agent's command line says
   */
  public static synchronized String start(Map<String, String> settings) {
    if (running != null && running.isClosed()) {
      // It ended by itself, and may not have freed its port yet.
      stop();
    }
    if (running == null) {
      Agent agent = Agent.start(AgentCommand.options(settings));
      running = agent;
      EmbeddedAgent.onStarted(
          new EmbeddedAgent.Running(agent.uri().toString(), agent::readerToken, agent::isClosed));
      Runtime.getRuntime().addShutdownHook(new Thread(AgentPlugin::stop, "indexeddb-agent-stop"));
      LOG.info("An agent runs in this driver, at {}.", running.uri());
    }
    return running.uri().toString();
  }

  /** Stops the agent, its links and its scans; without effect if none runs. */
  public static synchronized void stop() {
    if (running != null) {
      EmbeddedAgent.onStopped();
      running.close();
      running = null;
    }
  }
}
