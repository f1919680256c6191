// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.schema.Inference;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.SummaryResponse;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.Order;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Kind;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against the agent itself, with browsers made by hand. */
class RelayTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 1000, 2000);
  private static final ClientQuorum AT_ONCE = new ClientQuorum(1, Duration.ZERO);

  private Agent agent;

  @BeforeEach
  void startAgent() {
    agent =
        Agent.start(
            AgentOptions.DEFAULT
                .withPort(0)
                .withToken("reader-secret")
                .withBrowserToken("browser-secret"));
  }

  @AfterEach
  void stopAgent() {
    agent.close();
  }

  @Test
  void everySplitOfEveryClientIsReadAsItWasSent() throws IOException {
    try (FakeBrowser ann = link("ann");
        FakeBrowser bob = link("bob")) {
      GroupScan scan = group().scan(request("orders"), AT_ONCE);
      assertThat(scan.records()).isEqualTo(2 * ORDERS.records());
      assertThat(scan.splits()).hasSizeGreaterThanOrEqualTo(4);
      long rows = 0;
      for (SplitAddress address : scan.splits()) {
        rows += read(address);
      }
      assertThat(rows).isEqualTo(2 * ORDERS.records());
      scan.release();
      assertThatThrownBy(() -> read(scan.splits().get(0))).hasMessageStartingWith("[SCAN_LOST] ");
      assertThat(List.of(ann, bob))
          .allSatisfy(
              browser -> assertThat(browser.requests(WorkerRequest.Read.class)).isNotEmpty());
    }
  }

  /** Returns the rows of the split, after comparing its bytes. */
  private static long read(SplitAddress address) throws IOException {
    try (SplitStream stream = SplitStream.open(address, Format.ARROW)) {
      byte[] body = stream.readAllBytes();
      SplitTrailers trailers = stream.trailers();
      assertThat(trailers.rows()).isEqualTo(address.split().records());
      // A store of 1000 records is planned in halves: which of them this is, its number tells.
      long from = address.split().n() % 2 * 500L;
      byte[] sent = ORDERS.batches(from, from + trailers.rows());
      int tail = body.length - Format.ARROW.tail().length;
      assertThat(Arrays.copyOfRange(body, tail - sent.length, tail)).isEqualTo(sent);
      assertThat(Arrays.copyOfRange(body, tail, body.length)).isEqualTo(Format.ARROW.tail());
      return trailers.rows();
    }
  }

  @Test
  void aLimitEndsASplitUnlessTheBrowserMayKeepAnotherOrder() throws IOException {
    OptionalLong five = OptionalLong.of(5);
    Order order = new Order(new FieldReference(List.of("id")), Order.Direction.DESCENDING);
    try (FakeBrowser ann = link("ann")) {
      assertThat(
              rows(
                  new Query(Optional.empty(), List.of(), Optional.empty(), Optional.empty(), five)))
          .isBetween(5L, ORDERS.records() / 2);
      assertThat(
              rows(
                  new Query(
                      Optional.empty(), List.of(), Optional.empty(), Optional.of(order), five)))
          .as("this browser follows neither order nor limit")
          .isEqualTo(ORDERS.records() / 2);
      assertThat(ann.requests(WorkerRequest.Read.class))
          .allSatisfy(ask -> assertThat(ask.spec().query().limit().getAsLong()).isBetween(1L, 5L));
    }
  }

  /** Returns the rows of the first split. */
  private long rows(Query query) throws IOException {
    ScanRequest request = request("orders");
    ScanRequest limited =
        new ScanRequest(request.target(), request.projection(), query, request.splitting());
    try (SplitStream stream =
        SplitStream.open(group().scan(limited, AT_ONCE).splits().get(0), Format.ARROW)) {
      stream.readAllBytes();
      return stream.trailers().rows();
    }
  }

  @Test
  void aStoreIsSummarizedOverItsClients() {
    try (FakeBrowser ann = link("ann");
        FakeBrowser bob = link("bob")) {
      SummaryResponse reply =
          group().summarize(new SummaryRequest(target("orders"), OptionalLong.of(100)), AT_ONCE);
      assertThat(reply.summary().records()).isBetween(2L, 200L);
      assertThat(reply.summary().root().kinds()).containsOnlyKeys(Kind.INTEGER);
      assertThat(Inference.infer(reply, false).columns())
          .containsExactly(new Column("value", Type.Scalar.BIGINT, Column.Source.VALUE));
      assertThat(List.of(ann, bob))
          .allSatisfy(
              browser -> assertThat(browser.requests(WorkerRequest.Summarize.class)).isNotEmpty());
    }
  }

  @Test
  void aMisspeltStoreFailsAtOnce() {
    try (FakeBrowser ann = link("ann")) {
      assertThatThrownBy(
              () -> group().scan(request("ordrs"), new ClientQuorum(1, Duration.ofMinutes(5))))
          .hasMessageStartingWith("[STORE_NOT_FOUND] ")
          .hasMessageContaining("orders");
      assertThat(ann.requests(WorkerRequest.Plan.class)).as("not asked again").hasSize(1);
    }
  }

  @Test
  void withoutABrowserThereAreNoClients() {
    assertThatThrownBy(() -> group().scan(request("orders"), AT_ONCE))
        .hasMessageStartingWith(
            "[NO_CLIENTS] Cannot read 'shop/orders': no browser with it was connected to "
                + agent.uri());
  }

  @Test
  void theWrongTokenIsRefusedWithoutShowingIt() {
    for (String token : List.of("wr0ng", "browser-secret")) {
      AgentGroup group = new AgentGroup(Endpoint.parse(agent.uri().toString(), Optional.of(token)));
      assertThatThrownBy(() -> group.scan(request("orders"), AT_ONCE))
          .hasMessageMatching("(?s)\\[TOKEN_WRONG(_KIND)?] .*")
          .hasMessageNotContaining(token);
    }
    AgentGroup without = new AgentGroup(Endpoint.parse(agent.uri().toString(), Optional.empty()));
    assertThatThrownBy(() -> without.scan(request("orders"), AT_ONCE))
        .hasMessageStartingWith("[TOKEN_MISSING] ");
  }

  private FakeBrowser link(String client) {
    return FakeBrowser.link(
        agent.uri(), FakeBrowser.Setup.of(client, ORDERS).withToken("browser-secret"));
  }

  private AgentGroup group() {
    return new AgentGroup(Endpoint.parse(agent.uri().toString(), Optional.of("reader-secret")));
  }

  private static Target target(String store) {
    return new Target(Optional.empty(), Optional.empty(), "shop", store);
  }

  private static ScanRequest request(String store) {
    return new ScanRequest(
        target(store),
        new ScanRequest.Projection(
            List.of(Column.field("id", Type.Scalar.BIGINT)),
            Optional.empty(),
            Mode.FAILFAST,
            Format.ARROW),
        Query.ALL,
        new ScanRequest.Splitting(OptionalLong.empty(), OptionalInt.empty()));
  }
}
