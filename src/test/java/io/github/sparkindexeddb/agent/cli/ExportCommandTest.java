// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.TestAgent;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExportCommandTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 10_000, 500);

  @RegisterExtension
  private final TestAgent agent = TestAgent.start(options -> options.withToken("reader-secret"));

  @TempDir private Path folder;

  /** The outcome of a command line. */
  private record Outcome(int exit, String out, String err) {}

  @Test
  void writesTheWholeStore() throws IOException {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      Path out = folder.resolve("orders.arrows");
      Outcome outcome = export("orders", "--format", "arrows", "--out", out.toString());
      assertThat(outcome).isEqualTo(new Outcome(0, "Wrote 5.0 MB to " + out + ".\n", ""));
      byte[] batches = ORDERS.batches(0, ORDERS.records());
      assertThat(Files.readAllBytes(out)).isEqualTo(TestAgent.sealed("value", batches));
    }
  }

  @Test
  void leavesTheOldFileWhenTheNewOneIsCutAndSaysWhy() throws IOException {
    Path out = Files.writeString(folder.resolve("orders.ndjson"), "old");
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      browser.behave(
          (page, request) -> {
            if (request.body() instanceof WorkerRequest.Read read
                && read.position().range().lower().isPresent()) {
              page.fail(request, ErrorCode.VALUE_DOES_NOT_FIT, "Cannot read 'a': no. Sample all.");
            } else {
              page.answerHonestly(request);
            }
          });
      assertThat(export("orders", "--out", out.toString()))
          .isEqualTo(new Outcome(2, "", "[VALUE_DOES_NOT_FIT] Cannot read 'a': no. Sample all.\n"));
      assertThat(out).hasContent("old");
      assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }
  }

  @Test
  void passesOnWhatTheAgentRefuses() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      Path out = folder.resolve("x");
      assertThat(export("order", "--out", out.toString()).err())
          .startsWith("[STORE_NOT_FOUND] Cannot read 'shop/order'");
      assertThat(out).doesNotExist();
    }
  }

  @Test
  void saysThatTheAgentIsNotThere() {
    for (String endpoint : List.of("http://127.0.0.1:1", "localhost:8787")) {
      String file = folder.resolve("x").toString();
      assertThat(export("orders", "--out", file, "--endpoint", endpoint).err())
          .startsWith("[AGENT_UNREACHABLE] Cannot reach the agent at '" + endpoint + "': ");
    }
  }

  @Test
  void sendsNoTokenToAnotherMachineOverPlainHttp() {
    for (String endpoint : List.of("http://agent.example:8787", "HTTP://my_agent")) {
      String file = folder.resolve("x").toString();
      assertThat(export("orders", "--out", file, "--endpoint", endpoint).err())
          .startsWith("[OPTION_INVALID] Cannot use '" + endpoint + "' as '--endpoint': a token")
          .contains("Give 'https://<host>:<port>'")
          .doesNotContain("reader-secret");
    }
  }

  @Test
  void showsHowFarItIs() {
    ProgressLine line = new ProgressLine(new PrintWriter(new StringWriter()), true);
    line.add(1_500_000);
    assertThat(line.line(1500, 3000))
        .startsWith("[#####-----] 50 % · 1,500 of 3,000 records · 1.5 MB · ")
        .endsWith("/s");
    assertThat(line.line(5, 0)).startsWith("[----------] 0 %");
    assertThat(line.line(9, 5)).startsWith("[##########] 100 %");
  }

  /** A line that wraps cannot be written over: every look would leave one behind. */
  @Test
  void showsItOnOneLineOfATerminal() {
    ProgressLine line = new ProgressLine(new PrintWriter(new StringWriter()), true);
    line.add(999_900_000_000L);
    String most = line.line(200_000_000, 200_000_000).replaceFirst("[0-9,]+/s$", "100,000/s");
    assertThat(most).hasSizeLessThan(80);
  }

  private Outcome export(String store, String... more) {
    List<String> arguments = new ArrayList<>(List.of("export", "--database", "shop"));
    arguments.addAll(List.of("--store", store));
    arguments.addAll(List.of(more));
    if (!arguments.contains("--endpoint")) {
      arguments.addAll(List.of("--endpoint", agent.agent().uri().toString()));
    }
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        AgentCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int exit =
        AgentCommand.execute(
            commandLine,
            Map.of("SPARK_INDEXEDDB_TOKEN", "reader-secret"),
            arguments.toArray(String[]::new));
    return new Outcome(exit, out + "", err + "");
  }
}
