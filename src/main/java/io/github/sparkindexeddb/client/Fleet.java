// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.DatabasesResponse;
import io.github.sparkindexeddb.wire.message.Participants;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.value.Summary;
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
public final class Fleet {
  private static final Logger LOG = LoggerFactory.getLogger(Fleet.class);

  private final List<AgentClient> agents;

  /**
   * @param endpoints at least one
   */
  public Fleet(List<Endpoint> endpoints) {
    this.agents = endpoints.stream().map(AgentClient::new).toList();
  }

  /**
   * The merged summary of all clients that have the store. A browser that is linked to two agents
   * counts twice in it, which changes no type.
   *
   * @throws IndexedDbException {@code NO_CLIENTS}, {@code TOO_FEW_CLIENTS}, {@code
   *     AMBIGUOUS_ORIGIN}, or what an agent says
   */
  public SummaryResponse summarize(SummaryRequest request, Patience patience) {
    Poll<SummaryResponse> poll =
        new Gathering<>(
                agents,
                new Question<>(
                    request.target(),
                    (agent, place) -> agent.summarize(request),
                    SummaryResponse::participants,
                    reply -> {}))
            .patiently(patience);
    Summary summary =
        poll.replies().stream()
            .map(reply -> reply.body().summary())
            .reduce(Summary.EMPTY, Summary::and);
    return new SummaryResponse(summary, poll.participants());
  }

  /**
   * One scan in each agent that has the store.
   *
   * @throws IndexedDbException as {@link #summarize}
   */
  public FleetScan scan(ScanRequest request, Patience patience) {
    Poll<ScanResponse> poll =
        new Gathering<>(
                agents,
                new Question<>(
                    request.target(),
                    (agent, place) -> agent.createScan(share(request, place)),
                    ScanResponse::participants,
                    reply -> FleetScan.release(reply.agent(), reply.body().scan())))
            .patiently(patience);
    FleetScan scan = new FleetScan(poll.participants(), parts(poll));
    log(request, scan, poll.refusals());
    return scan;
  }

  /**
   * The databases that connected clients allow, agent by agent. A browser that is linked to two
   * agents appears in both lists.
   *
   * @throws IndexedDbException {@code NO_CLIENTS}, {@code TOO_FEW_CLIENTS}, or what an agent says
   */
  public List<DatabasesResponse.Database> databases(Narrowing narrowing, Patience patience) {
    return new Listing(agents, narrowing).patiently(patience);
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

  private static List<FleetScan.Part> parts(Poll<ScanResponse> poll) {
    Set<ClientName> taken = new HashSet<>();
    List<FleetScan.Part> parts = new ArrayList<>();
    for (Poll.Reply<ScanResponse> reply : poll.replies()) {
      Set<ClientName> here =
          reply.participants().clients().stream()
              .map(StoreClient::name)
              .filter(name -> !taken.contains(name))
              .collect(Collectors.toSet());
      taken.addAll(here);
      parts.add(part(reply, here));
    }
    return parts;
  }

  private static FleetScan.Part part(Poll.Reply<ScanResponse> reply, Set<ClientName> here) {
    Endpoint endpoint = reply.agent().endpoint();
    String scan = reply.body().scan();
    List<ScanResponse.Split> elsewhere =
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
    return new FleetScan.Part(endpoint, scan, splits);
  }

  private static void log(ScanRequest request, FleetScan scan, List<IndexedDbException> refusals) {
    Participants participants = scan.participants();
    LOG.info(
        "Reading {} from {} client(s) in {} split(s), {} record(s); {} known client(s) are away{}; {} have no such"
            + " store{}.",
        request.target(),
        participants.clients().size(),
        scan.splits().size(),
        scan.records(),
        participants.away().size(),
        listed(participants.away()),
        participants.without().size(),
        listed(participants.without()));
    refusals.forEach(refusal -> LOG.info("An agent contributes nothing: {}", refusal.getMessage()));
  }

  private static String listed(List<ClientName> names) {
    return names.isEmpty() ? "" : names.stream().map(ClientName::id).toList().toString();
  }
}
