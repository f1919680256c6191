// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.time.Instant;
import java.util.Optional;

/**
 * A page that may link, as far as tokens and the form of its hello go.
 *
 * @param ticket that it shows, empty for none yet; absent for a page that keeps no secret
 */
record LinkRequest(
    ClientName client, Optional<String> ticket, String browser, PageConnection connection) {
  Client.Presence presence(Instant now, Optional<Link> link) {
    return new Client.Presence(browser, connection.address(), now, link);
  }
}
