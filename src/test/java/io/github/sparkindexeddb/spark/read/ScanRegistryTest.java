// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.GroupScan;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.spark.testing.FakeAgent;
import io.github.sparkindexeddb.spark.testing.FakeAgentStore;
import io.github.sparkindexeddb.wire.message.Participants;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScanRegistryTest {
  private final ScanRegistry scans = new ScanRegistry();
  private FakeAgent agent;

  @BeforeEach
  void start() throws IOException {
    agent = new FakeAgent(FakeAgentStore.of("{}", List.of()));
  }

  @AfterEach
  void stop() throws IOException {
    agent.close();
  }

  @Test
  void areReleasedWhenTheApplicationEnds() {
    scans.add(scan("s1"));
    scans.add(scan("s2"));

    scans.onApplicationEnd(null);

    assertThat(agent.released).containsExactlyInAnyOrder("s1", "s2");
  }

  @Test
  void areReleasedOnce() {
    GroupScan scan = scan("s1");
    scans.add(scan);

    scans.release(scan);
    scans.release(scan);
    scans.onApplicationEnd(null);

    assertThat(agent.released).containsExactly("s1");
  }

  @Test
  void areKeptFromExpiring() {
    GroupScan released = scan("s2");
    scans.add(scan("s1"));
    scans.add(released);
    scans.release(released);

    scans.keepAll();

    assertThat(agent.kept).containsExactly("s1");
  }

  private GroupScan scan(String id) {
    Endpoint endpoint = Endpoint.parse(agent.endpoint(), Optional.empty()).get(0);
    ScanResponse.Split split =
        new ScanResponse.Split(0, new ClientName("c", "http://localhost"), 6, "");
    return new GroupScan(
        new Participants(List.of(), List.of(), List.of()),
        List.of(
            new GroupScan.Part(
                endpoint, id, List.of(new SplitAddress(endpoint, id, split)), List.of())));
  }
}
