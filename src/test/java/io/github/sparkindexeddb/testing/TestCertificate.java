// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * A certificate of localhost that nobody has signed, in PEM files, and what trusts it alone.
 *
 * @param chain file of the certificate
 * @param key file of its private key, PKCS #8
 */
public record TestCertificate(Path chain, Path key, X509TrustManager trust) {
  private static final char[] PASSWORD = "changeit".toCharArray();

  /**
   * @param folder where its files are written
   */
  public static TestCertificate madeIn(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    Path file = folder.resolve("keys.p12");
    List<String> command =
        List.of(
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
            file.toString());
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("keytool made no certificate");
    }
    KeyStore store = KeyStore.getInstance(file.toFile(), PASSWORD);
    return new TestCertificate(
        pem(folder, "CERTIFICATE", store.getCertificate("a").getEncoded()),
        pem(folder, "PRIVATE KEY", store.getKey("a", PASSWORD).getEncoded()),
        trustOf(store));
  }

  /** A file of PEM, whatever its bytes are. */
  public static Path pem(Path folder, String what, byte[] der) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.write(
        Files.createTempFile(folder, "made", ".pem"),
        List.of("-----BEGIN " + what + "-----", text, "-----END " + what + "-----"));
  }

  public SSLContext trusting() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new X509TrustManager[] {trust}, null);
    return context;
  }

  private static X509TrustManager trustOf(KeyStore store)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", store.getCertificate("a"));
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return (X509TrustManager) factory.getTrustManagers()[0];
  }
}
