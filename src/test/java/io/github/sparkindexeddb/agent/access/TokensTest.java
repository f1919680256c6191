// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.FakeScheduler;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TokensTest {
  private static final String ORIGIN = "https://shop.example";
  private static final String CLIENT = "one";
  private static final String READER_REMEDY =
      ". Give what the agent was started with as '--token': in Spark as option 'token', over HTTP"
          + " as 'Authorization: Bearer <token>'.";
  private static final String BROWSER_REMEDY =
      ". Give what the agent was started with as '--browser-token': in the page as connect({ token"
          + " }).";

  private final Tokens tokens = tokens(Optional.of("read"), Optional.of("link"));

  @Test
  void acceptsEachTokenForItsOwnKind() {
    assertThatCode(() -> tokens.checkReader(Optional.of("read"))).doesNotThrowAnyException();
    assertThatCode(() -> tokens.checkBrowser(Optional.of("link"), ORIGIN, CLIENT))
        .doesNotThrowAnyException();
  }

  @Test
  void tellsEnginesWhereToGiveWhichToken() {
    assertRefused(
        () -> tokens.checkReader(Optional.empty()),
        "[TOKEN_MISSING] Cannot accept the request: it came without a token" + READER_REMEDY);
    assertRefused(
        () -> tokens.checkReader(Optional.of("guess")),
        "[TOKEN_WRONG] Cannot accept the request: its token is not the agent's reader token"
            + READER_REMEDY);
    assertRefused(
        () -> tokens.checkReader(Optional.of("link")),
        "[TOKEN_WRONG_KIND] Cannot accept the request: its token is of the other kind"
            + READER_REMEDY);
  }

  @Test
  void tellsPagesWhereToGiveWhichToken() {
    assertRefused(
        () -> tokens.checkBrowser(Optional.empty(), ORIGIN, CLIENT),
        "[TOKEN_MISSING] Cannot accept the request: it came without a token" + BROWSER_REMEDY);
    assertRefused(
        () -> tokens.checkBrowser(Optional.of("read"), ORIGIN, CLIENT),
        "[TOKEN_WRONG_KIND] Cannot accept the request: its token is of the other kind"
            + BROWSER_REMEDY);
  }

  @Test
  void refusesATokenOfTheOtherKindEvenWhereNoneIsNeeded() {
    Tokens readerOnly = tokens(Optional.of("read"), Optional.empty());

    assertThatCode(() -> readerOnly.checkBrowser(Optional.empty(), ORIGIN, CLIENT))
        .doesNotThrowAnyException();
    assertThatCode(() -> readerOnly.checkBrowser(Optional.of("any"), ORIGIN, CLIENT))
        .doesNotThrowAnyException();
    assertRefused(
        () -> readerOnly.checkBrowser(Optional.of("read"), ORIGIN, CLIENT),
        "[TOKEN_WRONG_KIND] Cannot accept the request: its token is of the other kind"
            + BROWSER_REMEDY);
  }

  private static Tokens tokens(Optional<String> reader, Optional<String> browser) {
    return new Tokens(
        AgentOptions.DEFAULT
            .access()
            .with(
                new AccessOptions.Secrets(
                    reader.map(Secret.Given::new), browser.map(Secret.Given::new))),
        new FakeScheduler());
  }

  private static void assertRefused(ThrowingCallable check, String message) {
    assertThatThrownBy(check).hasMessage(message);
  }
}
