// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.agent.access.ReloadedFile.UnusableException;
import io.github.sparkindexeddb.testing.FakeScheduler;
import io.github.sparkindexeddb.testing.LogCapture;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokensFileTest {
  private static final String ORIGIN = "https://shop.example";

  /** What the scheduler of the tests begins with is {@code 2026-11-22T17:00:00Z}. */
  private static final String LINES =
      """
      # Who may do what
      spark-night  reader   for-spark
      notebook     reader   sha256:%s  2026-11-22

      shop         browser  for-pages  2026-11-22T18:00:00Z
      prometheus   metrics  for-metrics
      """
          .formatted(Sha256.hex("for-notebook"));

  private final FakeScheduler clock = new FakeScheduler();
  @TempDir private Path directory;

  @Test
  void readsNamesKindsHashesAndEnds() throws UnusableException {
    assertThat(parsed(LINES.replace("\n", "\r\n")))
        .containsExactly(
            token("spark-night", TokenKind.READER, "for-spark", null),
            token("notebook", TokenKind.READER, "for-notebook", "2026-11-23T00:00:00Z"),
            token("shop", TokenKind.BROWSER, "for-pages", "2026-11-22T18:00:00Z"),
            token("prometheus", TokenKind.METRICS, "for-metrics", null));
    assertThat(parsed("")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name|is not 'name kind token' or 'name kind token end'",
        "a reader b 2027-01-31 c|is not 'name kind token' or 'name kind token end'",
        "a/b reader secret|has a name of other than letters, digits, '.', '-' and '_'",
        "a admin secret|has a kind other than reader, browser and metrics",
        "a READER secret|has a kind other than reader, browser and metrics",
        "a reader sécret|has a token of other than visible ASCII characters",
        "a reader sha256:secret|has a 'sha256:' without 64 hexadecimal digits",
        "a reader secret tomorrow|has an end that is not as 2027-01-31 or 2027-01-31T12:00:00Z",
        "a reader secret 2027-02-30|has an end that is not as 2027-01-31 or 2027-01-31T12:00:00Z",
        "b reader secret|has the name of an earlier line",
        "a browser first|has the token of an earlier line",
      })
  void namesTheLineThatCannotBeAndNoToken(String line, String why) {
    assertThatThrownBy(() -> parsed("b reader first\n" + line + "\n"))
        .isInstanceOf(UnusableException.class)
        .hasMessage("line 2 " + why);
  }

  @Test
  void readsNothingButUtf8() {
    assertThatThrownBy(() -> TokensFile.parse(new byte[] {(byte) 0xFF}))
        .hasMessage("it is no text in UTF-8");
  }

  @Test
  void aFileThatCannotBeUsedAtTheStartIsAnError() throws IOException {
    Path file = directory.resolve("tokens");
    assertThatThrownBy(() -> tokens(file))
        .hasMessage(
            "[OPTION_INVALID] Cannot start the agent: the file '%s' of '--tokens' cannot be used: it"
                + " cannot be read, check its name and rights. Correct it.",
            file);
    Files.writeString(file, "x".repeat((1 << 20) + 1));
    assertThatThrownBy(() -> tokens(file)).hasMessageContaining("it is larger than 1 MiB");
  }

  @Test
  void eachTokenOpensWhatItsKindDoes() throws IOException {
    Tokens tokens = tokens(written(LINES));
    assertThat(tokens.checkReader(of("for-spark")).tokenName()).contains("spark-night");
    assertThat(tokens.checkReader(of("for-notebook")).tokenName()).contains("notebook");
    assertThat(tokens.checkBrowser(of("for-pages"), ORIGIN, "one").tokenName()).contains("shop");
    assertThat(tokens.checkMetrics(of("for-metrics")).tokenName()).contains("prometheus");
    assertThat(tokens.checkMetrics(of("for-spark")).tokenName()).contains("spark-night");
    for (String other : List.of("for-pages", "for-metrics")) {
      assertRefused(ErrorCode.TOKEN_WRONG_KIND, () -> tokens.checkReader(of(other)));
    }
    for (String other : List.of("for-spark", "for-metrics")) {
      assertRefused(
          ErrorCode.TOKEN_WRONG_KIND, () -> tokens.checkBrowser(of(other), ORIGIN, "one"));
    }
    assertRefused(ErrorCode.TOKEN_WRONG_KIND, () -> tokens.checkMetrics(of("for-pages")));
    assertRefused(ErrorCode.TOKEN_WRONG, () -> tokens.checkReader(of("guess")));
  }

  @Test
  void aFileWithoutAnyTokenOpensNothing() throws IOException {
    Tokens tokens = tokens(written("# all taken back\n"));
    assertRefused(ErrorCode.TOKEN_MISSING, () -> tokens.checkReader(Optional.empty()));
    assertRefused(ErrorCode.TOKEN_MISSING, () -> tokens.checkMetrics(Optional.empty()));
    assertRefused(
        ErrorCode.TOKEN_MISSING, () -> tokens.checkBrowser(Optional.empty(), ORIGIN, "one"));
  }

  @Test
  void aTokenEndsToTheSecond() throws IOException {
    Tokens tokens = tokens(written(LINES));
    clock.pass(Duration.ofMinutes(60).minusSeconds(1));
    tokens.checkBrowser(of("for-pages"), ORIGIN, "one");
    clock.pass(Duration.ofSeconds(1));
    assertThatThrownBy(() -> tokens.checkBrowser(of("for-pages"), ORIGIN, "one"))
        .hasMessage(
            "[TOKEN_ENDED] Cannot accept the request: its token, 'shop', ended at"
                + " 2026-11-22T18:00:00Z. Give one that has not ended.");
  }

  @Test
  void aFileThatIsBeingWrittenTakesNobodysToken() throws IOException {
    Path file = written(LINES);
    Tokens tokens = tokens(file);
    Files.writeString(file, "");
    clock.pass(ReloadedFile.PERIOD);
    Files.writeString(file, LINES + "new reader for-new\n");
    clock.pass(ReloadedFile.PERIOD);
    assertThat(tokens.checkReader(of("for-spark")).tokenName()).contains("spark-night");
    clock.pass(ReloadedFile.PERIOD);
    assertThat(tokens.checkReader(of("for-new")).tokenName()).contains("new");
  }

  @Test
  void aChangedFileIsTakenUpWithinSeconds() throws IOException {
    Path file = written(LINES);
    Tokens tokens = tokens(file);
    Files.writeString(file, "new reader for-new\n");
    clock.pass(ReloadedFile.PERIOD.multipliedBy(2));
    assertThat(tokens.checkReader(of("for-new")).tokenName()).contains("new");
    assertRefused(ErrorCode.TOKEN_WRONG, () -> tokens.checkReader(of("for-spark")));
  }

  @Test
  void aBadFileKeepsTheTokensAndIsLoggedOnce() throws IOException {
    Path file = written(LINES);
    Tokens tokens = tokens(file);
    try (LogCapture log = LogCapture.start()) {
      Supplier<List<String>> warnings =
          () -> log.lines().stream().filter(line -> line.startsWith("WARN")).toList();
      Files.writeString(file, "spark-night reader\n");
      clock.pass(Duration.ofMinutes(1));
      tokens.checkReader(of("for-spark"));
      assertThat(warnings.get())
          .containsExactly(
              "WARN Cannot take up a change: the file '"
                  + file
                  + "' of '--tokens' cannot be used: line 1 is not 'name kind token' or 'name kind"
                  + " token end'. What was there before holds on.");
      Files.delete(file);
      clock.pass(Duration.ofMinutes(1));
      tokens.checkReader(of("for-spark"));
      assertThat(warnings.get()).hasSize(2);
      Files.writeString(file, LINES);
      clock.pass(Duration.ofMinutes(1));
      Files.delete(file);
      clock.pass(Duration.ofMinutes(1));
      assertThat(warnings.get()).as("a fault that came again").hasSize(3);
      assertThat(log.lines()).noneMatch(line -> line.contains("for-"));
    }
  }

  @Test
  void whatATokenOpenedEndsWithItsLine() throws IOException {
    Path file = written(LINES);
    Tokens tokens = tokens(file);
    List<IndexedDbException> ended = new ArrayList<>();
    List<IndexedDbException> others = new ArrayList<>();
    tokens.checkReader(of("for-spark")).onTokenEnd(ended::add);
    tokens.checkReader(of("for-notebook")).onTokenEnd(others::add);
    TokenUse closed = tokens.checkReader(of("for-spark"));
    closed.onTokenEnd(others::add);
    closed.close();
    clock.pass(Duration.ofMinutes(1));
    assertThat(ended).isEmpty();

    Files.writeString(file, LINES.replaceFirst("spark-night.*\n", ""));
    clock.pass(Duration.ofMinutes(1));

    assertThat(ended)
        .extracting(Throwable::getMessage)
        .containsExactly(
            "[TOKEN_ENDED] Cannot go on: the token 'spark-night' has ended, or was taken back. Give"
                + " another one.");
    assertThat(others).isEmpty();
  }

  @Test
  void whatATokenOpenedEndsAtItsEnd() throws IOException {
    Tokens tokens = tokens(written(LINES));
    List<IndexedDbException> ended = new ArrayList<>();
    tokens.checkBrowser(of("for-pages"), ORIGIN, "one").onTokenEnd(ended::add);
    clock.pass(Duration.ofMinutes(59));
    assertThat(ended).isEmpty();
    clock.pass(Duration.ofMinutes(1).plus(ReloadedFile.PERIOD));
    assertThat(ended).hasSize(1);
  }

  @Test
  void anEndThatIsPutOffKeepsWhatTheTokenOpened() throws IOException {
    Path file = written(LINES);
    Tokens tokens = tokens(file);
    List<IndexedDbException> ended = new ArrayList<>();
    tokens.checkBrowser(of("for-pages"), ORIGIN, "one").onTokenEnd(ended::add);
    Files.writeString(file, LINES.replace("2026-11-22T18", "2026-11-22T20"));
    clock.pass(Duration.ofHours(2));
    assertThat(ended).isEmpty();
    clock.pass(Duration.ofHours(2));
    assertThat(ended).hasSize(1);
  }

  @Test
  void theTokensOfTheOptionsHoldBesideTheFile() throws IOException {
    Path file = written(LINES);
    Tokens tokens = watched(AgentOptions.DEFAULT.withToken("given").withTokens(file).access());
    List<IndexedDbException> ended = new ArrayList<>();
    TokenUse use = tokens.checkReader(of("given"));
    use.onTokenEnd(ended::add);
    Files.writeString(file, "");
    clock.pass(Duration.ofMinutes(1));
    assertThat(use.tokenName()).contains("--token");
    assertThat(ended).isEmpty();
  }

  private Path written(String lines) throws IOException {
    return Files.writeString(directory.resolve("tokens"), lines);
  }

  private Tokens tokens(Path file) {
    return watched(AgentOptions.DEFAULT.withTokens(file).access());
  }

  private Tokens watched(AccessOptions options) {
    Tokens tokens = new Tokens(options, clock);
    tokens.watch(new FileWatch(clock, Runnable::run));
    return tokens;
  }

  private static Optional<String> of(String token) {
    return Optional.of(token);
  }

  private static List<NamedToken> parsed(String lines) throws UnusableException {
    return TokensFile.parse(lines.getBytes(StandardCharsets.UTF_8));
  }

  private static NamedToken token(String name, TokenKind kind, String token, String end) {
    return new NamedToken(
        name, kind, Sha256.hex(token), Optional.ofNullable(end).map(Instant::parse));
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable check) {
    assertThatThrownBy(check)
        .isInstanceOfSatisfying(
            IndexedDbException.class, error -> assertThat(error.code()).isEqualTo(code));
  }
}
