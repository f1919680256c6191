// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.cli;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.FatalErrors;
import io.github.sparkindexeddb.agent.runtime.Version;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The agent from a command line: {@code java -jar spark-indexeddb-agent.jar --help}. */
@Command(
    name = "spark-indexeddb-agent",
    mixinStandardHelpOptions = true,
    versionProvider = AgentCommand.VersionLine.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    subcommands = ExportCommand.class,
    description = {
      "Relays the IndexedDB of linked browsers to Spark, Tez and curl.",
      "Every option can also be given as SPARK_INDEXEDDB_<OPTION> in the environment, for example"
          + " SPARK_INDEXEDDB_BROWSER_TOKEN, or as a line of the file that --config names, for"
          + " example 'browser-token = ...'; lists are separated by commas there. The command line"
          + " wins over the environment, which wins over the file."
    })
public final class AgentCommand implements Callable<Integer> {
  /** The exit code of a wrong command line, by convention. */
  private static final int EXIT_REFUSED = 2;

  @Option(
      names = OptionSources.CONFIG,
      paramLabel = "FILE",
      description = "File of options, one 'option = value' a line; # begins a comment.")
  @SuppressWarnings("unused") // OptionSources finds it in the arguments.
  private Optional<Path> config;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8787",
      description = "Port to listen at; 0 for any free one. Default: ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "Address to listen at. Other than loopback needs TLS and both tokens."
              + " Default: ${DEFAULT-VALUE}.")
  private String bind;

  @Option(
      names = "--spool",
      paramLabel = "DIR",
      description =
          "Directory for the bytes of splits: new, empty, or of an earlier agent. It is emptied at"
              + " start and needs room for what is read at one time. Default: a temporary one.")
  private Optional<Path> spool;

  @Option(
      names = "--spool-limit",
      paramLabel = "SIZE",
      defaultValue = "20GiB",
      converter = SizeConverter.class,
      description =
          "Most bytes in the spool, as 500MiB or 20GiB; a scan that needs more fails."
              + " Default: ${DEFAULT-VALUE}.")
  private long spoolLimit;

  @Mixin private AccessFlags accessFlags;

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Origin whose pages may link, as https://shop.example; may be repeated. Default:"
              + " localhost, 127.0.0.1 and [::1] with any port.")
  private List<String> allowOrigin;

  @Option(
      names = "--allow-host",
      paramLabel = "HOST",
      split = ",",
      description =
          "Name by which the agent is reached, without port; may be repeated. localhost, 127.0.0.1,"
              + " [::1] and the address of --bind are always allowed.")
  private List<String> allowHost;

  @Option(
      names = "--blocked-clients",
      paramLabel = "FILE",
      description =
          "File of ids, one a line, of clients that may not link; # begins a comment. It is read"
              + " again when it changes, and ends their links.")
  private Optional<Path> blockedClients;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description =
          "Certificate chain in PEM; with --tls-key the agent speaks https and wss. Both are read"
              + " again when they change.")
  private Optional<Path> tlsCert;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "Key of the certificate in PEM: PKCS #8 without a password.")
  private Optional<Path> tlsKey;

  @Option(
      names = "--grace",
      paramLabel = "TIME",
      defaultValue = "120s",
      converter = DurationConverter.class,
      description =
          "How long a read waits for a browser that went away, as 120s, 5m or 1h."
              + " Default: ${DEFAULT-VALUE}.")
  private Duration grace;

  @Option(
      names = "--scan-ttl",
      paramLabel = "TIME",
      defaultValue = "30m",
      converter = DurationConverter.class,
      description =
          "How long a scan is kept after the last byte read of it. Default: ${DEFAULT-VALUE}.")
  private Duration scanTtl;

  /** Prints the version for {@code --version}. */
  static final class VersionLine implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"spark-indexeddb agent " + Version.TEXT};
    }
  }

  /** Runs until the process is stopped. */
  public static void main(String[] arguments) {
    LogSetup.configure();
    FatalErrors.endProcessAfterAny();
    System.exit(execute(commandLine(), System.getenv(), arguments));
  }

  static int execute(CommandLine command, Map<String, String> environment, String... arguments) {
    try {
      OptionSources defaults =
          OptionSources.of(command.getCommandSpec(), environment, List.of(arguments));
      return command.setDefaultValueProvider(defaults).execute(arguments);
    } catch (IndexedDbException e) {
      return printError(command, e);
    }
  }

  static CommandLine commandLine() {
    return new CommandLine(new AgentCommand())
        .setExecutionExceptionHandler((failure, failed, parsed) -> printError(failed, failure));
  }

  private static int printError(CommandLine command, Exception error) {
    command.getErr().println(error.getMessage());
    return EXIT_REFUSED;
  }

  /**
   * Returns the options of a map, by the names of the flags without dashes, as in a config file.
   *
   * @throws IndexedDbException {@code OPTION_UNKNOWN}, {@code OPTION_INVALID} or {@code
   *     OPTION_MISSING}
   */
  public static AgentOptions options(Map<String, String> settings) {
    CommandLine command = commandLine();
    command.setDefaultValueProvider(OptionSources.of(command.getCommandSpec(), settings));
    try {
      command.parseArgs();
    } catch (CommandLine.ParameterException e) {
      throw IndexedDbException.of(
              ErrorCode.OPTION_INVALID,
              "Cannot start the agent: %s. Correct it.",
              AgentLog.plain(e.getMessage()))
          .causedBy(e);
    }
    return command.<AgentCommand>getCommand().options();
  }

  @Override
  public Integer call() throws InterruptedException {
    Agent agent = Agent.start(options());
    Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "agent-stop"));
    new CountDownLatch(1).await();
    return 0;
  }

  /**
   * Returns the options of the parsed command line.
   *
   * @throws IndexedDbException {@code OPTION_INVALID} for a value or a combination that cannot be
   */
  AgentOptions options() {
    AgentOptions options =
        AgentOptions.DEFAULT
            .withBind(bind)
            .withPort(port)
            .withSpoolLimit(spoolLimit)
            .withGrace(grace)
            .withScanTtl(scanTtl)
            .withAllowedOrigins(orEmpty(allowOrigin))
            .withAllowedHosts(orEmpty(allowHost));
    options = spool.map(options::withSpool).orElse(options);
    options = blockedClients.map(options::withBlockedClients).orElse(options);
    return withTls(accessFlags.applyTo(options));
  }

  private AgentOptions withTls(AgentOptions options) {
    if (tlsCert.isPresent() != tlsKey.isPresent()) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_MISSING,
          "Cannot start the agent: of '--tls-cert' and '--tls-key' only one is given. Give both.");
    }
    return tlsCert.map(cert -> options.withTls(cert, tlsKey.orElseThrow())).orElse(options);
  }

  private static List<String> orEmpty(List<String> values) {
    return values == null ? List.of() : values;
  }
}
