// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a replica database holds, as plain maps: each version is a copy of everything. */
final class ReplicaModel {
  /** A database of a client. */
  record Place(String client, String database) {}

  /**
   * The stores of such a database.
   *
   * @param settled null before it was published
   */
  record State(Map<String, StoreState> stores, Boolean settled) {}

  /** A store: another one of its name has another id. */
  record StoreState(long id, TreeMap<Integer, String> records) {
    StoreState copy() {
      return new StoreState(id, new TreeMap<>(records));
    }
  }

  private final Map<Place, Map<String, StoreState>> drafts = new HashMap<>();
  private final List<Map<Place, State>> versions = new ArrayList<>(List.of(new HashMap<>()));

  Map<String, StoreState> draft(Place place) {
    return drafts.computeIfAbsent(place, none -> new TreeMap<>());
  }

  long newest() {
    return versions.size() - 1L;
  }

  Map<Place, State> version(long number) {
    return versions.get((int) number);
  }

  State published(Place place) {
    return version(newest()).getOrDefault(place, new State(Map.of(), null));
  }

  boolean isChanged(Place place, boolean settled) {
    State published = published(place);
    return !published.stores.equals(draft(place)) || !Objects.equals(published.settled, settled);
  }

  /** Returns how many records are other in the draft than in the version before. */
  long changes(Place place) {
    Map<List<Object>, String> before = flat(published(place).stores);
    Map<List<Object>, String> now = flat(draft(place));
    long changes = now.keySet().stream().filter(key -> !before.containsKey(key)).count();
    for (Map.Entry<List<Object>, String> each : before.entrySet()) {
      changes += each.getValue().equals(now.get(each.getKey())) ? 0 : 1;
    }
    return changes;
  }

  private static Map<List<Object>, String> flat(Map<String, StoreState> stores) {
    Map<List<Object>, String> flat = new HashMap<>();
    for (StoreState store : stores.values()) {
      store.records.forEach((key, line) -> flat.put(List.of(store.id, key), line));
    }
    return flat;
  }

  void publish(Place place, boolean settled) {
    Map<Place, State> next = new HashMap<>(version(newest()));
    Map<String, StoreState> copy = new TreeMap<>();
    draft(place).forEach((name, store) -> copy.put(name, store.copy()));
    next.put(place, new State(copy, settled));
    versions.add(next);
  }

  /** Erases a store from the draft and all versions, and says whether the newest one had it. */
  boolean erase(Place place, String store) {
    draft(place).remove(store);
    boolean wasPublished = published(place).stores.containsKey(store);
    for (Map<Place, State> version : versions) {
      version.computeIfPresent(place, (same, state) -> without(state, store));
    }
    return wasPublished;
  }

  private static State without(State state, String store) {
    Map<String, StoreState> rest = new TreeMap<>(state.stores);
    rest.remove(store);
    return new State(rest, state.settled);
  }

  /** Makes a version in which nothing changed but for what was erased. */
  void addVersion() {
    versions.add(new HashMap<>(version(newest())));
  }
}
