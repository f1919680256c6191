// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.FakeScheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ClientsTest {
  private static final ClientName ONE = new ClientName("one", "https://shop.example");

  private static final JsonNode CATALOG =
      Json.parse("{\"databases\":[{\"name\":\"shop\",\"version\":1,\"stores\":[]}]}");

  private final FakeScheduler scheduler = new FakeScheduler();
  private final Clients clients = new Clients(scheduler);
  private final FakePageConnection connection = new FakePageConnection();

  @Test
  void whoWaitsForAClientIsToldThatItWasRemoved() {
    clients.join(request(Optional.of(""))).onClosed(1000);
    CompletableFuture<Link> waiting = clients.awaitLink(ONE, Duration.ofMinutes(2));
    clients.remove("one");
    assertFailed(waiting, ErrorCode.CLIENT_NOT_FOUND);
    assertThat(clients.known()).isEmpty();
  }

  @Test
  void whoWaitsForAClientIsToldThatItHasATwin() {
    String ofAnother = anothersTicket();
    CompletableFuture<Link> waiting = clients.awaitLink(ONE, Duration.ofMinutes(2));
    assertThatThrownBy(() -> clients.join(request(Optional.of(ofAnother))))
        .isInstanceOfSatisfying(
            IndexedDbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLIENT_TWIN));
    assertFailed(waiting, ErrorCode.CLIENT_TWIN);
    assertFailed(clients.awaitLink(ONE, Duration.ofMinutes(2)), ErrorCode.CLIENT_TWIN);
  }

  @Test
  void aTwinThatStaysAwayIsAClientThatIsAway() {
    String ofAnother = anothersTicket();
    assertThatThrownBy(() -> clients.join(request(Optional.of(ofAnother))))
        .isInstanceOf(IndexedDbException.class);
    scheduler.pass(Duration.ofMinutes(59));
    assertThat(clients.known().get(0).twin()).isPresent();
    scheduler.pass(Duration.ofMinutes(2));
    assertThat(clients.known().get(0).twin()).isEmpty();
    assertThat(clients.known().get(0).isConnected()).isFalse();
    assertThat(join(ofAnother).lineage()).isNotEmpty();
  }

  @Test
  void aTicketOfAnotherAgentSaysNothing() {
    String lineage = join("").lineage();
    Link link = join("given-by-another-agent");
    assertThat(link.lineage()).isNotEqualTo(lineage);
    assertThat(join(ticket()).lineage()).isEqualTo(link.lineage());
  }

  @Test
  void oneBrowserMayComeByTwoAddressesInTurn() {
    String here = visit("");
    Link byAnother = join("");
    String there = ticket();
    assertThat(join(here).lineage()).isNotEqualTo(byAnother.lineage());
    String later = ticket();
    assertThat(join(there).lineage()).isEqualTo(byAnother.lineage());
    assertThat(join(later).lineage()).isNotEqualTo(byAnother.lineage());
    assertThatThrownBy(() -> clients.join(request(Optional.of(here))))
        .isInstanceOfSatisfying(
            IndexedDbException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CLIENT_TWIN));
  }

  @Test
  void aPageWithoutASecretGetsNoTicket() {
    assertThat(clients.join(request(Optional.empty())).lineage()).isEmpty();
    assertThat(connection.sent(Message.Welcome.class).get(0).ticket()).isEmpty();
    assertThat(clients.join(request(Optional.empty())).lineage()).isEmpty();
  }

  @Test
  void aRemovedClientLeavesNoCatalogBehind() {
    long room = 4 * Catalog.fromJson(CATALOG).bytes();
    Clients few = new Clients(new FakeScheduler(), new CatalogShare(room));
    String[] ids = {"one", "two", "three", "four", "five", "six"};
    for (String id : ids) {
      Link link = few.join(new LinkRequest(named(id), Optional.empty(), "Fake/1", connection));
      CompletableFuture<Catalog> asked = few.requestCatalog(link);
      link.onMessage(new Message.Result(1, CATALOG));
      assertThat(asked).isCompleted();
      if (id.equals("one")) {
        few.remove("one");
      }
    }
    assertThat(Stream.of(ids).filter(id -> few.catalog(named(id)).isPresent()).count())
        .isBetween(2L, 4L);
  }

  private static ClientName named(String id) {
    return new ClientName(id, "https://shop.example");
  }

  /** Lets two browsers with one ticket come in turn; returns what the first got. */
  private String anothersTicket() {
    String copied = visit("");
    String former = visit(copied);
    visit(copied);
    return former;
  }

  /** Links, answers and leaves; returns the ticket. */
  private String visit(String shown) {
    Link link = join(shown);
    link.onMessage(new Message.Pong());
    link.onClosed(1000);
    return ticket();
  }

  private Link join(String shown) {
    Link link = clients.join(request(Optional.of(shown)));
    link.onMessage(new Message.Pong());
    return link;
  }

  private String ticket() {
    var welcomes = connection.sent(Message.Welcome.class);
    return welcomes.get(welcomes.size() - 1).ticket().orElseThrow();
  }

  private LinkRequest request(Optional<String> ticket) {
    return new LinkRequest(ONE, ticket, "Fake/1", connection);
  }

  private static void assertFailed(CompletableFuture<Link> future, ErrorCode code) {
    assertThat(future)
        .failsWithin(1, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .satisfies(e -> assertThat(((IndexedDbException) e.getCause()).code()).isEqualTo(code));
  }
}
