// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** A certificate chain and its key, from the two PEM files that every tool writes. */
final class Pem {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA");

  /** Guards nothing: the store never leaves memory. */
  private static final String PASSWORD = "memory";

  private Pem() {}

  /**
   * Returns the TLS context of a server with that certificate.
   *
   * @throws IndexedDbException {@code OPTION_INVALID} if a file cannot be read or does not hold
   *     what it should
   */
  static SslContextFactory.Server context(Path certificate, Path key) {
    byte[] chain = read("--tls-cert", certificate);
    String text = new String(read("--tls-key", key), StandardCharsets.US_ASCII);
    Matcher matcher = KEY.matcher(text);
    if (!matcher.find()) {
      throw invalid(
          "--tls-key",
          key,
          "holds no 'BEGIN PRIVATE KEY'. Convert it with 'openssl pkcs8 -topk8 -nocrypt'");
    }
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(
        keyStore(certificate, chain, key, Base64.getMimeDecoder().decode(matcher.group(1))));
    context.setKeyStorePassword(PASSWORD);
    context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    return context;
  }

  private static KeyStore keyStore(Path certificate, byte[] chain, Path key, byte[] encodedKey) {
    PrivateKey privateKey = privateKey(key, encodedKey);
    try {
      Certificate[] certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(chain))
              .toArray(Certificate[]::new);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("agent", privateKey, PASSWORD.toCharArray(), certificates);
      return store;
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw invalid("--tls-cert", certificate, "holds no certificate chain of the key");
    }
  }

  private static PrivateKey privateKey(Path file, byte[] encoded) {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
      } catch (InvalidKeySpecException e) {
        AgentLog.LOG.debug("not a key of {}", algorithm);
      } catch (GeneralSecurityException e) {
        throw invalid("--tls-key", file, "holds a key that this Java does not know");
      }
    }
    throw invalid("--tls-key", file, "holds no key of RSA, EC or EdDSA");
  }

  private static byte[] read(String option, Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw invalid(option, file, "cannot be read");
    }
  }

  private static IndexedDbException invalid(String option, Path file, String why) {
    return IndexedDbException.of(
        ErrorCode.OPTION_INVALID,
        "Cannot start the agent: the file '%s' of '%s' %s.",
        file,
        option,
        why);
  }
}
