// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import io.github.sparkindexeddb.agent.access.FileWatch;
import io.github.sparkindexeddb.agent.access.ReloadedFile;
import io.github.sparkindexeddb.agent.access.ReloadedFile.UnusableException;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The certificate chain of the server and its key, from the two PEM files that every tool writes.
 * New ones are for connections that are made from then on. Thread-safe.
 */
final class TlsCertificate {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  /** Of keys, each with one of signatures by which a key is compared with its certificate. */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA", "EdDSA", "EdDSA");

  /** Guards nothing: the store never leaves memory. */
  private static final String PASSWORD = "memory";

  private final ReloadedFile<KeyStore> files;
  private final SslContextFactory.Server context;

  /** Of the thread that looks at the files. */
  private KeyStore inUse;

  private TlsCertificate(ReloadedFile<KeyStore> files) {
    this.files = files;
    this.inUse = files.value();
    this.context = context(inUse);
  }

  /**
   * Reads the files for the first time.
   *
   * @throws IndexedDbException {@code OPTION_INVALID} if a file cannot be read or does not hold
   *     what it should
   */
  static TlsCertificate open(HttpOptions.Tls tls) {
    List<ReloadedFile.Source> sources =
        List.of(
            new ReloadedFile.Source("--tls-cert", tls.certificate()),
            new ReloadedFile.Source("--tls-key", tls.key()));
    return new TlsCertificate(ReloadedFile.open(sources, contents -> keyStore(sources, contents)));
  }

  SslContextFactory.Server context() {
    return context;
  }

  /** Looks after changes of the files from now on. */
  void watch(FileWatch watch) {
    watch.watch(files, this::takeUp);
  }

  private void takeUp() {
    KeyStore latest = files.value();
    if (latest == inUse) {
      return;
    }
    try {
      context.reload(changed -> changed.setKeyStore(latest));
      inUse = latest;
    } catch (Exception e) {
      AgentLog.LOG.error("Cannot take up another certificate. The agent must be restarted.", e);
    }
  }

  private static SslContextFactory.Server context(KeyStore store) {
    SslContextFactory.Server context = new SslContextFactory.Server();
    context.setKeyStore(store);
    context.setKeyStorePassword(PASSWORD);
    context.setIncludeProtocols("TLSv1.3", "TLSv1.2");
    return context;
  }

  private static KeyStore keyStore(List<ReloadedFile.Source> sources, List<byte[]> contents)
      throws UnusableException {
    PrivateKey key = privateKey(sources.get(1), contents.get(1));
    try {
      Certificate[] chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(contents.get(0)))
              .toArray(Certificate[]::new);
      if (chain.length > 0 && isPair(key, chain[0].getPublicKey())) {
        return usable(key, chain);
      }
    } catch (Exception e) {
      AgentLog.LOG.debug("not a certificate chain of the key", e);
    }
    throw new UnusableException(sources.get(0) + " holds no certificate chain of the key");
  }

  /** Tries the store out: one that Jetty does not take would leave the server without any. */
  private static KeyStore usable(PrivateKey key, Certificate[] chain) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("agent", key, PASSWORD.toCharArray(), chain);
    SslContextFactory.Server trial = context(store);
    trial.start();
    trial.stop();
    return store;
  }

  private static boolean isPair(PrivateKey key, PublicKey certified)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(SIGNATURES.get(key.getAlgorithm()));
    signature.initSign(key);
    byte[] signed = signature.sign();
    signature.initVerify(certified);
    return signature.verify(signed);
  }

  private static PrivateKey privateKey(ReloadedFile.Source source, byte[] content)
      throws UnusableException {
    Matcher matcher = KEY.matcher(new String(content, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new UnusableException(
          source
              + " holds no 'BEGIN PRIVATE KEY', convert it with 'openssl pkcs8 -topk8 -nocrypt'");
    }
    try {
      return privateKey(Base64.getMimeDecoder().decode(matcher.group(1)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnusableException(source + " holds no key of RSA, EC or EdDSA");
    }
  }

  private static PrivateKey privateKey(byte[] encoded) throws GeneralSecurityException {
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(encoded);
    for (String algorithm : SIGNATURES.keySet()) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        AgentLog.LOG.debug("not a key of {}", algorithm);
      }
    }
    throw new InvalidKeySpecException("of none of the algorithms");
  }
}
