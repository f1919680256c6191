// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.access.OpenConnections.Peer;
import io.github.sparkindexeddb.agent.runtime.Metrics;
import io.github.sparkindexeddb.testing.FakeScheduler;
import io.github.sparkindexeddb.testing.LogCapture;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpenConnectionsTest {
  private static final String HERE = "127.0.0.1";

  private final FakeScheduler scheduler = new FakeScheduler();
  private final Metrics metrics = new Metrics();
  private final List<String> closed = new ArrayList<>();

  @Test
  void closesWhoeverSendsNoWholeHeadInTenSeconds() {
    OpenConnections connections = of(100);
    open(connections, "silent", HERE);
    open(connections, "prompt", HERE).begin();
    pass(10);
    assertThat(closed).isEmpty();
    pass(1);
    assertThat(closed).containsExactly("silent");
    assertThat(connections.count()).isEqualTo(1);
    assertThat(counted("connections_timed_out_total")).isEqualTo("1.0");
  }

  @Test
  void givesThirtySecondsFromAnAnswerToTheNextHead() {
    Peer peer = open(of(100), "reader", HERE);
    pass(9);
    long request = peer.begin();
    peer.serve();
    pass(3600);
    peer.end(request);
    pass(30);
    assertThat(closed).isEmpty();
    pass(1);
    assertThat(closed).containsExactly("reader");
  }

  @Test
  void givesUpABodyThatDoesNotComeWhole() {
    Peer peer = open(of(100), "writer", HERE);
    peer.begin();
    peer.serve();
    peer.awaitBody();
    pass(31);
    assertThat(closed).containsExactly("writer");
  }

  @Test
  void givesUpAnAnswerThatAnybodyMayHaveAndDoesNotTake() {
    open(of(100), "stranger", HERE).begin();
    pass(31);
    assertThat(closed).containsExactly("stranger");
  }

  @Test
  void leavesAloneWhatIsServedOrLinked() {
    OpenConnections connections = of(4);
    serve(open(connections, "reader", HERE));
    Peer page = open(connections, "page", HERE);
    long request = page.begin();
    assertThat(page.link()).isTrue();
    page.end(request);
    for (int i = 0; i < 20; i++) {
      open(connections, "idle", HERE);
    }
    pass(3600);
    assertThat(closed).hasSize(20).containsOnly("idle");
    assertThat(connections.count()).isEqualTo(2);
  }

  @Test
  void closesTheOneThatOwesLongestIfThereAreTooMany() {
    OpenConnections connections = of(3);
    Peer first = open(connections, "first", HERE);
    open(connections, "second", HERE);
    open(connections, "third", HERE);
    first.begin();
    open(connections, "fourth", HERE);
    open(connections, "fifth", HERE);
    open(connections, "sixth", HERE);
    assertThat(closed).containsExactly("second", "third", "first");
    assertThat(connections.count()).isEqualTo(3);
    assertThat(counted("connections_refused_total")).isEqualTo("3.0");
  }

  @Test
  void closesStrangersBeforeThoseWhoWereServed() {
    OpenConnections connections = of(3);
    Peer reader = open(connections, "reader", HERE);
    long request = serve(reader);
    reader.end(request);
    open(connections, "one", HERE);
    open(connections, "two", HERE);
    open(connections, "three", HERE);
    assertThat(closed).containsExactly("one");
  }

  @Test
  void closesAnIdleReaderBeforeItRefusesANewcomer() {
    OpenConnections connections = of(2);
    serve(open(connections, "busy", HERE));
    Peer idle = open(connections, "idle", HERE);
    idle.end(serve(idle));
    open(connections, "newcomer", HERE);
    assertThat(closed).containsExactly("idle");
  }

  @Test
  void refusesTheNewcomerIfAllOthersAreServed() {
    OpenConnections connections = of(2);
    Peer first = open(connections, "first", HERE);
    serve(first);
    serve(open(connections, "second", HERE));
    open(connections, "third", HERE);
    assertThat(closed).containsExactly("third");
    first.leave();
    open(connections, "fourth", HERE);
    assertThat(closed).containsExactly("third");
    assertThat(connections.count()).isEqualTo(2);
  }

  @Test
  void boundsTheStrangersOfAnAddress() {
    OpenConnections connections = of(1000);
    open(connections, "other", "192.0.2.2");
    for (int i = 0; i < 64; i++) {
      open(connections, "stranger " + i, "192.0.2.1");
    }
    assertThat(closed).isEmpty();
    open(connections, "one more", "192.0.2.1");
    open(connections, "and another", "192.0.2.1");
    assertThat(closed).containsExactly("stranger 0", "stranger 1");
  }

  @Test
  void countsAnIpv6SubnetAsOneAddress() {
    OpenConnections connections = of(1000);
    for (int i = 0; i < 65; i++) {
      open(connections, "stranger " + i, "2001:db8:0:1::" + Integer.toHexString(i + 1));
      open(connections, "neighbour " + i, "2001:db8:0:" + Integer.toHexString(i + 2) + "::1");
    }
    assertThat(closed).containsExactly("stranger 0");
  }

  @Test
  void countsThoseOfAnAddressNoMoreOnceTheyAreServedOrGone() {
    OpenConnections connections = of(1000);
    for (int i = 0; i < 200; i++) {
      Peer reader = open(connections, "reader", "192.0.2.1");
      reader.end(serve(reader));
      open(connections, "short", "192.0.2.1").leave();
      open(connections, "page", "192.0.2.1").link();
    }
    assertThat(closed).isEmpty();
    assertThat(connections.count()).isEqualTo(400);
  }

  @Test
  void boundsThoseOfThisMachineByTheNumberOfAllAlone() {
    OpenConnections connections = of(1000);
    for (int i = 0; i < 1000; i++) {
      open(connections, "here", i % 2 == 0 ? HERE : "::1");
    }
    assertThat(closed).isEmpty();
  }

  @Test
  void leavesAQuarterToReadersWhateverPagesDo() {
    OpenConnections connections = of(8);
    List<Peer> pages = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      pages.add(open(connections, "page", HERE));
      assertThat(pages.get(i).link()).isTrue();
    }
    Peer seventh = open(connections, "seventh", HERE);
    assertThat(seventh.link()).isFalse();
    seventh.leave();
    pages.get(0).leave();
    assertThat(open(connections, "eighth", HERE).link()).isTrue();
  }

  @Test
  void anAnswerThatEndsLateSaysNothingOfTheNextRequest() {
    Peer peer = open(of(100), "pipelining", HERE);
    long first = peer.begin();
    serve(peer);
    peer.end(first);
    pass(3600);
    assertThat(closed).isEmpty();
  }

  @Test
  void makesRoomWhereNoFileDescriptorIsLeft() {
    OpenConnections connections = of(100);
    connections.makeRoom();
    serve(open(connections, "reader", HERE));
    connections.makeRoom();
    assertThat(closed).isEmpty();
    open(connections, "first", HERE);
    open(connections, "second", HERE);
    connections.makeRoom();
    assertThat(closed).containsExactly("first");
  }

  @Test
  void closesEachOnceAndCountsItOnce() {
    OpenConnections connections = of(100);
    Peer peer = open(connections, "late", HERE);
    pass(11);
    peer.serve();
    peer.awaitBody();
    peer.end(peer.begin());
    peer.leave();
    pass(100);
    assertThat(closed).containsExactly("late");
    assertThat(connections.count()).isZero();
  }

  @Test
  void saysWhoHadToGoAndWhy() {
    try (LogCapture log = LogCapture.start()) {
      OpenConnections connections = of(1);
      open(connections, "first", "192.0.2.1");
      open(connections, "second", "192.0.2.2");
      assertThat(log.lines())
          .contains("INFO closed a connection of 192.0.2.1: 1 are open, the most");
    }
  }

  @Test
  void leavesHalfOfTheFreeFileDescriptorsToFiles() {
    assertThat(ConnectionLimits.of(1024, 1_000_000).all()).isEqualTo(496);
    assertThat(ConnectionLimits.of(1_000_000, 1_000_000).all()).isEqualTo(8192);
    assertThat(ConnectionLimits.of(1_000_000, 1024).all()).isEqualTo(1024);
    assertThat(ConnectionLimits.of(40, 1024).all()).isEqualTo(16);
    assertThat(ConnectionLimits.ofProcess().all()).isBetween(16, 8192);
  }

  private OpenConnections of(int all) {
    OpenConnections connections = new OpenConnections(new ConnectionLimits(all, 64), metrics);
    connections.watch(scheduler);
    return connections;
  }

  private Peer open(OpenConnections connections, String name, String address) {
    try {
      return connections.open(InetAddress.getByName(address), () -> closed.add(name));
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static long serve(Peer peer) {
    long request = peer.begin();
    peer.serve();
    return request;
  }

  private void pass(int seconds) {
    scheduler.pass(Duration.ofSeconds(seconds));
  }

  private String counted(String name) {
    return new String(metrics.scrape("").body(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> line.startsWith("spark_indexeddb_agent_" + name + " "))
        .findFirst()
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .orElseThrow();
  }
}
