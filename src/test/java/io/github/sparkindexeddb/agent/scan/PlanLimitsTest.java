// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.message.StoreClient.StoreKeys;
import io.github.sparkindexeddb.wire.message.WorkerResult.PlanResult;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyPath;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanLimitsTest {
  @Test
  void measuresAKeyHoweverDeepItIs() {
    Key key = new Key.NumberKey(1);
    for (int level = 0; level < 20_000; level++) {
      key = new Key.ArrayKey(List.of(key));
    }
    StoreKeys keys =
        new StoreKeys(
            1, new KeyPath(List.of("id"), false), false, Optional.of(key), Optional.empty());
    PlanResult plan = new PlanResult(keys, List.of());
    assertThat(new PlanLimits().withinMemory(new ClientName("one", "https://shop.example"), plan))
        .isSameAs(plan);
  }
}
