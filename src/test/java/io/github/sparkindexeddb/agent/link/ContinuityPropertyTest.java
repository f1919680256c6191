// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.FakeScheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Histories of browsers that come, leave, lose welcomes and are killed, by chance. */
class ContinuityPropertyTest {
  private static final int HISTORIES = 2_000;
  private static final int STEPS = 60;

  /** One less than an agent remembers: the last welcome may have got lost besides. */
  private static final int MAX_LOST = Continuity.MAX_BACK - 1;

  private static final ClientName NAME = new ClientName("one", "https://shop.example");

  /** One agent, and which browsers have answered in which lineage since there are two. */
  private static final class World {
    private final Random random;
    private final Clients clients = new Clients(new FakeScheduler());
    private final Map<String, Set<Browser>> readers = new HashMap<>();

    World(long seed) {
      random = new Random(seed);
    }

    Optional<Link> linked() {
      return clients.known().stream().flatMap(client -> client.link().stream()).findFirst();
    }
  }

  /** One browser: the tickets that it has kept, of which some may not be on its disk. */
  private static final class Browser {
    private final World world;
    private final List<String> kept;
    private int onDisk;
    private Optional<Link> link = Optional.empty();

    Browser(World world, List<String> kept) {
      this.world = world;
      this.kept = new ArrayList<>(kept);
      this.onDisk = kept.size();
    }

    /** A copy of the disk. */
    Browser copy() {
      return new Browser(world, kept.subList(0, onDisk));
    }

    /**
     * Says hello.
     *
     * @return false if it is told that it has a twin
     */
    boolean link(boolean welcomeArrives) {
      FakePageConnection connection = new FakePageConnection();
      try {
        Link made =
            world.clients.join(
                new LinkRequest(NAME, Optional.of(kept.get(kept.size() - 1)), "F/1", connection));
        link = Optional.of(made);
      } catch (IndexedDbException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.CLIENT_TWIN);
        return false;
      }
      if (welcomeArrives) {
        kept.add(connection.sent(Message.Welcome.class).get(0).ticket().orElseThrow());
        onDisk = Math.max(onDisk, kept.size() - MAX_LOST);
      } else {
        close();
      }
      return true;
    }

    void answer() {
      if (link.isPresent() && world.linked().equals(link)) {
        link.get().onMessage(new Message.Pong());
        world.readers.computeIfAbsent(link.get().lineage(), any -> new HashSet<>()).add(this);
      }
    }

    void close() {
      link.ifPresent(open -> open.onClosed(1000));
      link = Optional.empty();
    }

    void flush() {
      onDisk = kept.size();
    }

    void kill() {
      close();
      kept.subList(onDisk, kept.size()).clear();
    }

    /**
     * Does anything that a browser does.
     *
     * @return false if it is told that it has a twin
     */
    boolean step() {
      switch (world.random.nextInt(10)) {
        case 0 -> close();
        case 1 -> kill();
        case 2 -> flush();
        case 3, 4, 5 -> answer();
        case 6 -> {
          return link(false);
        }
        default -> {
          return link(true);
        }
      }
      return true;
    }
  }

  @Test
  void neverTakesOneBrowserForTwo() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      World world = new World(seed);
      Browser here = new Browser(world, List.of(""));
      // The same browser by another address, for which it keeps other tickets.
      Browser there = new Browser(world, List.of(""));
      for (int step = 0; step < STEPS; step++) {
        Browser next = world.random.nextInt(4) == 0 ? there : here;
        assertThat(next.step()).as("history %s, step %s", seed, step).isTrue();
      }
      assertThat(world.clients.known()).allSatisfy(client -> assertThat(client.twin()).isEmpty());
    }
  }

  @Test
  void neverReadsTwoBrowsersAsOne() {
    int found = 0;
    for (int seed = 0; seed < HISTORIES; seed++) {
      World world = new World(seed);
      List<Browser> both = two(world);
      boolean unknown = true;
      for (int step = 0; step < STEPS && unknown; step++) {
        unknown = both.get(world.random.nextInt(2)).step();
        assertThat(world.readers.values())
            .as("history %s, step %s", seed, step)
            .allSatisfy(readers -> assertThat(readers).hasSize(1));
      }
      found += unknown ? 0 : 1;
    }
    assertThat(found).as("histories in which the two were found").isGreaterThan(HISTORIES * 9 / 10);
  }

  @Test
  void findsTwoThatTakeTurnsAtTheThirdTurn() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      World world = new World(seed);
      List<Browser> both = two(world);
      int turns = 0;
      while (turn(both.get(turns % 2))) {
        turns++;
        assertThat(turns).as("turns of history %s that both had", seed).isLessThan(3);
      }
    }
  }

  @Test
  void findsTwoThatAreThereAtOnce() {
    for (int seed = 0; seed < HISTORIES; seed++) {
      World world = new World(seed);
      List<Browser> both = two(world);
      Browser first = both.get(0);
      for (int i = world.random.nextInt(3); i >= 0; i--) {
        assertThat(first.link(true)).isTrue();
        first.answer();
      }
      assertThat(both.get(1).link(true)).as("the hello of history %s", seed).isFalse();
      assertThat(world.linked()).isEmpty();
    }
  }

  /** Comes some times, at least once with an answer; what it had then is on its disk. */
  private static boolean turn(Browser browser) {
    Random random = browser.world.random;
    for (int i = random.nextInt(4); i >= 0; i--) {
      if (!browser.link(i == 0 || random.nextBoolean())) {
        return false;
      }
    }
    browser.answer();
    browser.flush();
    for (int i = random.nextInt(3); i > 0; i--) {
      if (!browser.link(true)) {
        return false;
      }
    }
    if (random.nextBoolean()) {
      browser.kill();
    }
    browser.close();
    return true;
  }

  /** Lets one browser live for a while, and copies it when it is closed. */
  private static List<Browser> two(World world) {
    Browser original = new Browser(world, List.of(""));
    assertThat(original.link(true)).isTrue();
    original.flush();
    for (int i = world.random.nextInt(12); i > 0; i--) {
      assertThat(original.step()).isTrue();
    }
    original.flush();
    original.close();
    // Whatever was read before there were two, both have.
    world.readers.clear();
    List<Browser> both = new ArrayList<>(List.of(original, original.copy()));
    if (world.random.nextBoolean()) {
      both.add(both.remove(0));
    }
    return both;
  }
}
