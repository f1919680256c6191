// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.Audience;
import io.github.sparkindexeddb.wire.DatabasesReply;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.ScanReply;
import io.github.sparkindexeddb.wire.ScanRequest;
import io.github.sparkindexeddb.wire.StoreClient;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.Summary;
import io.github.sparkindexeddb.wire.SummaryReply;
import io.github.sparkindexeddb.wire.SummaryRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
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
   * The merged summary of all clients that have the store. A browser that is linked to two agents
   * counts twice in it, which changes no type.
   *
   * @throws IndexedDbException {@code NO_CLIENTS}, {@code TOO_FEW_CLIENTS}, {@code
   *     AMBIGUOUS_ORIGIN}, or what an agent says
   */
  public SummaryReply summarize(SummaryRequest request, ClientQuorum quorum) {
    AgentReplies<SummaryReply> poll =
        new ScatterGather<>(
                agents,
                new AgentCall<>(
                    request.target(),
                    (agent, place) -> agent.summarize(request),
                    SummaryReply::audience,
                    reply -> {}))
            .patiently(quorum);
    Summary summary =
        poll.replies().stream()
            .map(reply -> reply.body().summary())
            .reduce(Summary.EMPTY, Summary::and);
    return new SummaryReply(summary, poll.audience());
  }

  /**
   * One scan in each agent that has the store.
   *
   * @throws IndexedDbException as {@link #summarize}
   */
  public GroupScan scan(ScanRequest request, ClientQuorum quorum) {
    AgentReplies<ScanReply> poll =
        new ScatterGather<>(
                agents,
                new AgentCall<>(
                    request.target(),
                    (agent, place) -> agent.createScan(share(request, place)),
                    ScanReply::audience,
                    reply -> GroupScan.release(reply.agent(), reply.body().scan())))
            .patiently(quorum);
    GroupScan scan = new GroupScan(poll.audience(), parts(poll));
    log(request, scan, poll.refusals());
    return scan;
  }

  /**
   * The databases that connected clients allow, agent by agent. A browser that is linked to two
   * agents appears in both lists.
   *
   * @throws IndexedDbException {@code NO_CLIENTS}, {@code TOO_FEW_CLIENTS}, or what an agent says
   */
  public List<DatabasesReply.Database> databases(ClientFilter narrowing, ClientQuorum quorum) {
    return new DatabaseListing(agents, narrowing).patiently(quorum);
  }

  /** The wished number of splits, shared evenly; no agent gets less than one. */
  private ScanRequest share(ScanRequest request, int place) {
    ScanRequest.Splitting wish = request.splitting();
    if (wish.atMost().isEmpty()) {
      return request;
    }
    int total = wish.atMost().getAsInt();
    int share = total / agents.size() + (place < total % agents.size() ? 1 : 0);
    return new ScanRequest(
        request.target(),
        request.projection(),
        request.query(),
        new ScanRequest.Splitting(wish.recordsPerSplit(), OptionalInt.of(Math.max(1, share))));
  }

  private static List<GroupScan.Part> parts(AgentReplies<ScanReply> poll) {
    Set<ClientName> taken = new HashSet<>();
    List<GroupScan.Part> parts = new ArrayList<>();
    for (AgentReplies.Reply<ScanReply> reply : poll.replies()) {
      Set<ClientName> here =
          reply.audience().clients().stream()
              .map(StoreClient::name)
              .filter(name -> !taken.contains(name))
              .collect(Collectors.toSet());
      taken.addAll(here);
      parts.add(part(reply, here));
    }
    return parts;
  }

  private static GroupScan.Part part(AgentReplies.Reply<ScanReply> reply, Set<ClientName> here) {
    Endpoint endpoint = reply.agent().endpoint();
    String scan = reply.body().scan();
    List<ScanReply.Split> elsewhere =
        reply.body().splits().stream().filter(split -> !here.contains(split.client())).toList();
    if (!elsewhere.isEmpty()) {
      LOG.warn(
          "Not reading {} of {} splits through {}: their clients {} are linked to another agent too and read there.",
          elsewhere.size(),
          reply.body().splits().size(),
          endpoint,
          elsewhere.stream().map(split -> split.client().id()).distinct().toList());
    }
    List<SplitAddress> splits =
        reply.body().splits().stream()
            .filter(split -> here.contains(split.client()))
            .map(split -> new SplitAddress(endpoint, scan, split))
            .toList();
    return new GroupScan.Part(endpoint, scan, splits);
  }

  private static void log(ScanRequest request, GroupScan scan, List<IndexedDbException> refusals) {
    Audience audience = scan.audience();
    LOG.info(
        "Reading {} from {} client(s) in {} split(s), {} record(s); {} known client(s) are away{}; {} have no such"
            + " store{}.",
        request.target(),
        audience.clients().size(),
        scan.splits().size(),
        scan.records(),
        audience.away().size(),
        listed(audience.away()),
        audience.without().size(),
        listed(audience.without()));
    refusals.forEach(refusal -> LOG.info("An agent contributes nothing: {}", refusal.getMessage()));
  }

  private static String listed(List<ClientName> names) {
    return names.isEmpty() ? "" : names.stream().map(ClientName::id).toList().toString();
  }
}
