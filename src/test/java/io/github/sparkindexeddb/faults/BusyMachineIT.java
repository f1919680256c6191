// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.TestAgent;
import io.github.sparkindexeddb.testing.ChildAgent;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.RawHttp;
import io.github.sparkindexeddb.testing.Signals;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An agent on a machine that has other things to do. */
@Timeout(180)
class BusyMachineIT {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 1000, 10_000);
  private static final List<Column> COLUMNS = List.of(Column.field("id", Type.Scalar.BIGINT));

  @Test
  void readsWholeThroughAnAgentThatGetsLittleTime() {
    try (ChildAgent agent = ChildAgent.start("128m", "--grace", "5s")) {
      URI uri = URI.create(agent.endpoint());
      try (Signals.Throttle slow = Signals.throttle(agent.handle());
          FakeBrowser page = FakeBrowser.link(uri, Setup.of("one", ORDERS))) {
        byte[] whole = TestAgent.sealed("id", ORDERS.batches(0, ORDERS.records()));
        assertThat(PlainScan.of(agent.endpoint(), "shop", "orders", COLUMNS).body())
            .isEqualTo(whole);
        assertThat(page.closed()).as("its link").isNotDone();
        assertThat(RawHttp.get(uri, "/v1/health")).startsWith("HTTP/1.1 200 ");
        assertThat(slow.pulses().isAlive()).as("was slow to the end").isTrue();
      }
    }
  }
}
