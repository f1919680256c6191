// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/advisories} against a database of this test, since the real one changes. */
class AdvisoriesTest {
  private static final String BOM =
      "{\"components\":[{\"purl\":\"pkg:maven/a/one@1?type=jar\"},{\"purl\":\"pkg:maven/a/two@2\"}]}";

  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private final List<String> answers = new CopyOnWriteArrayList<>();
  private HttpServer database;
  @TempDir private Path directory;

  private record Outcome(int exit, String text) {}

  @BeforeEach
  void start() throws IOException {
    database = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    database.createContext(
        "/v1/querybatch",
        exchange -> {
          asked.add(Json.parse(exchange.getRequestBody().readAllBytes()));
          byte[] answer = answers.remove(0).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(answer.length == 0 ? 503 : 200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    database.start();
  }

  @AfterEach
  void stop() {
    database.stop(0);
  }

  @Test
  void saysThatNothingIsKnown() throws IOException, InterruptedException {
    answers.add("{\"results\":[{},{}]}");
    Outcome outcome = run();
    assertThat(outcome.text()).contains("asked about 2 libraries", "0 known weaknesses\n");
    assertThat(outcome.exit()).isZero();
    assertThat(asked.get(0).at("/queries/0/package/purl").asText()).isEqualTo("pkg:maven/a/one@1");
  }

  @Test
  void listsEachWeaknessOfEachPage() throws IOException, InterruptedException {
    answers.add(
        "{\"results\":[{},{\"vulns\":[{\"id\":\"GHSA-1\"}],\"next_page_token\":\"more\"}]}");
    answers.add("{\"results\":[{\"vulns\":[{\"id\":\"GHSA-2\"}]}]}");
    Outcome outcome = run();
    assertThat(outcome.text())
        .contains(
            "advisories: pkg:maven/a/two@2: https://osv.dev/vulnerability/GHSA-1\n",
            "advisories: pkg:maven/a/two@2: https://osv.dev/vulnerability/GHSA-2\n",
            "2 known weaknesses\n");
    assertThat(outcome.exit()).isEqualTo(1);
    assertThat(asked.get(1).at("/queries/0/page_token").asText()).isEqualTo("more");
  }

  @Test
  void saysPlainlyThatNobodyCouldBeAsked() throws IOException, InterruptedException {
    answers.add("");
    Outcome refused = run();
    assertThat(refused.text())
        .contains("NOT CHECKED: the libraries of the jars", "it answered with status 503")
        .doesNotContain("asked about");
    assertThat(refused.exit()).isEqualTo(2);
    answers.add("{\"results\":[]}");
    assertThat(run().text()).contains("NOT CHECKED", "it answered something else");
    database.stop(0);
    Outcome gone = run();
    assertThat(gone.text()).contains("NOT CHECKED", "1 database could not be asked");
    assertThat(gone.exit()).isEqualTo(2);
  }

  private Outcome run() throws IOException, InterruptedException {
    Path bom = Files.writeString(directory.resolve("bom.json"), BOM);
    ProcessBuilder command = new ProcessBuilder(".ci/advisories", "maven", bom.toString());
    command
        .environment()
        .put("ADVISORIES_DATABASE", "http://127.0.0.1:" + database.getAddress().getPort());
    Process process = command.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), text);
  }
}
