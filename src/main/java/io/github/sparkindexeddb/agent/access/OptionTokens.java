// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.agent.access.ReloadedFile.UnusableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The tokens of {@code --token} and {@code --browser-token}, which do not end, but of which another
 * may come into a file. Thread-safe.
 */
final class OptionTokens {
  private final Map<TokenKind, Slot> slots = new ConcurrentHashMap<>();

  /** A token with its text, which those who run the agent inside of their program send. */
  private record Held(String text, NamedToken token) {
    /** Returns no secret: a record's own method would print it. */
    @Override
    public String toString() {
      return token.name();
    }
  }

  /** The place of a kind's token. */
  private record Slot(String option, Supplier<Held> held, Optional<ReloadedFile<Held>> file) {}

  /**
   * @throws io.github.sparkindexeddb.wire.IndexedDbException {@code OPTION_INVALID} if a file
   *     cannot be used
   */
  OptionTokens(AccessOptions.Secrets secrets) {
    // Those in files are compared with the others.
    secrets.reader().ifPresent(secret -> keep("--token", TokenKind.READER, secret));
    secrets.browser().ifPresent(secret -> keep("--browser-token", TokenKind.BROWSER, secret));
    secrets.reader().ifPresent(secret -> open("--token", TokenKind.READER, secret));
    secrets.browser().ifPresent(secret -> open("--browser-token", TokenKind.BROWSER, secret));
  }

  private void keep(String option, TokenKind kind, Secret secret) {
    if (secret instanceof Secret.Given given) {
      Held held = new Held(given.token(), NamedToken.given(option, kind, given.token()));
      slots.put(kind, new Slot(option, () -> held, Optional.empty()));
    }
  }

  private void open(String option, TokenKind kind, Secret secret) {
    if (secret instanceof Secret.InFile in) {
      ReloadedFile<Held> file =
          ReloadedFile.open(option + "-file", in.file(), content -> parse(option, kind, content));
      slots.put(kind, new Slot(option, file::value, Optional.of(file)));
    }
  }

  private Held parse(String option, TokenKind kind, byte[] content) throws UnusableException {
    String text = new String(content, StandardCharsets.UTF_8).strip();
    if (!AccessOptions.isToken(text)) {
      throw new UnusableException("it is empty or holds other than one token of visible ASCII");
    }
    for (Map.Entry<TokenKind, Slot> other : slots.entrySet()) {
      if (other.getKey() != kind && other.getValue().held().get().text().equals(text)) {
        throw new UnusableException(
            "it holds the token of '"
                + other.getValue().option()
                + "', so that every page could read all data");
      }
    }
    return new Held(text, NamedToken.given(option, kind, text));
  }

  /** Returns the tokens that hold now. */
  List<NamedToken> now() {
    return slots.values().stream().map(slot -> slot.held().get().token()).toList();
  }

  /** Returns the token of that kind that holds now, if there is one. */
  Optional<String> text(TokenKind kind) {
    return Optional.ofNullable(slots.get(kind)).map(slot -> slot.held().get().text());
  }

  /** Returns the files that tokens are in. */
  List<ReloadedFile<?>> files() {
    return slots.values().stream().<ReloadedFile<?>>flatMap(slot -> slot.file().stream()).toList();
  }
}
