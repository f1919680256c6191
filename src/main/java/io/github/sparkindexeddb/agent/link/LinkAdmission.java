// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.access.BlockedClients;
import io.github.sparkindexeddb.agent.access.ProtocolVersion;
import io.github.sparkindexeddb.agent.access.TokenUse;
import io.github.sparkindexeddb.agent.access.Tokens;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.agent.runtime.RefusalLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.Optional;

/** Decides whether a page may link, from its hello. Immutable. */
public final class LinkAdmission {
  private final Tokens tokens;
  private final BlockedClients blocked;
  private final Clients clients;
  private final Metrics metrics;
  private final RefusalLog refusals = new RefusalLog();

  public LinkAdmission(Tokens tokens, BlockedClients blocked, Clients clients, Metrics metrics) {
    this.tokens = tokens;
    this.blocked = blocked;
    this.clients = clients;
    this.metrics = metrics;
  }

  /** A page that was let in, and by which token. */
  record Admitted(Link link, TokenUse tokenUse) {}

  /**
   * Links the page that sent this first message, as long as its token lasts; nothing if there are
   * too many page links, and its connection is closed then.
   *
   * @throws IndexedDbException if the page is refused
   */
  Optional<Admitted> admit(String origin, Message first, PageConnection connection) {
    if (!(first instanceof Message.Hello hello)) {
      throw IndexedDbException.of(
          ErrorCode.BAD_MESSAGE, "Cannot link the page: its first message is no hello. Send one.");
    }
    ProtocolVersion.check(hello.protocol());
    ClientName client = new ClientName(ClientIds.of(hello.page().credential()), origin);
    TokenUse use = tokens.checkBrowser(hello.token(), origin, client.id());
    if (blocked.contains(client.id())) {
      throw new LinkErrors(client).blocked();
    }
    // Before it is a client that is linked: nobody is to read one that has to go at once.
    if (!connection.takePlace()) {
      return Optional.empty();
    }
    // Before the page is welcomed, lest a token that ends meanwhile is overlooked.
    use.onTokenEnd(connection::close);
    Link link;
    try {
      link = clients.join(request(client, hello.page(), connection));
    } catch (IndexedDbException e) {
      use.close();
      throw e;
    }
    use.onTokenEnd(link::close);
    metrics.increment(Metrics.Counter.LINKS_ACCEPTED);
    return Optional.of(new Admitted(link, use));
  }

  /** Counts and logs a page that was refused, before its hello or after. */
  void onRefused(String origin, IndexedDbException error) {
    metrics.increment(Metrics.Counter.LINKS_REFUSED);
    refusals.log("page of " + origin, error);
  }

  private static LinkRequest request(
      ClientName client, Message.Page page, PageConnection connection) {
    Optional<String> ticket =
        page.credential() instanceof Message.Secret secret
            ? Optional.of(secret.ticket())
            : Optional.empty();
    return new LinkRequest(client, ticket, AgentLog.plain(page.browser()), connection);
  }
}
