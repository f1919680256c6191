// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.replica.ReplicaModel.Place;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.KeyPath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any history reads as plain maps would: versions, drafts, pages, counts, erasures, restarts. */
class ReplicaHistoryTest {
  private static final int STEPS = 4_000;
  private static final int KEYS = 25;
  private static final List<ClientName> CLIENTS = List.of(Shop.ONE, Shop.TWO);
  private static final List<String> STORES = List.of("orders", "customers");

  @TempDir private Path root;
  private final Map<ClientName, ClientSession> sessions = new HashMap<>();
  private final ReplicaModel model = new ReplicaModel();
  private Random random;
  private Shop shop;
  private long floor;

  @AfterEach
  void close() {
    shop.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 0})
  void readsAsAModelDoes(long fixed) {
    long seed = Long.getLong("history.seed", fixed == 0 ? System.nanoTime() : fixed);
    random = new Random(seed);
    shop = new Shop(root.resolve("replicas"));
    int step = 0;
    try {
      for (; step < STEPS; step++) {
        step();
      }
      for (long version = floor; version <= model.newest(); version++) {
        compare(version);
      }
      shop.database().maintenance().check();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("-Dhistory.seed=" + seed + " at step " + step, e);
    }
  }

  private void step() {
    shop.pass(Duration.ofMillis(random.nextInt(2_000) - 200));
    ClientName client = any(CLIENTS);
    String store = any(STORES);
    switch (random.nextInt(40)) {
      case 0 -> sessions.put(client, shop.writer().connect(client, "browser"));
      case 1 -> makeAnew(client, store);
      case 2 -> drop(client, store);
      case 3 -> eraseStore(client, store);
      case 4 -> eraseClient(client);
      case 5 -> trim();
      case 6 -> shop.reopen();
      case 7 -> shop.database().maintenance().check();
      case 8, 9, 10, 11, 12, 13, 14 -> publish(client);
      case 15, 16, 17 -> compare(anyVersion());
      default -> apply(client, store);
    }
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private long anyVersion() {
    return floor + random.nextLong(model.newest() - floor + 1);
  }

  private ClientSession session(ClientName client) {
    return sessions.computeIfAbsent(client, none -> shop.writer().connect(client, "browser"));
  }

  private static Place place(ClientName client) {
    return new Place(client.id(), "shop");
  }

  private KeptStore keep(ClientName client, StoreRules rules) {
    KeptStore kept = shop.writer().keep(session(client), rules);
    Map<String, ReplicaModel.StoreState> draft = model.draft(place(client));
    ReplicaModel.StoreState known = draft.get(rules.store());
    if (known == null || known.id() != kept.id()) {
      draft.put(rules.store(), new ReplicaModel.StoreState(kept.id(), new TreeMap<>()));
    }
    return kept;
  }

  /** The store as it is, whatever its key path. */
  private KeptStore kept(ClientName client, String store) {
    return shop.database().drafts().stores(client).stream()
        .filter(each -> each.rules().store().equals(store))
        .findFirst()
        .orElseGet(() -> keep(client, Shop.rules(store)));
  }

  private void makeAnew(ClientName client, String store) {
    String path = "path" + random.nextInt(3);
    keep(
        client,
        new StoreRules(
            "shop", store, new KeyPath(List.of(path), false), false, Duration.ofDays(1)));
  }

  private void drop(ClientName client, String store) {
    KeptStore kept = kept(client, store);
    shop.writer().drop(session(client), kept);
    model.draft(place(client)).remove(store);
  }

  private void apply(ClientName client, String store) {
    KeptStore kept = kept(client, store);
    TreeMap<Integer, String> records = model.draft(place(client)).get(store).records();
    Map<Integer, String> changed = new HashMap<>();
    List<Integer> gone = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      int key = random.nextInt(KEYS);
      if (random.nextInt(3) == 0) {
        gone.add(key);
      } else {
        changed.put(key, "{\"a\":" + random.nextInt(3) + "}");
      }
    }
    gone.removeAll(changed.keySet());
    long expected =
        changed.entrySet().stream()
            .filter(each -> !each.getValue().equals(records.get(each.getKey())))
            .count();
    long deleted = gone.stream().distinct().filter(records::containsKey).count();
    records.putAll(changed);
    gone.forEach(records::remove);
    assertThat(shop.writer().apply(session(client), kept, Shop.difference(changed, gone)))
        .isEqualTo(new Difference.Applied(expected, deleted, records.size()));
    assertThat(shop.draft(kept)).containsExactlyElementsOf(records.keySet());
  }

  private void publish(ClientName client) {
    Place place = place(client);
    kept(client, "orders");
    boolean settled = random.nextInt(4) > 0;
    long before = model.newest();
    boolean isChanged = model.isChanged(place, settled);
    long changes = model.changes(place);
    Publication publication = shop.writer().publish(session(client), "shop", settled);
    if (publication instanceof Publication.Published published) {
      model.publish(place, settled);
      assertThat(published.version().number()).isEqualTo(before + 1);
      assertThat(published.changes()).isEqualTo(changes);
      if (before > floor) {
        assertThat(published.version().at()).isAfter(shop.reader().version(before).at());
      }
    } else {
      assertThat(isChanged).isFalse();
    }
    assertThat(shop.reader().newest().number()).isEqualTo(model.newest());
  }

  private void eraseStore(ClientName client, String store) {
    Optional<Erasure> erasure = shop.writer().erase(client, "shop", store);
    boolean wasPublished = model.erase(place(client), store);
    if (wasPublished) {
      model.addVersion();
      assertThat(erasure.orElseThrow().version().number()).isEqualTo(model.newest());
    }
  }

  private void eraseClient(ClientName client) {
    List<Erasure> erasures = shop.writer().erase(client.id());
    sessions.remove(client);
    boolean wasPublished = false;
    for (String store : STORES) {
      wasPublished |= model.erase(place(client), store);
    }
    if (wasPublished) {
      model.addVersion();
      assertThat(erasures.get(0).version().number()).isEqualTo(model.newest());
    }
  }

  private void trim() {
    long wanted = anyVersion();
    Instant oldest = shop.reader().version(wanted).at();
    long held = anyVersion();
    try (ReplicaReader.Hold hold = shop.reader().hold(held)) {
      floor = shop.database().maintenance().trim(oldest);
      assertThat(floor).isEqualTo(Math.min(wanted, hold.version().number()));
    }
  }

  private void compare(long version) {
    for (ClientName client : CLIENTS) {
      ReplicaModel.State state = model.version(version).get(place(client));
      Map<String, ReplicaModel.StoreState> stores = state == null ? Map.of() : state.stores();
      for (String store : STORES) {
        Optional<PublishedStore> found =
            shop.reader().stores(version, "shop", store).stream()
                .filter(each -> each.store().client().equals(client))
                .findFirst();
        assertThat(found.isPresent()).isEqualTo(stores.containsKey(store));
        found.ifPresent(each -> compare(each, stores.get(store), state.settled()));
      }
    }
  }

  private void compare(PublishedStore found, ReplicaModel.StoreState expected, boolean settled) {
    assertThat(found.store().id()).isEqualTo(expected.id());
    assertThat(found.settled()).isEqualTo(settled);
    assertThat(found.records()).isEqualTo(expected.records().size());
    assertThat(found.bytes())
        .isEqualTo(expected.records().values().stream().mapToLong(String::length).sum());
    assertThat(shop.read(found, KeySpan.ALL, 1 + random.nextInt(KEYS)))
        .as("version %d", found.version())
        .containsExactlyEntriesOf(expected.records());
    int from = random.nextInt(KEYS);
    int to = from + random.nextInt(KEYS);
    KeySpan span = KeySpan.ofBlock(Optional.of(Shop.key(from)), Optional.of(Shop.key(to)));
    Map<Integer, String> within = expected.records().subMap(from, false, to, true);
    assertThat(shop.read(found, span, 1 + random.nextInt(5))).isEqualTo(within);
    assertThat(shop.reader().count(found, span)).isEqualTo(within.size());
  }
}
