// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.Audience;
import io.github.sparkindexeddb.wire.DatabasesReply;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.ScanReply;
import io.github.sparkindexeddb.wire.ScanRequest;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.Summary;
import io.github.sparkindexeddb.wire.SummaryReply;
import io.github.sparkindexeddb.wire.SummaryRequest;
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
  public SummaryReply summarize(SummaryRequest request, ClientQuorum quorum) {
    StoreCall.Summarize call = new StoreCall.Summarize(request);
    List<SummaryReply> replies = new ScatterGather<>(agents, call).gather(quorum).bodies();
    Summary summary =
        replies.stream().map(SummaryReply::summary).reduce(Summary.EMPTY, Summary::and);
    return new SummaryReply(summary, call.audience(replies));
  }

  /**
   * Creates one scan in each agent that has the store.
   *
   * @throws IndexedDbException as {@link #summarize}
   */
  public GroupScan scan(ScanRequest request, ClientQuorum quorum) {
    StoreCall.CreateScan call = new StoreCall.CreateScan(request, agents.size());
    AgentReplies<ScanReply> replies = new ScatterGather<>(agents, call).gather(quorum);
    GroupScan scan = GroupScan.of(call.audience(replies.bodies()), replies.replies());
    log(request, scan);
    replies
        .refusals()
        .forEach(refusal -> LOG.info("An agent contributes nothing: {}", refusal.getMessage()));
    return scan;
  }

  /**
   * Returns the databases that connected clients allow, agent by agent. A browser that is linked to
   * two agents appears in both lists.
   *
   * @param filter of the clients that count
   * @throws IndexedDbException {@code NO_CLIENTS}, {@code TOO_FEW_CLIENTS}, or what an agent says
   */
  public List<DatabasesReply.Database> databases(ClientFilter filter, ClientQuorum quorum) {
    return new DatabaseListing(agents, filter).databases(quorum);
  }

  private static void log(ScanRequest request, GroupScan scan) {
    Audience audience = scan.audience();
    LOG.info(
        "Reading {} from {} client(s) in {} split(s), {} record(s); {} known client(s) are away{}; {} have no such"
            + " store{}.",
        request.target(),
        audience.clients().size(),
        scan.splits().size(),
        scan.records(),
        audience.away().size(),
        ids(audience.away()),
        audience.without().size(),
        ids(audience.without()));
  }

  private static String ids(List<ClientName> names) {
    return names.isEmpty() ? "" : names.stream().map(ClientName::id).toList().toString();
  }
}
