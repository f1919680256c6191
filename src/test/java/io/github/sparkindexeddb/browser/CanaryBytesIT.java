// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.FaultyProxy;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.RawHttp;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.testing.WireFault;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.sql.DataFrameReader;
import org.junit.jupiter.api.Test;

/** What an app does not allow is in none of the bytes that leave its browser. */
class CanaryBytesIT {
  /** Each is somewhere in the database, and nothing of it may leave. */
  private static final String CANARY = "canary-5e7b";

  private static final String ALLOW =
      """
      { shop: { orders: ({ id, total }) => ({ id, total }) } }
      """;

  private static final BrowserDatabase SHOP =
      BrowserDatabase.named("shop")
          .store("orders", "{ keyPath: 'id' }")
          .index("of canary-5e7b", "'card'", "{}")
          .records(
              "Array.from({ length: 50 }, (_, id) => ({ id, total: id * 2, card: 'canary-5e7b ' + id,"
                  + " nested: { note: ['canary-5e7b'] }, 'canary-5e7b': 1 }))")
          .store("canary-5e7b", "{ keyPath: 'id' }")
          .record("{ id: 'canary-5e7b' }");

  private static final BrowserDatabase OTHER =
      BrowserDatabase.named("canary-5e7b").store("secrets", "{}").entries("[['canary-5e7b', 1]]");

  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  @Test
  void nothingThatIsNotAllowedLeavesWhateverIsAsked() {
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
        FaultyProxy proxy = FaultyProxy.to(agent.uri().toString()).up(recording());
        LinkedApp app = LinkedApp.start(proxy.url(), ALLOW, List.of(SHOP, OTHER))) {
      DataFrameReader read =
          TestSpark.spark().read().format("indexeddb").option("endpoint", agent.uri().toString());
      assertThat(read.load("shop/orders").count()).isEqualTo(50);
      assertThat(
              read.schema("id bigint, card string, nested string")
                  .load("shop/orders")
                  .collectAsList())
          .hasSize(50)
          .allMatch(row -> row.isNullAt(1) && row.isNullAt(2));
      assertThat(read.load("shop/orders").where("card >= 'canary'").collectAsList()).isEmpty();
      for (String store : List.of("shop/canary-5e7b", "canary-5e7b/secrets", "shop/canary")) {
        assertThat(catchThrowable(() -> read.load(store).collectAsList())).isNotNull();
      }
      assertThat(RawHttp.get(agent.uri(), "/v1/records?database=shop&store=orders"))
          .contains("\"total\":98");
      assertThat(RawHttp.get(agent.uri(), "/v1/databases")).contains("orders");
      assertThat(app.client()).isNotEmpty();
    }
    String text = payload(sent.toByteArray());
    assertThat(text).contains("total").contains("hello");
    // What was asked for by this name is in the answer that refuses it, and in nothing else.
    assertThat(text.replaceAll("\\{\"type\":\"failure\"[^\\n]*", "")).doesNotContain(CANARY);
  }

  private WireFault recording() {
    return new WireFault() {
      @Override
      public synchronized int pass(byte[] bytes, int count) {
        sent.write(bytes, 0, count);
        return count;
      }
    };
  }

  /** The payload of each frame that a browser sent, on a line of its own, without its mask. */
  private static String payload(byte[] stream) {
    String all = new String(stream, StandardCharsets.ISO_8859_1);
    ByteBuffer frames = ByteBuffer.wrap(stream);
    frames.position(all.indexOf("\r\n\r\n") + 4);
    StringBuilder text = new StringBuilder();
    while (frames.remaining() > 6) {
      frames.get();
      byte[] payload = new byte[length(frames)];
      byte[] mask = new byte[4];
      frames.get(mask);
      frames.get(payload);
      for (int i = 0; i < payload.length; i++) {
        payload[i] ^= mask[i % 4];
      }
      text.append(new String(payload, StandardCharsets.ISO_8859_1)).append('\n');
    }
    return text.toString();
  }

  private static int length(ByteBuffer frames) {
    int length = frames.get() & 0x7F;
    return switch (length) {
      case 126 -> Short.toUnsignedInt(frames.getShort());
      case 127 -> Math.toIntExact(frames.getLong());
      default -> length;
    };
  }
}
