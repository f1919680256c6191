// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import io.github.sparkindexeddb.agent.link.Client;
import io.github.sparkindexeddb.agent.link.Clients;
import io.github.sparkindexeddb.agent.link.Patience;
import io.github.sparkindexeddb.agent.runtime.Failures;
import io.github.sparkindexeddb.agent.runtime.Futures;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Answer;
import io.github.sparkindexeddb.wire.message.Ask;
import io.github.sparkindexeddb.wire.message.Audience;
import io.github.sparkindexeddb.wire.message.StoreClient;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.value.KeyRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the clients that have a store by asking every one that may: what a catalog said earlier can
 * be out of date. Thread-safe.
 */
public final class Targets {
  private final Clients clients;
  private final Patience patience;
  private final Signposts signposts;

  /** A client that has the store, and its answer. */
  record Member(StoreClient client, Answer.Planned plan) {}

  /** Who takes part, in the order of origins and ids. */
  record Turnout(List<Member> members, List<ClientName> away, List<ClientName> without) {
    Audience audience() {
      return new Audience(members.stream().map(Member::client).toList(), away, without);
    }
  }

  /** What one client said: a plan, that it has no such store, or nothing since it went away. */
  private record Said(
      Client client, Optional<Answer.Planned> plan, Optional<IndexedDbException> refusal) {}

  public Targets(Clients clients, Patience patience, Signposts signposts) {
    this.clients = clients;
    this.patience = patience;
    this.signposts = signposts;
  }

  /**
   * Fails with the error that tells most if no client has the store.
   *
   * @param wanted what will be read, if that may narrow the plans
   */
  CompletableFuture<Turnout> resolve(Target target, Sizing sizing, Optional<Ask.Wanted> wanted) {
    List<Client> asked = matching(target);
    long may = asked.stream().filter(client -> mayHave(client, target)).count();
    int sharing = (int) Math.max(1, may);
    List<CompletableFuture<Said>> answers = new ArrayList<>();
    int place = 0;
    for (Client client : asked) {
      Ask.SplitSizes sizes = sizing.share(place, sharing);
      place += mayHave(client, target) ? 1 : 0;
      answers.add(ask(client, plan(target, sizes, wanted)));
    }
    return Futures.all(answers).thenCompose(said -> turnout(target, said));
  }

  /** The plan of one client, again, in other sizes. */
  CompletableFuture<Answer.Planned> plan(ClientName client, Target target, Ask.SplitSizes sizes) {
    return patience.ask(client, plan(target, sizes, Optional.empty()), Answer.Planned::fromJson);
  }

  private static Ask.Plan plan(Target target, Ask.SplitSizes sizes, Optional<Ask.Wanted> wanted) {
    Ask.StoreName store = new Ask.StoreName(target.database(), target.store());
    return new Ask.Plan(store, KeyRange.ALL, sizes, wanted);
  }

  private List<Client> matching(Target target) {
    List<Client> connected = clients.connected();
    if (connected.isEmpty()) {
      throw signposts.noClients(clients.known());
    }
    List<Client> ofOrigin =
        connected.stream().filter(client -> isOf(client, target.origin())).toList();
    if (ofOrigin.isEmpty()) {
      throw signposts.noOrigin(target, clients.known());
    }
    List<Client> named =
        ofOrigin.stream()
            .filter(client -> target.client().map(client.name().id()::equals).orElse(true))
            .toList();
    if (named.isEmpty()) {
      throw signposts.noClient(target, clients.known());
    }
    return named;
  }

  private CompletableFuture<Said> ask(Client client, Ask.Plan plan) {
    return patience
        .askNow(client.name(), plan, Answer.Planned::fromJson)
        .handle(
            (planned, error) -> {
              if (error == null) {
                return new Said(client, Optional.of(planned), Optional.empty());
              }
              IndexedDbException cause = Failures.of(error);
              return switch (cause.code()) {
                case DATABASE_NOT_FOUND, STORE_NOT_FOUND, STORE_NOT_ALLOWED ->
                    new Said(client, Optional.empty(), Optional.of(cause));
                case CLIENT_LOST, CLIENT_REPLACED ->
                    new Said(client, Optional.empty(), Optional.empty());
                default -> throw cause;
              };
            });
  }

  private CompletableFuture<Turnout> turnout(Target target, List<Said> said) {
    List<Member> members =
        said.stream().filter(each -> each.plan().isPresent()).map(Targets::member).toList();
    if (members.isEmpty()) {
      List<IndexedDbException> refusals =
          said.stream().flatMap(each -> each.refusal().stream()).toList();
      return refusals.isEmpty()
          ? CompletableFuture.failedFuture(signposts.noClients(clients.known()))
          : signposts.noStore(target, refusals);
    }
    TreeSet<String> origins = new TreeSet<>();
    members.forEach(member -> origins.add(member.client().name().origin()));
    if (origins.size() > 1 && target.origin().isEmpty()) {
      return CompletableFuture.failedFuture(Signposts.ambiguous(target, origins));
    }
    return CompletableFuture.completedFuture(
        new Turnout(members, away(target, origins, said), without(said, origins)));
  }

  private static Member member(Said said) {
    Client client = said.client();
    Answer.Planned plan = said.plan().orElseThrow();
    return new Member(new StoreClient(client.name(), client.browser(), plan.keys()), plan);
  }

  private static List<ClientName> without(List<Said> said, TreeSet<String> origins) {
    return said.stream()
        .filter(each -> each.refusal().isPresent())
        .map(each -> each.client().name())
        .filter(name -> origins.contains(name.origin()))
        .toList();
  }

  /** Known, not connected, and may have the store; and those that left while they were asked. */
  private List<ClientName> away(Target target, TreeSet<String> origins, List<Said> said) {
    List<ClientName> took =
        said.stream()
            .filter(each -> each.plan().isPresent() || each.refusal().isPresent())
            .map(each -> each.client().name())
            .toList();
    return clients.known().stream()
        .filter(client -> origins.contains(client.name().origin()))
        .filter(client -> target.client().map(client.name().id()::equals).orElse(true))
        .filter(client -> !client.connected() || isAsked(said, client))
        .filter(client -> !took.contains(client.name()))
        .filter(client -> mayHave(client, target))
        .map(Client::name)
        .toList();
  }

  private static boolean isAsked(List<Said> said, Client client) {
    return said.stream().anyMatch(each -> each.client().name().equals(client.name()));
  }

  private static boolean mayHave(Client client, Target target) {
    return client.mayHave(target.database(), target.store());
  }

  private static boolean isOf(Client client, Optional<String> origin) {
    return origin.map(client.name().origin()::equals).orElse(true);
  }
}
