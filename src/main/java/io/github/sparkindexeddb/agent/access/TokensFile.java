// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.agent.access.ReloadedFile.UnusableException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tokens with names and ends, one a line: {@code name kind token [end]}. No message repeats a
 * token.
 */
final class TokensFile {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern TOKEN = Pattern.compile("[!-~]{1,1024}");
  private static final Pattern HASH = Pattern.compile("[0-9A-Fa-f]{64}");
  private static final String HASH_PREFIX = "sha256:";

  private final List<NamedToken> tokens = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Set<String> hashes = new HashSet<>();

  private TokensFile() {}

  static List<NamedToken> parse(byte[] content) throws UnusableException {
    TokensFile file = new TokensFile();
    int number = 0;
    for (String line : text(content).split("\\R", -1)) {
      number++;
      String words = line.strip();
      if (!words.isEmpty() && !words.startsWith("#")) {
        file.add(words.split("[ \t]+"), number);
      }
    }
    return List.copyOf(file.tokens);
  }

  /** A token of replacement characters would be the same for many a file of another encoding. */
  private static String text(byte[] content) throws UnusableException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw new UnusableException("it is no text in UTF-8");
    }
  }

  private void add(String[] words, int line) throws UnusableException {
    require(
        words.length == 3 || words.length == 4,
        line,
        "is not 'name kind token' or 'name kind token end'");
    require(
        NAME.matcher(words[0]).matches(),
        line,
        "has a name of other than letters, digits, '.', '-' and '_'");
    require(names.add(words[0]), line, "has the name of an earlier line");
    TokenKind kind = kind(words[1], line);
    String hash = hash(words[2], line);
    require(hashes.add(hash), line, "has the token of an earlier line");
    Optional<Instant> end = words.length == 4 ? Optional.of(end(words[3], line)) : Optional.empty();
    tokens.add(new NamedToken(words[0], kind, hash, end));
  }

  private static TokenKind kind(String word, int line) throws UnusableException {
    for (TokenKind kind : TokenKind.values()) {
      if (kind.noun().equals(word)) {
        return kind;
      }
    }
    throw unusable(line, "has a kind other than reader, browser and metrics");
  }

  private static String hash(String word, int line) throws UnusableException {
    if (!word.startsWith(HASH_PREFIX)) {
      require(
          TOKEN.matcher(word).matches(),
          line,
          "has a token of other than visible ASCII characters");
      return Sha256.hex(word);
    }
    String hash = word.substring(HASH_PREFIX.length());
    require(HASH.matcher(hash).matches(), line, "has a 'sha256:' without 64 hexadecimal digits");
    return hash.toLowerCase(Locale.ROOT);
  }

  /** Reads an instant, or the last day, in UTC. */
  private static Instant end(String word, int line) throws UnusableException {
    try {
      return word.indexOf('T') >= 0
          ? Instant.parse(word)
          : LocalDate.parse(word).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw unusable(line, "has an end that is not as 2027-01-31 or 2027-01-31T12:00:00Z");
    }
  }

  private static void require(boolean fits, int line, String why) throws UnusableException {
    if (!fits) {
      throw unusable(line, why);
    }
  }

  private static UnusableException unusable(int line, String why) {
    return new UnusableException("line " + line + " " + why);
  }
}
