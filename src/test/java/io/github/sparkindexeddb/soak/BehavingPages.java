// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import io.github.sparkindexeddb.testing.FakeStore;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** All browsers that behave, a quarter of which goes and comes back now and then. */
final class BehavingPages implements AutoCloseable {
  private static final int OF_WHICH_ONE_WANDERS = 4;

  private final List<BehavingPage> pages = new ArrayList<>();
  private final Map<String, Integer> numbers;
  private final List<FakeStore> stores;
  private final HttpClient http;
  private final URI agent;

  BehavingPages(URI agent, HttpClient http, SoakOptions.Population population, Random random) {
    this.agent = agent;
    this.http = http;
    stores =
        IntStream.range(0, population.behaving())
            .mapToObj(n -> RowCheck.store(n, 20 + random.nextInt(130), 100 + random.nextInt(150)))
            .toList();
    for (FakeStore store : stores) {
      boolean isLiar = population.hasLiar() && pages.isEmpty();
      pages.add(new BehavingPage(pages.size(), store, isLiar));
    }
    numbers = pages.stream().collect(Collectors.toMap(BehavingPage::id, BehavingPage::number));
  }

  /** The stores of the clients 0, 1, 2… */
  List<FakeStore> stores() {
    return stores;
  }

  void linkAll() throws InterruptedException, ExecutionException, TimeoutException {
    for (BehavingPage page : pages) {
      page.link(agent, http);
    }
  }

  BehavingPage any(Random random) {
    return pages.get(random.nextInt(pages.size()));
  }

  /** Returns the number of the client of that id, if it behaves. */
  Optional<Integer> number(String id) {
    return Optional.ofNullable(numbers.get(id));
  }

  /** Returns the numbers of those that have been linked all the time since then. */
  Set<Integer> linkedSince(long nanos) {
    return pages.stream()
        .filter(page -> page.isLinkedSince(nanos))
        .map(BehavingPage::number)
        .collect(Collectors.toSet());
  }

  /** Lets one go and come back, and all come back whose link has ended by itself. */
  void wander(Random random, Pace pace, Tally tally)
      throws InterruptedException, ExecutionException, TimeoutException {
    for (BehavingPage page : pages) {
      if (page.isDropped() && !pace.isOver()) {
        tally.failed(
            "the link of behaving browser " + page.number(),
            new IllegalStateException("the agent ended it: " + page.end()));
        page.link(agent, http);
      }
    }
    int quarter = Math.max(1, pages.size() / OF_WHICH_ONE_WANDERS);
    BehavingPage page = pages.get(random.nextInt(quarter) * OF_WHICH_ONE_WANDERS % pages.size());
    page.leave(random.nextBoolean());
    pace.pause(random.nextInt(1500));
    page.link(agent, http);
    pace.pause(200 + random.nextInt(1800));
  }

  @Override
  public void close() {
    pages.forEach(BehavingPage::close);
  }
}
