// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.DatabasesResponse;
import io.github.sparkindexeddb.wire.message.Participants;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.value.Summary;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All agents of one {@code endpoint} option, asked as if they were one.
 *
 * <p>Complete or error: an agent that cannot be reached, or fails, fails the read. An agent that
 * has no such store contributes nothing while another has it. A browser that is linked to two
 * agents is read through the first. Immutable, safe for all threads.
 */
public final class AgentGroup {
  private static final Logger LOG = LoggerFactory.getLogger(AgentGroup.class);

  private final List<AgentClient> agents;

  /**
   * @param endpoints at least one
   */
  public AgentGroup(List<Endpoint> endpoints) {
    this.agents = endpoints.stream().map(AgentClient::new).toList();
  }

  /**
   * Returns the merged summary of all clients that have the store. A browser that is linked to two
   * agents counts twice in it, which changes no type.
   *
   * @throws IndexedDbException {@code NO_CLIENTS}, {@code TOO_FEW_CLIENTS}, {@code
   *     AMBIGUOUS_ORIGIN}, or what an agent says
   */
  public SummaryResponse summarize(SummaryRequest request, ClientQuorum quorum) {
    StoreCall.Summarize call = new StoreCall.Summarize(request);
    List<SummaryResponse> replies = new ScatterGather<>(agents, call).gather(quorum).bodies();
    Summary summary =
        replies.stream().map(SummaryResponse::summary).reduce(Summary.EMPTY, Summary::and);
    return new SummaryResponse(summary, call.participants(replies));
  }

  /**
   * Creates one scan in each agent that has the store.
   *
   * @throws IndexedDbException as {@link #summarize}
   */
  public GroupScan scan(ScanRequest request, ClientQuorum quorum) {
    StoreCall.CreateScan call = new StoreCall.CreateScan(request, agents.size());
    AgentReplies<ScanResponse> replies = new ScatterGather<>(agents, call).gather(quorum);
    GroupScan scan = GroupScan.of(call.participants(replies.bodies()), replies.replies());
    log(request, scan);
    replies
        .refusals()
        .forEach(refusal -> LOG.info("An agent contributes nothing: {}", refusal.getMessage()));
    return scan;
  }

  /**
   * Creates a scan once more, with the same splits: the same key ranges of the same clients, as
   * they are now. Nothing of the former one is read any more.
   *
   * @throws IndexedDbException what an agent says
   */
  public GroupScan scanAgain(ScanRequest request, GroupScan former) {
    List<GroupScan.Part> parts = new ArrayList<>();
    try {
      former.parts().forEach(part -> parts.add(part.of(scanAgain(request, part))));
    } catch (IndexedDbException e) {
      new GroupScan(former.participants(), parts).release();
      throw e;
    }
    LOG.info(
        "Reading {} again, in the {} split(s) of before.",
        request.target(),
        former.splits().size());
    return new GroupScan(former.participants(), parts);
  }

  private static String scanAgain(ScanRequest request, GroupScan.Part former) {
    ScanRequest again =
        new ScanRequest(
            request.target(),
            request.projection(),
            request.query(),
            ScanRequest.Splitting.asPlanned(former.planned()));
    return new AgentClient(former.endpoint()).createScan(again).scan();
  }

  /**
   * Returns the databases that connected clients allow, agent by agent, and what cannot be told of
   * them. A browser that is linked to two agents appears in both lists.
   *
   * @param filter of the clients that count
   * @throws IndexedDbException {@code NO_CLIENTS}, {@code TOO_FEW_CLIENTS}, or what an agent says
   */
  public DatabasesResponse databases(ClientFilter filter, ClientQuorum quorum) {
    return new DatabaseListing(agents, filter).databases(quorum);
  }

  private static void log(ScanRequest request, GroupScan scan) {
    Participants participants = scan.participants();
    LOG.info(
        "Reading {} from {} client(s) in {} split(s), {} record(s); {} known client(s) are away{}; {} have no such"
            + " store{}.",
        request.target(),
        participants.clients().size(),
        scan.splits().size(),
        scan.records(),
        participants.away().size(),
        ids(participants.away()),
        participants.without().size(),
        ids(participants.without()));
  }

  private static String ids(List<ClientName> names) {
    return names.isEmpty() ? "" : names.stream().map(ClientName::id).toList().toString();
  }
}
