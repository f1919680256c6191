// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.runtime.Events;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;

/** Why the link of a client ends, or an ask on it. */
record LinkFaults(ClientName client) {
  IndexedDbException lost(String why) {
    return new IndexedDbException(
        ErrorCode.CLIENT_LOST,
        "Cannot read from " + Events.name(client) + ": " + why + ". Open its page again.",
        client.json());
  }

  IndexedDbException silent() {
    return new IndexedDbException(
        ErrorCode.WORKER_SILENT,
        "Cannot read from "
            + Events.name(client)
            + ": its export worker has not answered for "
            + Link.SILENCE.toSeconds()
            + " s. Look into the console of its page, or reload it.",
        client.json());
  }

  IndexedDbException garbage(String what) {
    return new IndexedDbException(
        ErrorCode.BAD_MESSAGE,
        "Cannot go on with "
            + Events.name(client)
            + ": "
            + what
            + ". Use page link and agent of one version.",
        client.json());
  }
}
