// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;

/** Why the link of a client ends, or an ask on it. */
record LinkErrors(ClientName client) {
  IndexedDbException lost(String why) {
    return new IndexedDbException(
        ErrorCode.CLIENT_LOST,
        "Cannot read from " + AgentLog.describe(client) + ": " + why + ". Open its page again.",
        client.json());
  }

  IndexedDbException responseTimeout() {
    return new IndexedDbException(
        ErrorCode.WORKER_SILENT,
        "Cannot read from "
            + AgentLog.describe(client)
            + ": its export worker has not answered for "
            + Link.RESPONSE_TIMEOUT.toSeconds()
            + " s. Look into the console of its page, or reload it.",
        client.json());
  }

  IndexedDbException badMessage(String what) {
    return new IndexedDbException(
        ErrorCode.BAD_MESSAGE,
        "Cannot go on with "
            + AgentLog.describe(client)
            + ": "
            + what
            + ". Use page link and agent of one version.",
        client.json());
  }
}
