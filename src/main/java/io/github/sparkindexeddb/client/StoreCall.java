// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.EvenShares;
import io.github.sparkindexeddb.wire.message.Participants;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanRequest.Splitting;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.message.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A call about one store, which agents answer with who takes part. */
sealed interface StoreCall<R> extends AgentCall<R> {
  Participants participants(R reply);

  /** Has the browsers sample the store. */
  record Summarize(SummaryRequest request) implements StoreCall<SummaryResponse> {
    @Override
    public SummaryResponse call(AgentClient agent, int place) {
      return agent.summarize(request);
    }

    @Override
    public Optional<Target> target() {
      return Optional.of(request.target());
    }

    @Override
    public Participants participants(SummaryResponse reply) {
      return reply.participants();
    }
  }

  /** Creates a scan in each agent; they share the wished number of splits evenly. */
  record CreateScan(ScanRequest request, int agents) implements StoreCall<ScanResponse> {
    @Override
    public ScanResponse call(AgentClient agent, int place) {
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
    public Participants participants(ScanResponse reply) {
      return reply.participants();
    }

    @Override
    public void discard(AgentClient agent, ScanResponse reply) {
      GroupScan.release(agent, reply.scan());
    }
  }

  /** Returns each client once; who takes part at one agent is not away at another. */
  default Participants participants(List<R> replies) {
    List<Participants> all = replies.stream().map(this::participants).toList();
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
    return new Participants(clients, away, without);
  }

  @Override
  default List<ClientName> clientNames(List<R> replies) {
    return participants(replies).clients().stream().map(StoreClient::name).toList();
  }

  @Override
  default List<ClientName> away(List<R> replies) {
    return participants(replies).away();
  }
}
