// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExpiredScansTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 3, 10);

  private TestAgent agent;
  private FakeBrowser browser;

  @BeforeEach
  void start() {
    agent = TestAgent.start(options -> options.withScanTtl(Duration.ofSeconds(2)));
    browser = agent.link("one", ORDERS);
  }

  @AfterEach
  void stop() {
    browser.close();
    agent.close();
  }

  /** A megabyte each, of which sixteen megabytes of memory hold about eight. */
  @Test
  void keepsUnreadSplitsOfTheLatestScansThatTakeLittleMemory() {
    List<String> scans = IntStream.range(0, 12).mapToObj(i -> scanOfLongName()).toList();
    agent.scheduler().pass(Duration.ofSeconds(3));
    assertThat(agent.http().get("/v1/scans").json().path("scans")).isEmpty();

    assertThat(agent.split(scans.get(11), 0).status()).isEqualTo(200);
    assertThat(agent.split(scans.get(0), 0).code()).isEqualTo("SCAN_EXPIRED");
  }

  private String scanOfLongName() {
    ObjectNode body = Http.scan(ORDERS.database(), ORDERS.name());
    body.putArray("columns").addObject().put("name", "x".repeat(1 << 20)).put("type", "string");
    return agent.http().post("/v1/scans", body).json().path("scan").asText();
  }
}
