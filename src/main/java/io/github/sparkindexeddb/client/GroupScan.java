// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.ClientPlan;
import io.github.sparkindexeddb.wire.message.Participants;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One scan over all agents of a group.
 *
 * @param participants of all agents; a client that is linked to two agents appears once
 * @param parts one scan for each agent that has the store
 */
public record GroupScan(Participants participants, List<Part> parts) {
  private static final Logger LOG = LoggerFactory.getLogger(GroupScan.class);

  public GroupScan {
    parts = List.copyOf(parts);
  }

  /**
   * The scan in one agent, with the splits to read from it.
   *
   * @param planned its division, with which the agent creates it again
   */
  public record Part(
      Endpoint endpoint, String scan, List<SplitAddress> splits, List<ClientPlan> planned) {
    public Part {
      splits = List.copyOf(splits);
      planned = List.copyOf(planned);
    }

    Part of(String again) {
      return new Part(
          endpoint,
          again,
          splits.stream()
              .map(address -> new SplitAddress(endpoint, again, address.split()))
              .toList(),
          planned);
    }

    private boolean isReadable() {
      try {
        return new AgentClient(endpoint)
            .keep(scan).splits().stream().noneMatch(split -> split.error().isPresent());
      } catch (IndexedDbException e) {
        return e.code() != ErrorCode.SCAN_LOST && e.code() != ErrorCode.SCAN_EXPIRED;
      }
    }
  }

  /** Reads each client through the first agent that it is linked to. */
  static GroupScan of(Participants participants, Map<AgentClient, ScanResponse> replies) {
    Set<ClientName> taken = new HashSet<>();
    List<Part> parts = new ArrayList<>();
    replies.forEach(
        (agent, reply) -> {
          Set<ClientName> here =
              reply.participants().clients().stream()
                  .map(StoreClient::name)
                  .filter(taken::add)
                  .collect(Collectors.toSet());
          parts.add(part(agent.endpoint(), reply, here));
        });
    return new GroupScan(participants, parts);
  }

  private static Part part(Endpoint endpoint, ScanResponse reply, Set<ClientName> here) {
    List<SplitAddress> splits =
        reply.splits().stream()
            .filter(split -> here.contains(split.client()))
            .map(split -> new SplitAddress(endpoint, reply.scan(), split))
            .toList();
    if (splits.size() < reply.splits().size()) {
      LOG.warn(
          "Not reading {} of {} splits through {}: their clients {} are linked to another agent too and read there.",
          reply.splits().size() - splits.size(),
          reply.splits().size(),
          endpoint,
          reply.splits().stream()
              .map(ScanResponse.Split::client)
              .filter(client -> !here.contains(client))
              .map(ClientName::id)
              .distinct()
              .toList());
    }
    return new Part(endpoint, reply.scan(), splits, reply.planned());
  }

  /** Returns the splits of all agents, agent by agent. */
  public List<SplitAddress> splits() {
    return parts.stream().flatMap(part -> part.splits().stream()).toList();
  }

  /** Returns the records when the scan was created, in large stores an estimate. */
  public long records() {
    return splits().stream().mapToLong(address -> address.split().records()).sum();
  }

  /**
   * Has the scan live on in its agents.
   *
   * @return false if it is gone or one of its splits has failed; what an agent does not say is left
   *     to who reads
   */
  public boolean keep() {
    List<Part> unreadable = read().filter(part -> !part.isReadable()).toList();
    return unreadable.isEmpty();
  }

  /** Returns whether its agents have said how it is divided, so that they can do so again. */
  public boolean isRepeatable() {
    return read().noneMatch(part -> part.planned().isEmpty());
  }

  private Stream<Part> read() {
    return parts.stream().filter(part -> !part.splits().isEmpty());
  }

  /** Tells the agents that nobody will read the scan any more. Never fails: a scan also expires. */
  public void release() {
    parts.forEach(part -> release(new AgentClient(part.endpoint()), part.scan()));
  }

  static void release(AgentClient agent, String scan) {
    try {
      agent.release(scan);
    } catch (IndexedDbException e) {
      LOG.info("Left a scan to expire: {}", e.getMessage());
    }
  }
}
