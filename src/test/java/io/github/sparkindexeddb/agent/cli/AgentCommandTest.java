// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.agent.access.AccessOptions;
import io.github.sparkindexeddb.agent.access.Secret;
import io.github.sparkindexeddb.agent.http.HttpOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class AgentCommandTest {
  @TempDir private Path directory;

  /** The outcome of a command line. */
  private record Outcome(int exit, String out, String err) {}

  @Test
  void hasTheDefaultsOfTheOptions() {
    assertThat(parsed(Map.of())).isEqualTo(AgentOptions.DEFAULT);
  }

  @Test
  void takesEveryFlag() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "reader\n");
    AgentOptions options =
        parsed(
            Map.of(),
            ("--port 1 --bind ::1 --spool /spool --spool-limit 3MiB --browser-token browser"
                    + " --allow-origin https://a.example,https://b.example --allow-origin https://c.example"
                    + " --allow-host agent.example --blocked-clients /blocked --tls-cert cert --tls-key key --grace 5s"
                    + " --scan-ttl 2h --tokens tokens --token-key key.pem --audit audit.jsonl --token-file "
                    + token)
                .split(" "));
    assertThat(options.http())
        .isEqualTo(
            new HttpOptions(
                "::1", 1, Optional.of(new HttpOptions.Tls(Path.of("cert"), Path.of("key")))));
    assertThat(options.access().secrets().reader()).contains(new Secret.InFile(token));
    assertThat(options.access().secrets().browser()).contains(new Secret.Given("browser"));
    assertThat(options.access().files())
        .isEqualTo(
            new AccessOptions.Files(
                Optional.of(Path.of("tokens")),
                Optional.of(Path.of("key.pem")),
                Optional.of(Path.of("audit.jsonl")),
                Optional.of(Path.of("/blocked"))));
    assertThat(options.access().origins()).hasSize(3);
    assertThat(options.access().hosts()).containsExactly("agent.example");
    assertThat(options.spool().directory()).contains(Path.of("/spool"));
    assertThat(options.spool().limit()).isEqualTo(3 << 20);
    assertThat(options.timeouts().grace()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.timeouts().scanTtl()).isEqualTo(Duration.ofHours(2));
  }

  /** A value of each that is not its default. */
  private static final Map<String, String> EXAMPLES =
      Map.ofEntries(
          Map.entry("--port", "1"),
          Map.entry("--bind", "::1"),
          Map.entry("--spool", "/spool"),
          Map.entry("--spool-limit", "3MiB"),
          Map.entry("--token", "reader"),
          Map.entry("--token-file", "TOKEN"),
          Map.entry("--browser-token", "browser"),
          Map.entry("--browser-token-file", "TOKEN"),
          Map.entry("--tokens", "tokens"),
          Map.entry("--token-key", "key.pem"),
          Map.entry("--audit", "audit.jsonl"),
          Map.entry("--allow-origin", "https://a.example,https://b.example"),
          Map.entry("--allow-host", "agent.example"),
          Map.entry("--blocked-clients", "/blocked"),
          Map.entry("--tls-cert", "cert"),
          Map.entry("--tls-key", "key"),
          Map.entry("--grace", "5s"),
          Map.entry("--scan-ttl", "2h"));

  static Stream<String> flags() {
    return AgentCommand.commandLine().getCommandSpec().options().stream()
        .map(CommandLine.Model.OptionSpec::longestName)
        .filter(flag -> !List.of("--config", "--help", "--version").contains(flag));
  }

  @ParameterizedTest
  @MethodSource("flags")
  void isTheSameFromTheLineTheEnvironmentAndAFile(String flag) throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "secret\n");
    String value = EXAMPLES.get(flag).replace("TOKEN", token.toString());
    // Neither of these two can be without the other.
    List<String> others =
        Stream.of("--tls-cert=a", "--tls-key=b")
            .filter(other -> flag.startsWith("--tls-") && !other.startsWith(flag))
            .toList();

    AgentOptions fromLine = parsed(Map.of(), with(others, flag, value));

    assertThat(fromLine).isNotEqualTo(AgentOptions.DEFAULT);
    String name = flag.substring(2);
    String variable = "SPARK_INDEXEDDB_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
    assertThat(parsed(Map.of(variable, value), with(others))).isEqualTo(fromLine);
    assertThat(parsed(Map.of(), with(others, "--config", file(name + " = " + value))))
        .isEqualTo(fromLine);
  }

  private static String[] with(List<String> first, String... more) {
    return Stream.concat(first.stream(), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void theLineWinsOverTheEnvironment() {
    assertThat(parsed(Map.of("SPARK_INDEXEDDB_PORT", "2"), "--port", "3").http().port())
        .isEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("flags")
  void itsPageExplainsEveryFlag(String flag) throws IOException {
    assertThat(Path.of("connector-docs", "agent.md"))
        .content()
        .containsPattern("(?m)^\\|.*`" + flag + "`.*\\|");
  }

  @Test
  void takesEveryFlagFromAFile() throws IOException {
    String file =
        file(
            """
            # An agent for the shop
            port = 2
            bind = ::1
            spool = /spool
            spool-limit = 3MiB
            browser-token = b
            token = t
            allow-origin = https://a.example,https://b.example
            allow-host = agent.example
            tls-cert = cert
            tls-key = key
            grace = 5s
            scan-ttl = 2h
            """);
    AgentOptions options = parsed(Map.of(), "--config", file);
    String line =
        "--port 2 --bind ::1 --spool /spool --spool-limit 3MiB --browser-token b --token t"
            + " --allow-origin https://a.example,https://b.example --allow-host agent.example"
            + " --tls-cert cert --tls-key key --grace 5s --scan-ttl 2h";
    assertThat(options).isEqualTo(parsed(Map.of(), line.split(" ")));
    assertThat(parsed(Map.of("SPARK_INDEXEDDB_CONFIG", file))).isEqualTo(options);
    assertThat(parsed(Map.of("SPARK_INDEXEDDB_PORT", "3"), "--config=" + file).http().port())
        .as("the environment wins over the file")
        .isEqualTo(3);
    assertThat(
            parsed(Map.of("SPARK_INDEXEDDB_PORT", "3"), "--config", file, "--port", "4")
                .http()
                .port())
        .as("the command line wins over both")
        .isEqualTo(4);
  }

  @Test
  void namesALineOfAFileThatItDoesNotKnow() throws IOException {
    Outcome outcome = run("--config", file("prot = 2"));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err())
        .startsWith("[OPTION_UNKNOWN] Cannot start the agent: there is no option 'prot'.")
        .contains("The nearest is 'port'")
        .doesNotContain("help");
    assertThat(run("--config", file("port = many")).err()).contains("--port", "not an int");
    assertThat(run("--config", "none").err())
        .startsWith("[OPTION_INVALID] Cannot start the agent: the file 'none' of '--config'");
  }

  @Test
  void takesAMapOfAProgram() {
    AgentOptions options = AgentCommand.options(Map.of("port", "0", "allow-host", "a.example"));
    assertThat(options)
        .isEqualTo(AgentOptions.DEFAULT.withPort(0).withAllowedHosts(List.of("a.example")));
    assertThatThrownBy(() -> AgentCommand.options(Map.of("port", "many")))
        .hasMessageStartingWith("[OPTION_INVALID] Cannot start the agent: ")
        .hasMessageContaining("--port");
    assertThatThrownBy(() -> AgentCommand.options(Map.of("config", "file")))
        .hasMessageStartingWith("[OPTION_UNKNOWN] ");
  }

  private String file(String text) throws IOException {
    return Files.writeString(directory.resolve("agent.properties"), text).toString();
  }

  @Test
  void explainsEveryFlag() {
    Outcome help = run("--help");
    assertThat(help.exit()).isZero();
    assertThat(help.out())
        .contains(
            "--port",
            "--bind",
            "--spool=",
            "--spool-limit",
            "--token=",
            "--token-file",
            "--browser-token=",
            "--browser-token-file",
            "--tokens",
            "--token-key",
            "--audit",
            "--allow-origin",
            "--allow-host",
            "--tls-cert",
            "--tls-key",
            "--grace",
            "--scan-ttl",
            "--help",
            "--version",
            "SPARK_INDEXEDDB_");
    for (CommandLine.Model.OptionSpec option :
        AgentCommand.commandLine().getCommandSpec().options()) {
      assertThat(option.description()).as(option.longestName()).isNotEmpty();
    }
  }

  @Test
  void printsItsVersion() {
    assertThat(run("--version").out()).startsWith("spark-indexeddb agent 0.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--bind 0.0.0.0|OPTION_MISSING|'--tls-cert', '--tls-key', '--token' and '--browser-token'",
        "--bind 0.0.0.0 --token a --browser-token b|OPTION_MISSING|which others can reach",
        "--tls-cert a|OPTION_MISSING|only one is given",
        "--tls-cert a --tls-key b|OPTION_INVALID|the file 'a' of '--tls-cert' cannot be used: it cannot be read",
        "--token a --browser-token a|OPTION_INVALID|are the same",
        "--token a --token-file b|OPTION_INVALID|both '--token' and '--token-file'",
        "--token-file none|OPTION_INVALID|'none' of '--token-file' cannot be used: it cannot be read",
        "--token-file /dev/null|OPTION_INVALID|it is empty or holds other than one token",
        "--tokens none|OPTION_INVALID|the file 'none' of '--tokens' cannot be used: it cannot be read",
        "--token-key none|OPTION_INVALID|the file 'none' of '--token-key' cannot be used",
        "--audit no/file|OPTION_INVALID|the file 'no/file' of '--audit' cannot be written",
        "--port 70000|OPTION_INVALID|'--port' is '70000', not a number from 0 to 65535",
        "--allow-origin *|OPTION_INVALID|'--allow-origin' is '*', not an origin",
        "--allow-origin https://a.example/|OPTION_INVALID|not an origin",
        "--spool-limit 1KiB|OPTION_INVALID|1 MiB or more",
        "--port 1 --bind no.such.host.invalid|OPTION_INVALID|no address of this machine",
      })
  void refusesToStart(String arguments, String code, String why) {
    Outcome outcome = run(arguments.split(" "));
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).startsWith("[" + code + "] Cannot start the agent: ").contains(why);
    assertThat(outcome.err().strip()).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({
    "--grace,5,no time as",
    "--spool-limit,many,no size as",
    "--port,x,not an int",
    "--prot,1,Unknown option"
  })
  void namesAFlagOrValueThatItDoesNotKnow(String flag, String value, String why) {
    Outcome outcome = run(flag, value);
    assertThat(outcome.exit()).isEqualTo(2);
    assertThat(outcome.err()).contains(flag, why);
  }

  @Test
  void refusesAPortThatIsTaken() {
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0))) {
      Outcome outcome = run("--port", "" + agent.uri().getPort());
      assertThat(outcome.exit()).isEqualTo(2);
      assertThat(outcome.err()).contains("cannot listen at '127.0.0.1'", "'--port'");
    }
  }

  @Test
  void refusesASpoolThatIsTaken() {
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0).withSpool(directory))) {
      Outcome outcome = run("--port", "0", "--spool", directory.toString());
      assertThat(outcome.exit()).isEqualTo(2);
      assertThat(outcome.err())
          .startsWith("[SPOOL_FAILED]")
          .contains("'" + directory + "': another agent uses it");
    }
  }

  private static AgentOptions parsed(Map<String, String> environment, String... arguments) {
    CommandLine commandLine = AgentCommand.commandLine();
    commandLine.setDefaultValueProvider(
        OptionSources.of(commandLine.getCommandSpec(), environment, List.of(arguments)));
    commandLine.parseArgs(arguments);
    AgentCommand command = commandLine.getCommand();
    return command.options();
  }

  private static Outcome run(String... arguments) {
    CommandLine commandLine = AgentCommand.commandLine();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    commandLine.setOut(new PrintWriter(out, true));
    commandLine.setErr(new PrintWriter(err, true));
    int exit = AgentCommand.execute(commandLine, Map.of(), arguments);
    return new Outcome(exit, out.toString(), err.toString());
  }
}
