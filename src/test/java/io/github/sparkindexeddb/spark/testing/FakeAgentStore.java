// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.testing;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.StoreClient.StoreKeys;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyPath;
import io.github.sparkindexeddb.wire.value.Malformed;
import io.github.sparkindexeddb.wire.value.Summary;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link FakeAgent} has: one client for each list of records.
 *
 * @param summary the JSON of a summary's root node
 * @param malformed what each split reports
 */
public record FakeAgentStore(
    List<List<String>> clients, String summary, KeyPath keyPath, Optional<Malformed> malformed) {
  static final KeyPath INLINE = new KeyPath(List.of("id"), false);

  /** A store whose records hold their keys. */
  public static FakeAgentStore of(String summary, List<String> records) {
    return new FakeAgentStore(List.of(records), summary, INLINE, Optional.empty());
  }

  public FakeAgentStore withClients(List<List<String>> more) {
    return new FakeAgentStore(more, summary, keyPath, malformed);
  }

  public FakeAgentStore withoutKeyPath() {
    return new FakeAgentStore(clients, summary, KeyPath.NONE, malformed);
  }

  public FakeAgentStore reporting(Malformed report) {
    return new FakeAgentStore(clients, summary, keyPath, Optional.of(report));
  }

  Summary wireSummary() {
    return Summary.fromJson(
        Json.parse(
            "{\"records\":"
                + clients.stream().mapToInt(List::size).sum()
                + ",\"corrupt\":{\"count\":0},\"root\":"
                + summary
                + "}"));
  }

  StoreKeys keys(int client) {
    int records = clients.get(client).size();
    boolean empty = records == 0;
    return new StoreKeys(
        records,
        keyPath,
        false,
        empty ? Optional.empty() : Optional.of(new Key.StringKey("a")),
        empty ? Optional.empty() : Optional.of(new Key.StringKey("z")));
  }
}
