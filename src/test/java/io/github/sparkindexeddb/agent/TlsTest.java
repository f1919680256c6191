// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.access.ReloadedFile;
import io.github.sparkindexeddb.agent.cli.RecordsDownload;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.testing.TestCertificate;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 5_000, 1_000);

  @TempDir private static Path directory;
  private static TestCertificate certificate;

  @BeforeAll
  static void makeCertificate() throws Exception {
    certificate = TestCertificate.madeIn(directory);
  }

  @Test
  void carriesSplitsOverTls() throws GeneralSecurityException {
    try (Agent agent =
            Agent.start(
                AgentOptions.DEFAULT.withPort(0).withTls(certificate.chain(), certificate.key()));
        FakeBrowser browser = link(agent.uri(), FakeBrowser.Setup.of("one", ORDERS))) {
      assertThat(agent.uri().getScheme()).isEqualTo("https");
      Http http = new Http(agent.uri(), client());
      String scan = http.post("/v1/scans", Http.scan("shop", "orders")).json().at("/scan").asText();
      Http.Answer split = http.get(TestAgent.path(scan, 0));
      assertThat(split.body()).isEqualTo(TestAgent.sealed(ORDERS.batches(0, 2500)));
      assertThat(split.trailers().get("Split-Rows")).isEqualTo("2500");
    }
  }

  @Test
  void startsBeyondLoopbackWithTlsAndBothTokens() throws GeneralSecurityException {
    AgentOptions options =
        AgentOptions.DEFAULT
            .withPort(0)
            .withBind("127.0.0.1")
            .withTls(certificate.chain(), certificate.key())
            .withToken("reader")
            .withBrowserToken("browser");
    try (Agent agent = Agent.start(options)) {
      Http http = new Http(agent.uri(), client());
      assertThat(http.get("/v1/clients").code()).isEqualTo("TOKEN_MISSING");
    }
  }

  @Test
  void answersNoPlainHttpOnATlsPort() {
    try (Agent agent =
        Agent.start(
            AgentOptions.DEFAULT.withPort(0).withTls(certificate.chain(), certificate.key()))) {
      Http plain = new Http(URI.create(agent.uri().toString().replace("https", "http")));
      assertThatThrownBy(() -> plain.get("/v1/health")).hasMessageContaining("end of stream");
    }
  }

  @Test
  void saysWhatIsWrongWithAKeyOrCertificate() throws IOException {
    Path wrong =
        Files.writeString(directory.resolve("wrong.pem"), "-----BEGIN RSA PRIVATE KEY-----");
    assertThatThrownBy(() -> Agent.start(AgentOptions.DEFAULT.withTls(certificate.chain(), wrong)))
        .hasMessageContaining("OPTION_INVALID")
        .hasMessageContaining("'" + wrong + "' of '--tls-key' holds no 'BEGIN PRIVATE KEY'")
        .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    assertThatThrownBy(
            () -> Agent.start(AgentOptions.DEFAULT.withTls(certificate.key(), certificate.key())))
        .hasMessageContaining(
            "'" + certificate.key() + "' of '--tls-cert' holds no certificate chain");
    Path garbage = TestCertificate.pem(directory, "PRIVATE KEY", new byte[] {1, 2, 3});
    assertThatThrownBy(
            () -> Agent.start(AgentOptions.DEFAULT.withTls(certificate.chain(), garbage)))
        .hasMessageContaining("holds no key of RSA, EC or EdDSA");
  }

  @Test
  void takesUpAnotherCertificateWhenBothFilesAreThere() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("renewed"));
    TestCertificate renewed = TestCertificate.madeIn(folder);
    Path chain = Files.copy(certificate.chain(), folder.resolve("chain.pem"));
    Path key = Files.copy(certificate.key(), folder.resolve("key.pem"));
    try (LogCapture log = LogCapture.start();
        TestAgent agent = TestAgent.start(options -> options.withTls(chain, key));
        FakeBrowser linked = link(agent.agent().uri(), FakeBrowser.Setup.of("one", ORDERS))) {
      byte[] whole = Files.readAllBytes(renewed.chain());
      Files.write(chain, Arrays.copyOf(whole, whole.length / 2));
      pass(agent);
      assertServes(agent, certificate, renewed);
      Files.write(chain, whole);
      pass(agent);
      assertServes(agent, certificate, renewed);
      assertThat(log.lines())
          .filteredOn(line -> line.startsWith("WARN"))
          .as(
              "one for each state that is refused: half of the chain, and the chain without its key")
          .hasSize(2)
          .containsOnly(
              "WARN Cannot take up a change: the file '"
                  + chain
                  + "' of '--tls-cert' holds no certificate chain of the key. What was there"
                  + " before holds on.");
      Files.copy(renewed.key(), key, StandardCopyOption.REPLACE_EXISTING);
      pass(agent);
      assertServes(agent, renewed, certificate);
      assertThat(linked.closed()).as("who linked before").isNotDone();
    }
  }

  @Test
  void refusesACertificateOfAnotherKeyAtTheStart() throws Exception {
    TestCertificate other =
        TestCertificate.madeIn(Files.createDirectory(directory.resolve("other")));
    assertThatThrownBy(
            () -> Agent.start(AgentOptions.DEFAULT.withTls(certificate.chain(), other.key())))
        .hasMessageStartingWith("[OPTION_INVALID] Cannot start the agent: ")
        .hasMessageContaining("of '--tls-cert' holds no certificate chain of the key");
  }

  /** As long as it takes until changed files are taken up. */
  private static void pass(TestAgent agent) {
    agent.scheduler().pass(ReloadedFile.PERIOD.multipliedBy(2));
  }

  private static void assertServes(TestAgent agent, TestCertificate now, TestCertificate never)
      throws GeneralSecurityException {
    URI uri = agent.agent().uri();
    assertThat(new Http(uri, client(now)).get("/v1/health").status()).isEqualTo(200);
    Http other = new Http(uri, client(never));
    assertThatThrownBy(() -> other.get("/v1/health")).hasMessageContaining("SSLHandshakeException");
  }

  @Test
  void exportSaysThatItMustTrustTheCertificate() {
    try (Agent agent =
        Agent.start(
            AgentOptions.DEFAULT.withPort(0).withTls(certificate.chain(), certificate.key()))) {
      RecordsDownload download =
          new RecordsDownload(agent.uri(), Optional.empty(), new PrintWriter(Writer.nullWriter()));
      assertThatThrownBy(() -> download.write("/v1/records", directory.resolve("out"), false))
          .hasMessageContaining("AGENT_UNREACHABLE")
          .hasMessageContaining("unable to find valid certification path")
          .hasMessageEndingWith(
              "Check that '--endpoint' begins as the agent was started (http:// or https://) and"
                  + " that this JVM trusts its certificate.");
    }
  }

  @Test
  void theTrustStoreOfTheDocumentsHoldsJavasAuthoritiesToo() throws Exception {
    Matcher recipe =
        Pattern.compile("```sh\\n(home=.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("connector-docs/proxy.md")));
    assertThat(recipe.find()).isTrue();
    Path folder = Files.createDirectory(directory.resolve("authority"));
    Files.copy(certificate.chain(), folder.resolve("ca.pem"));
    Process shell =
        new ProcessBuilder("bash", "-euc", recipe.group(1)).directory(folder.toFile()).start();
    assertThat(shell.waitFor()).isZero();
    KeyStore store =
        KeyStore.getInstance(folder.resolve("truststore").toFile(), "changeit".toCharArray());
    assertThat(store.getCertificate("agent")).isNotNull();
    assertThat(store.size()).isGreaterThan(50);
  }

  private static FakeBrowser link(URI agent, FakeBrowser.Setup setup)
      throws GeneralSecurityException {
    HttpClient http = HttpClient.newBuilder().sslContext(certificate.trusting()).build();
    FakeBrowser browser = FakeBrowser.open(agent, setup, http, FakeBrowser::answerHonestly);
    browser.welcomed().join();
    return browser;
  }

  private static OkHttpClient client() throws GeneralSecurityException {
    return client(certificate);
  }

  private static OkHttpClient client(TestCertificate trusted) throws GeneralSecurityException {
    return new OkHttpClient.Builder()
        .sslSocketFactory(trusted.trusting().getSocketFactory(), trusted.trust())
        .build();
  }
}
