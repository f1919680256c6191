// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sparkindexeddb.agent.access.ReloadedFile.UnusableException;
import io.github.sparkindexeddb.testing.FromStrangers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of tokens and of keys, and signed tokens with anything in them. */
class TokenFuzzTest {
  private static final byte[] SECRET =
      "a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8);
  private static final Instant NOW = Instant.parse("2026-11-22T17:00:00Z");

  private interface FileParser {
    Object parse(byte[] content) throws UnusableException;
  }

  private static final FileParser[] FILES = {TokensFile::parse, SigningKey::parse};

  @MethodSource("files")
  @FuzzTest
  void aFileIsTakenOrItsFaultNamed(byte[] input) {
    if (input.length == 0) {
      return;
    }
    try {
      FromStrangers.picked(input, FILES).parse(FromStrangers.rest(input));
    } catch (UnusableException e) {
      assertThat(e.getMessage()).matches("[ -~]{1,200}");
    }
  }

  /** Whole tokens, and heads and claims that the right key signed. */
  @MethodSource("tokens")
  @FuzzTest
  void aSignedTokenIsTakenOrRefused(byte[] input)
      throws UnusableException, GeneralSecurityException {
    SigningKey key = SigningKey.parse(SECRET);
    String text = new String(input, StandardCharsets.UTF_8);
    String[] parts = text.split("\n", 2);
    for (String token : List.of(text, parts.length < 2 ? "" : signed(parts[0], parts[1]))) {
      if (SigningKey.isSignedToken(token)) {
        FromStrangers.read(() -> key.verify(token, "https://shop.example", "one", NOW));
      }
    }
  }

  private static String signed(String head, String claims) throws GeneralSecurityException {
    String body = base64(bytes(head)) + "." + base64(bytes(claims));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
    return body + "." + base64(mac.doFinal(bytes(body)));
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Stream<byte[]> files() {
    return Stream.of(
            "\0# a\nname reader token\nother browser sha256:" + "0a".repeat(32) + " 2027-01-31",
            "\0a metrics b 2027-01-31T12:00:00Z\r\n",
            "\1" + "x".repeat(40),
            "\1-----BEGIN PUBLIC KEY-----\n"
                + "MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n"
                + "-----END PUBLIC KEY-----\n")
        .map(TokenFuzzTest::bytes);
  }

  static Stream<byte[]> tokens() {
    return Stream.of(
            "{\"alg\":\"HS256\"}\n{\"aud\":\"spark-indexeddb\",\"exp\":1795367100,"
                + "\"origin\":\"https://shop.example\",\"client\":\"one\"}",
            "{\"alg\":\"HS256\"}\n{\"aud\":[\"spark-indexeddb\"],\"exp\":1795367100.5,\"nbf\":0}",
            "{\"alg\":\"HS256\",\"zip\":\"DEF\",\"crit\":[\"b64\"],\"b64\":false}\n{\"iat\":0}",
            "{\"alg\":\"none\",\"cty\":\"JWT\",\"kid\":\"a\",\"jwk\":{\"kty\":\"oct\"}}\n{}")
        .map(TokenFuzzTest::bytes);
  }
}
