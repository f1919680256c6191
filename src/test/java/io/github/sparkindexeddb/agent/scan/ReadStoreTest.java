// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.message.StoreIdentity;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReadStoreTest {
  private final ReadStore store = new ReadStore(2);

  @Test
  void expectsNothingBeforeTheFirstBatch() {
    assertThat(store.identity()).isEmpty();
    assertThat(store.accepts(Optional.empty(), of("a", 1))).isTrue();
    assertThat(store.identity()).isEqualTo(of("a", 1));
  }

  @Test
  void refusesABatchThatWasRequestedBeforeTheFirstCameAndIsOfAnotherConnection() {
    assertThat(store.accepts(Optional.empty(), of("a", 1))).isTrue();
    assertThat(store.accepts(Optional.empty(), of("b", 2))).isFalse();
    assertThat(store.identity()).isEqualTo(of("a", 1));
    assertThat(store.accepts(Optional.empty(), of("a", 2))).isTrue();
    assertThat(store.identity()).isEqualTo(of("a", 1, 2));
  }

  @Test
  void takesWhatTheWorkerHasCheckedWhateverItsConnection() {
    assertThat(store.accepts(Optional.empty(), of("a", 1))).isTrue();
    assertThat(store.accepts(of("a", 1), of("b", 2))).isTrue();
    assertThat(store.identity()).isEqualTo(of("b", 1, 2));
  }

  @Test
  void keepsTheLatestWitnesses() {
    for (long key = 0; key < 20; key++) {
      assertThat(store.accepts(store.identity(), of("a", key))).isTrue();
    }
    assertThat(store.identity()).isEqualTo(of("a", LongStream.range(4, 20).toArray()));
  }

  @Test
  void takesBatchesOfWorkersThatDoNotSay() {
    assertThat(store.accepts(Optional.empty(), Optional.empty())).isTrue();
    assertThat(store.accepts(Optional.empty(), of("a", 1))).isTrue();
    assertThat(store.accepts(of("a", 1), Optional.empty())).isTrue();
    assertThat(store.identity()).isEqualTo(of("a", 1));
  }

  private static Optional<StoreIdentity> of(String connection, long... keys) {
    List<StoreIdentity.Witness> records =
        LongStream.of(keys)
            .mapToObj(key -> new StoreIdentity.Witness(new Key.NumberKey(key), key))
            .toList();
    return Optional.of(
        new StoreIdentity(connection, 1, new KeyPath(List.of("id"), false), false, records));
  }
}
