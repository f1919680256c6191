// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Scheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The bearer tokens that open the agent. A token of another kind is refused even where none is
 * needed, so that a reader token in a page is noticed.
 *
 * <p>Thread-safe.
 */
public final class Tokens {
  private final AccessOptions options;
  private final Scheduler clock;

  private final OptionTokens given;
  private final Optional<ReloadedFile<List<NamedToken>>> file;
  private final Optional<ReloadedFile<SigningKey>> key;
  private final Set<TokenUse> live = ConcurrentHashMap.newKeySet();

  /**
   * @throws IndexedDbException {@code OPTION_INVALID} if a file cannot be used
   */
  public Tokens(AccessOptions options, Scheduler clock) {
    this.options = options;
    this.clock = clock;
    given = new OptionTokens(options.secrets());
    AccessOptions.Files files = options.files();
    file = files.tokens().map(path -> ReloadedFile.open("--tokens", path, TokensFile::parse));
    key = files.tokenKey().map(path -> ReloadedFile.open("--token-key", path, SigningKey::parse));
  }

  /** Looks after changed files and tokens that have ended, from now on. */
  public void watch(FileWatch watch) {
    List<ReloadedFile<?>> files = new ArrayList<>(given.files());
    file.ifPresent(files::add);
    key.ifPresent(files::add);
    files.forEach(each -> watch.watch(each, this::endUses));
    if (!files.isEmpty()) {
      // Beside the looks: no token lasts longer because a disk does not answer.
      clock.scheduleEvery(ReloadedFile.PERIOD, this::endUses);
    }
  }

  /** Returns the token that engines give now, if there is one of an option of its own. */
  public Optional<String> reader() {
    return given.text(TokenKind.READER);
  }

  /**
   * Checks the token of an engine.
   *
   * @throws IndexedDbException {@code TOKEN_MISSING}, {@code TOKEN_WRONG}, {@code TOKEN_WRONG_KIND}
   *     or {@code TOKEN_ENDED}
   */
  public TokenUse checkReader(Optional<String> presented) {
    return use(check(presented, TokenKind.READER));
  }

  /**
   * Checks the token of whoever collects metrics.
   *
   * @throws IndexedDbException as of {@link #checkReader}
   */
  public TokenUse checkMetrics(Optional<String> presented) {
    return use(check(presented, TokenKind.METRICS));
  }

  /**
   * Checks the token of a page link.
   *
   * @param origin that the browser vouches for
   * @param client the id that the page says
   * @throws IndexedDbException as of {@link #checkReader}
   */
  public TokenUse checkBrowser(Optional<String> presented, String origin, String client) {
    boolean isSigned =
        key.isPresent()
            && presented.filter(SigningKey::isSignedToken).isPresent()
            && matching(presented).isEmpty();
    return use(
        isSigned
            ? Optional.of(
                key.get()
                    .value()
                    .verify(presented.orElseThrow(), origin, client, clock.calendarTime()))
            : check(presented, TokenKind.BROWSER));
  }

  private TokenUse use(Optional<Grant> grant) {
    return new TokenUse(grant, live);
  }

  private Optional<Grant> check(Optional<String> presented, TokenKind needed) {
    List<NamedToken> matching = matching(presented);
    if (matching.stream().anyMatch(token -> !token.kind().opens(needed))) {
      throw IndexedDbException.of(
          ErrorCode.TOKEN_WRONG_KIND,
          "Cannot accept the request: its token is of the other kind. Give %s.",
          needed.remedy());
    }
    if (matching.isEmpty()) {
      requireNone(presented, needed);
      return Optional.empty();
    }
    Instant now = clock.calendarTime();
    return Optional.of(
        matching.stream()
            .filter(token -> !token.isEnded(now))
            .findFirst()
            .orElseThrow(() -> ended(matching.get(0)))
            .grant());
  }

  private void requireNone(Optional<String> presented, TokenKind needed) {
    if (!options.needs(needed)) {
      return;
    }
    if (presented.isEmpty()) {
      throw IndexedDbException.of(
          ErrorCode.TOKEN_MISSING,
          "Cannot accept the request: it came without a token. Give %s.",
          needed.remedy());
    }
    throw IndexedDbException.of(
        ErrorCode.TOKEN_WRONG,
        "Cannot accept the request: its token is not the agent's %s token. Give %s.",
        needed.noun(),
        needed.remedy());
  }

  /** Returns the tokens that are the presented one, in time that does not depend on which. */
  private List<NamedToken> matching(Optional<String> presented) {
    List<NamedToken> matching = new ArrayList<>();
    presented.ifPresent(
        token -> {
          byte[] hash = ascii(Sha256.hex(token));
          for (NamedToken known : known()) {
            if (MessageDigest.isEqual(hash, ascii(known.hash()))) {
              matching.add(known);
            }
          }
        });
    return matching;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private List<NamedToken> known() {
    List<NamedToken> known = new ArrayList<>(given.now());
    file.ifPresent(tokens -> known.addAll(tokens.value()));
    return known;
  }

  private void endUses() {
    // Before the tokens: a use of one that is taken up meanwhile is not looked for among the old.
    List<TokenUse> uses = List.copyOf(live);
    Instant now = clock.calendarTime();
    Set<String> valid = new HashSet<>();
    known().stream()
        .filter(token -> !token.isEnded(now))
        .forEach(token -> valid.add(id(token.grant())));
    key.ifPresent(signing -> valid.add(id(signing.value().grant(Optional.empty()))));
    for (TokenUse use : uses) {
      Grant grant = use.grant().orElseThrow();
      boolean isOver = grant.end().filter(end -> !now.isBefore(end)).isPresent();
      if (isOver || !valid.contains(id(grant))) {
        use.end(revoked(grant));
      }
    }
  }

  private static String id(Grant grant) {
    return grant.kind() + " " + grant.key();
  }

  private static IndexedDbException ended(NamedToken token) {
    return IndexedDbException.of(
        ErrorCode.TOKEN_ENDED,
        "Cannot accept the request: its token, '%s', ended at %s. Give one that has not ended.",
        token.name(),
        token.end().orElseThrow());
  }

  private static IndexedDbException revoked(Grant grant) {
    AgentLog.LOG.info("token '{}' ended for a peer", grant.name());
    return IndexedDbException.of(
        ErrorCode.TOKEN_ENDED,
        "Cannot go on: the token '%s' has ended, or was taken back. Give another one.",
        grant.name());
  }
}
