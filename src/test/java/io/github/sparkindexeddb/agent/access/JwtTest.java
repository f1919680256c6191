// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.FakeScheduler;
import io.github.sparkindexeddb.testing.TestCertificate;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.AbstractThrowableAssert;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.keys.HmacKey;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed browser tokens: the good ones are taken, and every known way around is refused. */
class JwtTest {
  private static final String ORIGIN = "https://shop.example";
  private static final String CLIENT = "4kH2";
  private static final String SECRET = "a secret of at least thirty-two bytes";

  private final FakeScheduler clock = new FakeScheduler();
  private final Instant start = clock.now();
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "RSA, 2048, RS256",
    "RSA, 2048, PS256",
    "EC, 256, ES256",
    "EC, 384, ES384",
    "EC, 521, ES512",
    "Ed25519, 255, EdDSA"
  })
  void takesWhatTheKeyOfTheServerSigned(String type, int bits, String algorithm)
      throws IOException, GeneralSecurityException, JoseException {
    KeyPair pair = pair(type, bits);
    Tokens tokens = tokens(publicKey(pair));
    String token = signed(claims(), algorithm, pair.getPrivate());
    assertThat(link(tokens, token).tokenName()).contains("--token-key");
    KeyPair other = pair(type, bits);
    assertRefused(tokens, signed(claims(), algorithm, other.getPrivate()))
        .hasMessage(
            "[TOKEN_WRONG] Cannot accept the request: its signed token is not valid here. Have the"
                + " app's server sign it with the key of '--token-key', for the audience"
                + " 'spark-indexeddb' and with an end within a day.");
  }

  @Test
  void takesWhatASharedSecretSigned() throws IOException, JoseException {
    Tokens tokens = tokens(secret(SECRET + "\n"));
    assertThat(link(tokens, signed(claims())).tokenName()).contains("--token-key");
    assertRefused(tokens, signed(claims(), "HS256", new HmacKey(bytes("x".repeat(32)))))
        .hasMessageStartingWith("[TOKEN_WRONG] ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "none", "None", "NONE", "nOnE", "HS384", "HS512", "RS256", "ES256", "EdDSA", "dir", ""
      })
  void refusesTheAlgorithmThatATokenChooses(String algorithm)
      throws IOException, GeneralSecurityException {
    String head = Json.write(Json.object().put("alg", algorithm));
    String body = base64(head) + "." + base64(Json.write(claims()));
    Tokens tokens = tokens(secret(SECRET));
    assertRefused(tokens, body + ".").hasMessageStartingWith("[TOKEN_WRONG] ");
    assertRefused(tokens, body + "." + hmac(body, bytes(SECRET)))
        .hasMessageStartingWith("[TOKEN_WRONG] ");
  }

  /** The classic: a public key is known to all, and would be a secret if the token might say so. */
  @Test
  void refusesAPublicKeyThatIsUsedAsASecret() throws IOException, GeneralSecurityException {
    KeyPair pair = pair("RSA", 2048);
    Path file = publicKey(pair);
    Tokens tokens = tokens(file);
    String body = base64("{\"alg\":\"HS256\"}") + "." + base64(Json.write(claims()));
    for (byte[] known :
        List.of(
            Files.readAllBytes(file),
            bytes(Files.readString(file).strip()),
            pair.getPublic().getEncoded())) {
      assertRefused(tokens, body + "." + hmac(body, known))
          .hasMessageStartingWith("[TOKEN_WRONG] ");
    }
  }

  @Test
  void refusesAKeyThatTheTokenBringsAlong()
      throws IOException, GeneralSecurityException, JoseException {
    KeyPair own = pair("EC", 256);
    JsonWebSignature jws = new JsonWebSignature();
    jws.setPayload(Json.write(claims()));
    jws.setAlgorithmHeaderValue("ES256");
    jws.setHeader("jwk", org.jose4j.jwk.PublicJsonWebKey.Factory.newPublicJwk(own.getPublic()));
    jws.setHeader("jku", "http://127.0.0.1:1/keys");
    jws.setHeader("x5u", "http://127.0.0.1:1/chain");
    jws.setHeader("kid", "../../../../dev/null");
    jws.setKey(own.getPrivate());
    assertRefused(tokens(publicKey(pair("EC", 256))), jws.getCompactSerialization())
        .hasMessageStartingWith("[TOKEN_WRONG] ");
  }

  @Test
  void refusesAnEllipticSignatureOfZeros() throws IOException, GeneralSecurityException {
    String body = base64("{\"alg\":\"ES256\"}") + "." + base64(Json.write(claims()));
    String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
    assertRefused(tokens(publicKey(pair("EC", 256))), body + "." + zeros)
        .hasMessageStartingWith("[TOKEN_WRONG] ");
  }

  @Test
  void refusesATokenThatHasEnded() throws IOException, JoseException {
    Tokens tokens = tokens(secret(SECRET));
    String token = signed(claims());
    link(tokens, token);
    clock.pass(Duration.ofMinutes(5).plusSeconds(31));
    assertRefused(tokens, token)
        .hasMessage(
            "[TOKEN_ENDED] Cannot accept the request: its signed token has ended. Have the app's"
                + " server sign another one.");
  }

  @Test
  void refusesAnotherOriginAndAnotherClient() throws IOException, JoseException {
    Tokens tokens = tokens(secret(SECRET));
    assertRefused(tokens, signed(claims().put("origin", "https://evil.example\u001b[2J")))
        .hasMessage(
            "[TOKEN_WRONG] Cannot accept the request: the 'origin' of its signed token is"
                + " 'https://evil.example?[2J', not 'https://shop.example'. Have the app's server"
                + " sign one for this page.");
    assertRefused(tokens, signed(claims().put("client", "other")))
        .hasMessageContaining("the 'client' of its signed token is 'other', not '4kH2'");
    assertRefused(tokens, signed(claims().put("client", 1)))
        .hasMessageContaining("the 'client' of its signed token is of the wrong type");
    ObjectNode withoutOrigin = claims();
    withoutOrigin.remove("origin");
    assertRefused(tokens, signed(withoutOrigin))
        .hasMessageContaining("the 'origin' of its signed token is 'missing'");
  }

  @Test
  void takesATokenForAnyClientOfItsOrigin() throws IOException, JoseException {
    ObjectNode claims = claims();
    claims.remove("client");
    link(tokens(secret(SECRET)), signed(claims));
  }

  @Test
  void refusesATokenForSomebodyElseOrForEver() throws IOException, JoseException {
    Tokens tokens = tokens(secret(SECRET));
    ObjectNode withoutAudience = claims();
    withoutAudience.remove("aud");
    ObjectNode withoutEnd = claims();
    withoutEnd.remove("exp");
    for (ObjectNode claims :
        List.of(
            withoutAudience,
            claims().put("aud", "other"),
            withoutEnd,
            claims().put("exp", "soon"),
            claims().put("exp", Long.MAX_VALUE),
            claims().put("exp", start.plus(Duration.ofDays(2)).getEpochSecond()),
            claims().put("nbf", start.plusSeconds(60).getEpochSecond()))) {
      assertRefused(tokens, signed(claims)).hasMessageStartingWith("[TOKEN_WRONG] ");
    }
  }

  @Test
  void refusesWhatIsHuge() throws IOException, JoseException {
    Tokens tokens = tokens(secret(SECRET));
    assertRefused(tokens, signed(claims().put("more", "x".repeat(4000))))
        .hasMessageContaining("its token is not the agent's browser token");
    assertRefused(tokens, "a".repeat(100_000) + ".a.a").hasMessageStartingWith("[TOKEN_WRONG] ");
    String nested = base64("[".repeat(1400)) + ".";
    assertRefused(tokens, nested + "e30.AA").hasMessageStartingWith("[TOKEN_WRONG] ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a.b.c.d.e", ".b.c", "a..c", "a.b", "e30.e30.", "....", "a.b.c=", "ä.b.c"})
  void refusesWhatIsNoSignedToken(String token) throws IOException {
    assertRefused(tokens(secret(SECRET)), token).hasMessageStartingWith("[TOKEN_WRONG] ");
  }

  @Test
  void opensNothingButPageLinks() throws IOException, JoseException {
    Tokens tokens = watched(options(secret(SECRET)).withToken("reader").access());
    String token = signed(claims());
    assertThatThrownBy(() -> tokens.checkReader(Optional.of(token)))
        .hasMessageStartingWith("[TOKEN_WRONG] ");
    assertThatThrownBy(() -> tokens.checkMetrics(Optional.of(token)))
        .hasMessageStartingWith("[TOKEN_WRONG] ");
    assertThatThrownBy(() -> tokens.checkBrowser(Optional.empty(), ORIGIN, CLIENT))
        .hasMessageStartingWith("[TOKEN_MISSING] ");
    assertThatThrownBy(() -> tokens.checkBrowser(Optional.of("reader"), ORIGIN, CLIENT))
        .hasMessageStartingWith("[TOKEN_WRONG_KIND] ");
  }

  @Test
  void whatItOpenedEndsWithItOrWithItsKey() throws IOException, JoseException {
    Path file = secret(SECRET);
    Tokens tokens = tokens(file);
    List<IndexedDbException> ended = new ArrayList<>();
    link(tokens, signed(claims())).onTokenEnd(ended::add);
    clock.pass(Duration.ofMinutes(5));
    assertThat(ended).isEmpty();
    clock.pass(Duration.ofMinutes(1));
    assertThat(ended).extracting(IndexedDbException::code).containsExactly(ErrorCode.TOKEN_ENDED);

    link(tokens, signed(claims().put("exp", clock.now().plusSeconds(300).getEpochSecond())))
        .onTokenEnd(ended::add);
    Files.writeString(file, "x".repeat(40));
    clock.pass(ReloadedFile.PERIOD.multipliedBy(2));
    assertThat(ended).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "too short|its secret is shorter than 32 bytes",
        "-----BEGIN PRIVATE KEY-----|it is PEM, but not of one 'PUBLIC KEY'",
        "-----BEGIN CERTIFICATE-----|it is PEM, but not of one 'PUBLIC KEY'",
        "-----BEGIN PUBLIC KEY----- AAAA -----END PUBLIC KEY-----|its public key is of none of the"
            + " types RSA, EC and Ed25519",
      })
  void refusesAFileThatIsNoSuchKey(String content, String why) throws IOException {
    Path file = secret(content);
    assertThatThrownBy(() -> tokens(file))
        .hasMessage(
            "[OPTION_INVALID] Cannot start the agent: the file '%s' of '--token-key' cannot be used:"
                + " %s. Correct it.",
            file, why);
  }

  @Test
  void refusesAWeakKey() throws IOException, GeneralSecurityException {
    Path file = publicKey(pair("RSA", 1024));
    assertThatThrownBy(() -> tokens(file))
        .hasMessageContaining("its RSA key has less than 2048 bits");
  }

  private ObjectNode claims() {
    return Json.object()
        .put("aud", "spark-indexeddb")
        .put("exp", start.plus(Duration.ofMinutes(5)).getEpochSecond())
        .put("origin", ORIGIN)
        .put("client", CLIENT);
  }

  private static String signed(ObjectNode claims) throws JoseException {
    return signed(claims, "HS256", new HmacKey(bytes(SECRET)));
  }

  private static String signed(ObjectNode claims, String algorithm, java.security.Key key)
      throws JoseException {
    JsonWebSignature jws = new JsonWebSignature();
    jws.setPayload(Json.write(claims));
    jws.setAlgorithmHeaderValue(algorithm);
    jws.setKey(key);
    return jws.getCompactSerialization();
  }

  private static String hmac(String body, byte[] secret) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(bytes(body)));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static KeyPair pair(String type, int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type);
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private Path publicKey(KeyPair pair) throws IOException {
    return TestCertificate.pem(directory, "PUBLIC KEY", pair.getPublic().getEncoded());
  }

  private Path secret(String text) throws IOException {
    return Files.writeString(directory.resolve("secret"), text);
  }

  private Tokens tokens(Path key) {
    return watched(options(key).access());
  }

  private static AgentOptions options(Path key) {
    return AgentOptions.DEFAULT.withTokenKey(key);
  }

  private Tokens watched(AccessOptions options) {
    Tokens tokens = new Tokens(options, clock);
    tokens.watch(new FileWatch(clock, Runnable::run));
    return tokens;
  }

  private static TokenUse link(Tokens tokens, String token) {
    return tokens.checkBrowser(Optional.of(token), ORIGIN, CLIENT);
  }

  private static AbstractThrowableAssert<?, ?> assertRefused(Tokens tokens, String token) {
    return assertThatThrownBy(() -> link(tokens, token)).isInstanceOf(IndexedDbException.class);
  }
}
