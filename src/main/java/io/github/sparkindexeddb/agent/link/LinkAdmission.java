// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.access.ProtocolVersion;
import io.github.sparkindexeddb.agent.access.Tokens;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.regex.Pattern;

/** Decides whether a page may link, from its hello. Immutable. */
public final class LinkAdmission {
  /** Matches ids as page links make them; other text has no business in logs and responses. */
  private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final int MAX_BROWSER_CHARS = 512;

  private final Tokens tokens;
  private final Clients clients;
  private final Metrics metrics;

  public LinkAdmission(Tokens tokens, Clients clients, Metrics metrics) {
    this.tokens = tokens;
    this.clients = clients;
    this.metrics = metrics;
  }

  /**
   * Links the page that sent this first message.
   *
   * @throws IndexedDbException if the page is refused
   */
  Link admit(String origin, Message first, PageConnection connection) {
    if (!(first instanceof Message.Hello hello)) {
      throw IndexedDbException.of(
          ErrorCode.BAD_MESSAGE, "Cannot link the page: its first message is no hello. Send one.");
    }
    ProtocolVersion.check(hello.protocol());
    tokens.checkBrowser(hello.token());
    Message.Page page = validated(hello.page());
    metrics.increment(Metrics.Counter.LINKS_ACCEPTED);
    return clients.join(new ClientName(page.client(), origin), page, connection);
  }

  /** Counts and logs a page that was refused, before its hello or after. */
  void onRefused(String origin, IndexedDbException error) {
    metrics.increment(Metrics.Counter.LINKS_REFUSED);
    AgentLog.logRefused("page of " + origin, error);
  }

  private static Message.Page validated(Message.Page page) {
    if (!CLIENT_ID.matcher(page.client()).matches()) {
      throw IndexedDbException.of(
          ErrorCode.BAD_MESSAGE,
          "Cannot link the page: its client id is not 1 to 64 letters, digits, '-' or '_'."
              + " Let the page link choose one.");
    }
    String browser = page.browser();
    return browser.length() <= MAX_BROWSER_CHARS
        ? page
        : new Message.Page(page.client(), browser.substring(0, MAX_BROWSER_CHARS), page.version());
  }
}
