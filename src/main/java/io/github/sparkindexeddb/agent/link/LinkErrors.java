// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The errors that end the link of a client or a request on it, or let it have none. */
record LinkErrors(ClientName client) {
  static IndexedDbException unknown(String id) {
    return IndexedDbException.of(
            ErrorCode.CLIENT_NOT_FOUND,
            "Cannot remove client '%s': the agent knows none of that id. Take one of GET %s.",
            AgentLog.plain(id),
            Protocol.CLIENTS)
        .with("id", AgentLog.plain(id));
  }

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

  IndexedDbException replaced() {
    return error(
        ErrorCode.CLIENT_REPLACED,
        "Cannot go on with this link of %s: the client opened a newer one. Nothing is to be done.");
  }

  IndexedDbException stayedAway(Duration waited) {
    return error(
        ErrorCode.CLIENT_LOST,
        "Cannot go on with %s: it went away and was not back within %s s. Open its page again and"
            + " repeat, or raise '--grace'.",
        waited.toSeconds());
  }

  IndexedDbException removed() {
    return error(
        ErrorCode.CLIENT_NOT_FOUND,
        "Cannot read from %s: it was removed from the agent. Run the query again, which reads the"
            + " clients that are connected.");
  }

  IndexedDbException blocked() {
    return error(
        ErrorCode.CLIENT_BLOCKED,
        "Cannot link %s: the file of '--blocked-clients' names it. Delete its line there and reload"
            + " its page, if it should link.");
  }

  /**
   * @param former of the two, which was linked before the other came
   */
  IndexedDbException twin(Client.Presence former, Client.Presence other) {
    return error(
            ErrorCode.CLIENT_TWIN,
            "Cannot read from %s: two browsers have its secret, as after a profile or a disk was"
                + " copied: %s, and %s. Delete 'spark-indexeddb-secret' from the local storage of"
                + " one, send DELETE %s/%s to the agent, and reload the pages of both.",
            former.shown(),
            other.shown(),
            Protocol.CLIENTS,
            client.id())
        .with("twins", Json.array(List.of(former, other), Client.Presence::json));
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
