// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.Format;
import io.github.sparkindexeddb.wire.Json;
import java.io.ByteArrayOutputStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AgentTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 10_000, 500);

  private Agent agent;
  private Http http;

  @BeforeEach
  void start() {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    http = new Http(agent.uri());
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  @Test
  void streamsEverySplitOfAScan() {
    try (FakeBrowser browser = FakeBrowser.link(agent.uri(), FakeBrowser.Setup.of("one", ORDERS))) {
      JsonNode scan = http.post("/v1/scans", Http.scan("shop", "orders")).json();

      assertThat(scan.path("splits")).hasSize(2);
      for (int n = 0; n < 2; n++) {
        Http.Answer split = http.get("/v1/scans/" + scan.path("scan").asText() + "/splits/" + n);
        byte[] expected = body(ORDERS.body(n * 5000L, (n + 1) * 5000L));
        assertThat(split.body()).isEqualTo(expected);
        assertThat(split.trailers().get("Split-Rows")).isEqualTo("5000");
        assertThat(split.trailers().get("Split-Bytes")).isEqualTo("" + expected.length);
        assertThat(split.trailers().get("Split-Crc32c")).isEqualTo(crc(expected));
      }
    }
  }

  @Test
  void mergesSummariesOfAllClients() {
    try (FakeBrowser one = FakeBrowser.link(agent.uri(), FakeBrowser.Setup.of("one", ORDERS));
        FakeBrowser two = FakeBrowser.link(agent.uri(), FakeBrowser.Setup.of("two", ORDERS))) {
      JsonNode reply =
          http.post(
                  "/v1/summaries",
                  Json.object()
                      .put("database", "shop")
                      .put("store", "orders")
                      .put("sampleSize", 1000))
              .json();

      assertThat(reply.path("summary").path("records").asLong()).isEqualTo(2000);
      assertThat(reply.path("clients")).hasSize(2);
    }
  }

  private static byte[] body(byte[] batches) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(batches);
    body.writeBytes(Format.ARROW.tail());
    return body.toByteArray();
  }

  private static String crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return String.format("%08x", crc.getValue());
  }
}
