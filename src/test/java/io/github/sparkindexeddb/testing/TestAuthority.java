// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;

/**
 * An authority that signs certificates of agents, good ones and others.
 *
 * @param folder where its files are
 * @param trustStore what trusts it and nobody else, for {@code javax.net.ssl.trustStore}
 */
public record TestAuthority(Path folder, Path trustStore) {
  /** The password of every store here. */
  public static final String PASSWORD = "changeit";

  /** A certificate chain and its key, in PEM files. */
  public record Signed(Path chain, Path key) {}

  /** Makes one with files in a folder. */
  public static TestAuthority madeIn(Path folder)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path keys = folder.resolve("authority.p12");
    generate(keys, "CN=authority", "-ext", "bc:c");
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", stored(keys).getCertificate("a"));
    Path trustStore = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(trustStore)) {
      trusted.store(out, PASSWORD.toCharArray());
    }
    return new TestAuthority(folder, trustStore);
  }

  /**
   * Signs a certificate.
   *
   * @param name of its files
   * @param subject such as {@code ip:127.0.0.1}
   * @param since when it begins to hold, such as {@code -1d}
   * @param days for how long it holds
   */
  public Signed sign(String name, String subject, String since, int days)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path keys = folder.resolve(name + ".p12");
    Path request = folder.resolve(name + ".csr");
    Path chain = folder.resolve(name + ".pem");
    generate(keys, "CN=" + name);
    run("-certreq", "-alias", "a", "-keystore", keys.toString(), "-file", request.toString());
    run(
        "-gencert",
        "-rfc",
        "-alias",
        "a",
        "-keystore",
        folder.resolve("authority.p12").toString(),
        "-infile",
        request.toString(),
        "-outfile",
        chain.toString(),
        "-ext",
        "san=" + subject,
        "-startdate",
        since,
        "-validity",
        Integer.toString(days));
    byte[] key = stored(keys).getKey("a", PASSWORD.toCharArray()).getEncoded();
    return new Signed(chain, TestCertificate.pem(folder, "PRIVATE KEY", key));
  }

  private static void generate(Path keys, String name, String... more)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(List.of("-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", name));
    arguments.addAll(List.of("-storetype", "PKCS12", "-keystore", keys.toString()));
    arguments.addAll(List.of(more));
    run(arguments.toArray(String[]::new));
  }

  private static KeyStore stored(Path keys) throws IOException, GeneralSecurityException {
    return KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
  }

  private static void run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("keytool failed: " + command);
    }
  }
}
