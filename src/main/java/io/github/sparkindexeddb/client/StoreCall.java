// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.Audience;
import io.github.sparkindexeddb.wire.EvenShares;
import io.github.sparkindexeddb.wire.ScanReply;
import io.github.sparkindexeddb.wire.ScanRequest;
import io.github.sparkindexeddb.wire.ScanRequest.Splitting;
import io.github.sparkindexeddb.wire.StoreClient;
import io.github.sparkindexeddb.wire.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.SummaryReply;
import io.github.sparkindexeddb.wire.SummaryRequest;
import io.github.sparkindexeddb.wire.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A call about one store, which agents answer with who takes part. */
sealed interface StoreCall<R> extends AgentCall<R> {
  Audience audience(R reply);

  /** Has the browsers sample the store. */
  record Summarize(SummaryRequest request) implements StoreCall<SummaryReply> {
    @Override
    public SummaryReply call(AgentClient agent, int place) {
      return agent.summarize(request);
    }

    @Override
    public Optional<Target> target() {
      return Optional.of(request.target());
    }

    @Override
    public Audience audience(SummaryReply reply) {
      return reply.audience();
    }
  }

  /** Creates a scan in each agent; they share the wished number of splits evenly. */
  record CreateScan(ScanRequest request, int agents) implements StoreCall<ScanReply> {
    @Override
    public ScanReply call(AgentClient agent, int place) {
      Splitting wish = request.splitting();
      OptionalInt share =
          wish.atMost().stream().map(all -> EvenShares.atLeastOne(all, agents, place)).findFirst();
      return agent.createScan(
          new ScanRequest(
              request.target(),
              request.projection(),
              request.query(),
              new Splitting(wish.recordsPerSplit(), share)));
    }

    @Override
    public Optional<Target> target() {
      return Optional.of(request.target());
    }

    @Override
    public Audience audience(ScanReply reply) {
      return reply.audience();
    }

    @Override
    public void discard(AgentClient agent, ScanReply reply) {
      GroupScan.release(agent, reply.scan());
    }
  }

  /** Returns each client once; who takes part at one agent is not away at another. */
  default Audience audience(List<R> replies) {
    List<Audience> all = replies.stream().map(this::audience).toList();
    Set<ClientName> listed = new HashSet<>();
    List<StoreClient> clients =
        all.stream()
            .flatMap(one -> one.clients().stream())
            .filter(client -> listed.add(client.name()))
            .toList();
    List<ClientName> without =
        all.stream().flatMap(one -> one.without().stream()).filter(listed::add).toList();
    List<ClientName> away =
        all.stream().flatMap(one -> one.away().stream()).filter(listed::add).toList();
    return new Audience(clients, away, without);
  }

  @Override
  default List<ClientName> participants(List<R> replies) {
    return audience(replies).clients().stream().map(StoreClient::name).toList();
  }

  @Override
  default List<ClientName> away(List<R> replies) {
    return audience(replies).away();
  }
}
