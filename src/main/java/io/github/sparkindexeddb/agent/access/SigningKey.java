// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.agent.access.ReloadedFile.UnusableException;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.HmacKey;

/**
 * The key of the app's server, which signs short-lived browser tokens: JWTs that name origin and
 * client. The key alone decides which algorithms are taken, never the token. Immutable.
 */
final class SigningKey {
  static final String AUDIENCE = "spark-indexeddb";
  static final String ORIGIN = "origin";
  static final String CLIENT = "client";

  private static final String NAME = "--token-key";
  private static final int MAX_TOKEN_CHARS = 2048;
  private static final int MIN_SECRET_BYTES = 32;
  private static final int MIN_RSA_BITS = 2048;
  private static final int CLOCK_SKEW_SECONDS = 30;
  private static final int MAX_VALIDITY_MINUTES = 24 * 60;

  /** Three parts, so that nothing encrypted or unsigned comes as far as a parser. */
  private static final Pattern SIGNED =
      Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");

  private static final Pattern PUBLIC_KEY =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----\\s*");

  private final Key key;
  private final String[] algorithms;
  private final String fingerprint;

  private SigningKey(Key key, List<String> algorithms) {
    this.key = key;
    this.algorithms = algorithms.toArray(String[]::new);
    this.fingerprint = HexFormat.of().formatHex(Sha256.of(key.getEncoded()));
  }

  /** Reads a public key in PEM, else a secret of both sides. */
  static SigningKey parse(byte[] content) throws UnusableException {
    String text = new String(content, StandardCharsets.UTF_8).strip();
    if (text.startsWith("-----BEGIN")) {
      Matcher pem = PUBLIC_KEY.matcher(text);
      if (!pem.matches()) {
        throw new UnusableException("it is PEM, but not of one 'PUBLIC KEY'");
      }
      return ofPublicKey(pem.group(1));
    }
    byte[] secret = text.getBytes(StandardCharsets.UTF_8);
    if (secret.length < MIN_SECRET_BYTES) {
      throw new UnusableException("its secret is shorter than 32 bytes");
    }
    return new SigningKey(new HmacKey(secret), List.of(AlgorithmIdentifiers.HMAC_SHA256));
  }

  private static SigningKey ofPublicKey(String base64) throws UnusableException {
    for (String type : List.of("RSA", "EC", "Ed25519")) {
      try {
        byte[] der = Base64.getMimeDecoder().decode(base64);
        PublicKey key = KeyFactory.getInstance(type).generatePublic(new X509EncodedKeySpec(der));
        return new SigningKey(key, algorithms(key));
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        AgentLog.LOG.debug("the key is not of type {}", type, e);
      }
    }
    throw new UnusableException("its public key is of none of the types RSA, EC and Ed25519");
  }

  private static List<String> algorithms(PublicKey key) throws UnusableException {
    if (key instanceof RSAPublicKey rsa) {
      if (rsa.getModulus().bitLength() < MIN_RSA_BITS) {
        throw new UnusableException("its RSA key has less than 2048 bits");
      }
      return List.of(
          AlgorithmIdentifiers.RSA_USING_SHA256, AlgorithmIdentifiers.RSA_PSS_USING_SHA256);
    }
    return key instanceof ECPublicKey
        ? List.of(
            AlgorithmIdentifiers.ECDSA_USING_P256_CURVE_AND_SHA256,
            AlgorithmIdentifiers.ECDSA_USING_P384_CURVE_AND_SHA384,
            AlgorithmIdentifiers.ECDSA_USING_P521_CURVE_AND_SHA512)
        : List.of(AlgorithmIdentifiers.EDDSA);
  }

  /** Returns whether the text looks like what an app's server signs. */
  static boolean isSignedToken(String token) {
    return token.length() <= MAX_TOKEN_CHARS && SIGNED.matcher(token).matches();
  }

  Grant grant(Optional<Instant> end) {
    return new Grant(NAME, TokenKind.BROWSER, fingerprint, end);
  }

  /**
   * Checks a signed token.
   *
   * @throws IndexedDbException {@code TOKEN_WRONG}, {@code TOKEN_ENDED}
   */
  Grant verify(String token, String origin, String client, Instant now) {
    JwtClaims claims = verified(token, now);
    requireSame(ORIGIN, claims, origin, true);
    requireSame(CLIENT, claims, client, false);
    try {
      Instant end = Instant.ofEpochSecond(claims.getExpirationTime().getValue());
      return grant(Optional.of(end.plusSeconds(CLOCK_SKEW_SECONDS)));
    } catch (MalformedClaimException e) {
      throw malformed("exp", e);
    }
  }

  private JwtClaims verified(String token, Instant now) {
    try {
      return new JwtConsumerBuilder()
          .setVerificationKey(key)
          .setJwsAlgorithmConstraints(ConstraintType.PERMIT, algorithms)
          .setJweAlgorithmConstraints(ConstraintType.PERMIT)
          .setExpectedAudience(true, AUDIENCE)
          .setRequireExpirationTime()
          .setMaxFutureValidityInMinutes(MAX_VALIDITY_MINUTES)
          .setAllowedClockSkewInSeconds(CLOCK_SKEW_SECONDS)
          .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()))
          .build()
          .processToClaims(token);
    } catch (InvalidJwtException e) {
      throw e.hasExpired() ? ended(e) : invalid(e);
    }
  }

  private static void requireSame(String claim, JwtClaims claims, String actual, boolean required) {
    String bound;
    try {
      bound = claims.getStringClaimValue(claim);
    } catch (MalformedClaimException e) {
      throw malformed(claim, e);
    }
    if (bound == null ? required : !bound.equals(actual)) {
      throw IndexedDbException.of(
          ErrorCode.TOKEN_WRONG,
          "Cannot accept the request: the '%s' of its signed token is '%s', not '%s'. Have the app's"
              + " server sign one for this page.",
          claim,
          bound == null ? "missing" : AgentLog.plain(bound),
          AgentLog.plain(actual));
    }
  }

  private static IndexedDbException malformed(String claim, MalformedClaimException e) {
    return IndexedDbException.of(
            ErrorCode.TOKEN_WRONG,
            "Cannot accept the request: the '%s' of its signed token is of the wrong type. Have the"
                + " app's server sign another one.",
            claim)
        .causedBy(e);
  }

  private static IndexedDbException invalid(InvalidJwtException e) {
    return IndexedDbException.of(
            ErrorCode.TOKEN_WRONG,
            "Cannot accept the request: its signed token is not valid here. Have the app's server"
                + " sign it with the key of '--token-key', for the audience '%s' and with an end"
                + " within a day.",
            AUDIENCE)
        .causedBy(e);
  }

  private static IndexedDbException ended(InvalidJwtException e) {
    return IndexedDbException.of(
            ErrorCode.TOKEN_ENDED,
            "Cannot accept the request: its signed token has ended. Have the app's server sign"
                + " another one.")
        .causedBy(e);
  }
}
