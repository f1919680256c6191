// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.Audience;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.Serializable;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One scan over all agents of a fleet.
 *
 * @param audience of all agents; a client that is linked to two agents appears once
 * @param parts one scan for each agent that has the store
 */
public record GroupScan(Audience audience, List<Part> parts) {
  private static final Logger LOG = LoggerFactory.getLogger(GroupScan.class);

  public GroupScan {
    parts = List.copyOf(parts);
  }

  /** The scan in one agent, with the splits to read from it. */
  public record Part(Endpoint endpoint, String scan, List<SplitAddress> splits)
      implements Serializable {
    public Part {
      splits = List.copyOf(splits);
    }
  }

  /** Of all agents, agent by agent. */
  public List<SplitAddress> splits() {
    return parts.stream().flatMap(part -> part.splits().stream()).toList();
  }

  /** Records when the scan was created, in large stores an estimate. */
  public long records() {
    return splits().stream().mapToLong(address -> address.split().records()).sum();
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
