// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.access.ReloadedFile;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Closed;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code --token-file} and {@code --browser-token-file} while an agent runs. */
class TokenFilesTest {
  private static final FakeStore PHOTOS = new FakeStore("shop", "photos", 40, 1 << 20);

  @TempDir private Path directory;
  private Path reader;
  private Path browser;
  private TestAgent agent;

  @BeforeEach
  void start() throws IOException {
    reader = Files.writeString(directory.resolve("reader"), "for-spark\n");
    browser = Files.writeString(directory.resolve("browser"), "for-pages\n");
    agent = TestAgent.start(options -> options.withTokenFile(reader).withBrowserTokenFile(browser));
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void anotherTokenTakesThePlaceOfTheFormer() throws IOException {
    assertThat(clients("for-spark").status()).isEqualTo(200);
    change(reader, "for-night");
    assertThat(clients("for-spark").code()).isEqualTo("TOKEN_WRONG");
    assertThat(clients("for-night").status()).isEqualTo(200);
    assertThat(agent.agent().readerToken()).contains("for-night");
  }

  @Test
  void aPageLinkEndsWithItsToken() throws IOException {
    try (FakeBrowser page = link("for-pages")) {
      change(browser, "for-others");
      assertThat(page.closed())
          .succeedsWithin(10, TimeUnit.SECONDS)
          .isEqualTo(new Closed(4401, "TOKEN_ENDED"));
    }
    link("for-others").close();
  }

  @Test
  void aReadEndsWithItsToken() throws IOException {
    try (FakeBrowser page = link("for-pages")) {
      String scan =
          agent
              .http()
              .send(
                  "/v1/scans",
                  request ->
                      request
                          .header("Authorization", "Bearer for-spark")
                          .post(
                              RequestBody.create(
                                  Json.write(Http.scan("shop", "photos")),
                                  MediaType.get("application/json"))))
              .json()
              .path("scan")
              .asText();
      try (Response response =
          agent
              .http()
              .open(
                  TestAgent.path(scan, 0),
                  request -> request.header("Authorization", "Bearer for-spark"))) {
        change(reader, "for-night");
        assertThatThrownBy(() -> response.body().bytes()).isInstanceOf(IOException.class);
      }
      assertThat(page.closed()).isNotDone();
    }
  }

  @Test
  void whatIsNoTokenOrOpensTooMuchIsNotTakenUp() throws IOException {
    for (String content : List.of("", "two words", "sécret", "for-pages")) {
      try (LogCapture log = LogCapture.start()) {
        change(reader, content);
        change(reader, content);
        assertThat(clients("for-spark").status()).as(content).isEqualTo(200);
        assertThat(log.lines())
            .filteredOn(line -> line.startsWith("WARN"))
            .singleElement()
            .asString()
            .startsWith(
                "WARN Cannot take up a change: the file '"
                    + reader
                    + "' of '--token-file' cannot be used: it ")
            .endsWith(". What was there before holds on.")
            .doesNotContain("for-pages");
      }
    }
    assertThatThrownBy(
            () ->
                TestAgent.start(
                    options -> options.withTokenFile(browser).withBrowserToken("for-pages")))
        .hasMessageEndingWith(
            "it holds the token of '--browser-token', so that every page could read all data."
                + " Correct it.");
  }

  private void change(Path file, String content) throws IOException {
    Files.writeString(file, content + "\n");
    agent.scheduler().pass(ReloadedFile.PERIOD.multipliedBy(2));
  }

  private FakeBrowser link(String token) {
    return FakeBrowser.link(agent.agent().uri(), Setup.of("one", PHOTOS).withToken(token));
  }

  private Http.Answer clients(String token) {
    return agent
        .http()
        .send("/v1/clients", request -> request.header("Authorization", "Bearer " + token));
  }
}
