// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One that misbehaves, each time in another way. Confined to one thread. */
final class Stranger {
  /** Far beyond the keys of those who behave. */
  private static final int FIRST = 1_000_000;

  private final int number;
  private final Peers peers;
  private final Random random;
  private final FakeStore store;

  /** What it needs to reach the agent. */
  record Peers(URI agent, HttpClient http, Pace pace, Tally tally) {}

  Stranger(int number, Peers peers, Random random) {
    this.number = number;
    this.peers = peers;
    this.random = random;
    this.store = RowCheck.store(FIRST + number, 20 + random.nextInt(100), 200);
  }

  static String id(int number) {
    return "stranger-" + number;
  }

  static String secret(int number) {
    return "soak-misbehaving-browser-" + number;
  }

  String secret() {
    return secret(number);
  }

  Random random() {
    return random;
  }

  Pace pace() {
    return peers.pace();
  }

  FakeStore store() {
    return store;
  }

  Setup setup() {
    return Setup.of(id(number), store);
  }

  /** Misbehaves once; whatever the agent does about it is right. */
  void act() {
    Misbehaviour next = Misbehaviour.any(random);
    peers.tally().act(next.name());
    try {
      next.by(this);
    } catch (IOException
        | RuntimeException
        | ExecutionException
        | InterruptedException
        | TimeoutException e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
    peers.pace().pause(random.nextInt(3000));
  }

  /**
   * Opens a page, has it do that, and leaves it until the agent closes it or some seconds are over.
   */
  void visit(Setup setup, FakeBrowser.Behaviour behaviour, Consumer<FakeBrowser> act) {
    FakeBrowser page = open(setup, behaviour);
    try {
      act.accept(page);
      stay(page);
    } finally {
      page.cut();
    }
  }

  FakeBrowser open(Setup setup, FakeBrowser.Behaviour behaviour) {
    FakeBrowser page = FakeBrowser.open(peers.agent(), setup, peers.http(), behaviour);
    page.forgetRequests();
    return page;
  }

  private void stay(FakeBrowser page) {
    try {
      page.closed().get(1000 + random.nextInt(14_000), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      peers.pace().pause(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Socket socket() throws IOException {
    return new Socket(peers.agent().getHost(), peers.agent().getPort());
  }

  /** Some seconds. */
  void linger() {
    peers.pace().pause(500 + random.nextInt(8000));
  }
}
