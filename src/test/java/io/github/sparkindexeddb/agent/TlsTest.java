// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 5_000, 1_000);

  @TempDir private static Path directory;
  private static Path certificate;
  private static Path key;
  private static SSLContext trusting;
  private static X509TrustManager trust;

  @BeforeAll
  static void makeCertificate() throws Exception {
    Path file = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                new String(PASSWORD),
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
    certificate = pem("CERTIFICATE", store.getCertificate("a").getEncoded());
    key = pem("PRIVATE KEY", store.getKey("a", PASSWORD).getEncoded());
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", store.getCertificate("a"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    trust = (X509TrustManager) factory.getTrustManagers()[0];
    trusting = SSLContext.getInstance("TLS");
    trusting.init(null, factory.getTrustManagers(), null);
  }

  @Test
  void carriesSplitsOverTls() {
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0).withTls(certificate, key));
        FakeBrowser browser = link(agent.uri(), FakeBrowser.Setup.of("one", ORDERS))) {
      assertThat(agent.uri().getScheme()).isEqualTo("https");
      Http http = new Http(agent.uri(), client());
      String scan = http.post("/v1/scans", Http.scan("shop", "orders")).json().at("/scan").asText();
      Http.Answer split = http.get(TestAgent.path(scan, 0));
      assertThat(split.body()).isEqualTo(TestAgent.sealed(ORDERS.body(0, 2500)));
      assertThat(split.trailers().get("Split-Rows")).isEqualTo("2500");
    }
  }

  @Test
  void startsBeyondLoopbackWithTlsAndBothTokens() {
    AgentOptions options =
        AgentOptions.DEFAULT
            .withPort(0)
            .withBind("127.0.0.1")
            .withTls(certificate, key)
            .withToken("reader")
            .withBrowserToken("browser");
    try (Agent agent = Agent.start(options)) {
      Http http = new Http(agent.uri(), client());
      assertThat(http.get("/v1/clients").code()).isEqualTo("TOKEN_MISSING");
    }
  }

  @Test
  void answersNoPlainHttpOnATlsPort() {
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0).withTls(certificate, key))) {
      Http plain = new Http(URI.create(agent.uri().toString().replace("https", "http")));
      assertThatThrownBy(() -> plain.get("/v1/health")).hasMessageContaining("end of stream");
    }
  }

  @Test
  void saysWhatIsWrongWithAKeyOrCertificate() throws IOException {
    Path wrong =
        Files.writeString(directory.resolve("wrong.pem"), "-----BEGIN RSA PRIVATE KEY-----");
    assertThatThrownBy(() -> Agent.start(AgentOptions.DEFAULT.withTls(certificate, wrong)))
        .hasMessageContaining("OPTION_INVALID")
        .hasMessageContaining("'" + wrong + "' of '--tls-key' holds no 'BEGIN PRIVATE KEY'")
        .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
    assertThatThrownBy(() -> Agent.start(AgentOptions.DEFAULT.withTls(key, key)))
        .hasMessageContaining("'" + key + "' of '--tls-cert' holds no certificate chain");
    Path garbage = pem("PRIVATE KEY", new byte[] {1, 2, 3});
    assertThatThrownBy(() -> Agent.start(AgentOptions.DEFAULT.withTls(certificate, garbage)))
        .hasMessageContaining("holds no key of RSA, EC or EdDSA");
  }

  private static FakeBrowser link(URI agent, FakeBrowser.Setup setup) {
    HttpClient http = HttpClient.newBuilder().sslContext(trusting).build();
    FakeBrowser browser = FakeBrowser.open(agent, setup, http, FakeBrowser::answerHonestly);
    browser.welcomed().join();
    return browser;
  }

  private static OkHttpClient client() {
    return new OkHttpClient.Builder().sslSocketFactory(trusting.getSocketFactory(), trust).build();
  }

  private static Path pem(String what, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.write(
        Files.createTempFile(directory, "made", ".pem"),
        List.of("-----BEGIN " + what + "-----", text, "-----END " + what + "-----"));
  }
}
