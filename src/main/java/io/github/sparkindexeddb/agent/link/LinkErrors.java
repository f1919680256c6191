// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.stream.Stream;

/** The errors that end the link of a client, or a request on it. */
record LinkErrors(ClientName client) {
  IndexedDbException pageClosed() {
    return error(
        ErrorCode.CLIENT_LOST,
        "Cannot read from %s: its page was closed, reloaded or cut off. Open its page again.");
  }

  IndexedDbException refusedByProxy() {
    return error(
        ErrorCode.FRAME_TOO_LARGE,
        "Cannot read from %s: a proxy between its page and the agent takes no message of that size"
            + " (close code 1009). Let it pass WebSocket messages of 8 MiB.");
  }

  IndexedDbException agentStopped() {
    return error(
        ErrorCode.CLIENT_LOST, "Cannot read from %s: the agent stops. Open its page again.");
  }

  IndexedDbException pingsUnanswered(int pings) {
    return error(
        ErrorCode.CLIENT_LOST,
        "Cannot read from %s: it has not answered for %s pings. Open its page again.",
        pings);
  }

  IndexedDbException responseTimeout() {
    return error(
        ErrorCode.WORKER_SILENT,
        "Cannot read from %s: its export worker has not answered for %s s. Look into the console"
            + " of its page, or reload it.",
        Link.RESPONSE_TIMEOUT.toSeconds());
  }

  IndexedDbException unexpectedMessage(String type) {
    return error(
        ErrorCode.BAD_MESSAGE,
        "Cannot go on with %s: a page does not send '%s'. Use page link and agent of one version.",
        type);
  }

  IndexedDbException requestNotOpen(long id) {
    return error(
        ErrorCode.BAD_MESSAGE,
        "Cannot go on with %s: it answers request %s, which is not open. Use page link and agent"
            + " of one version.",
        id);
  }

  IndexedDbException unannouncedBytes(long id, int bytes) {
    return error(
        ErrorCode.BAD_MESSAGE,
        "Cannot go on with %s: it sent %s bytes to request %s, more than announced. Use page link"
            + " and agent of one version.",
        bytes,
        id);
  }

  /** The first {@code %s} of the template stands for the client. */
  private IndexedDbException error(ErrorCode code, String template, Object... args) {
    Object[] all = Stream.concat(Stream.of(AgentLog.describe(client)), Stream.of(args)).toArray();
    return IndexedDbException.of(code, template, all).with(client.json());
  }
}
