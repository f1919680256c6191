// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.ArrowBatch;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.value.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page that sends what no export worker does, beside one that is as it should be. */
class HostileRowsTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 10, 200);
  private static final String RECORDS = "/v1/records?database=shop&store=orders&format=";
  private static final String CSV = RECORDS + "csv&columns=_key,value";
  private static final String PLAN =
      """
      {"records":10,"keyPath":"id","autoIncrement":false,"first":{"number":0},
        "last":{"number":9},"splits":[{"range":%s,"records":10}]}
      """;

  @RegisterExtension private final TestAgent agent = TestAgent.start();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1,\"open\n",
        "1,2\n3,\"open",
        "1,2",
        "1,2\n",
        "1,2\n3\n",
        "1,2\n3,4,5\n",
        "1,2\n\n",
        "1,2\r3,4\n",
        "1,2\n3,4\n5,6\n",
        "1,2\n3,4\"\n",
        "1,2\n3,\"4\"5\n",
      })
  void noLineOfCsvHidesThoseOfOthers(String rows) {
    assertRefused(CSV, rows.getBytes(StandardCharsets.UTF_8), "not the CSV it should be");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n\n",
        "{\"value\":1}\n\n",
        "{\"value\":1}\n{\"value\":\"open\n",
        "{\"value\":1}\n{\"value\":2}",
        "{\"value\":1}\n",
        "{\"value\":1}\n{\"value\":2}\n{\"value\":3}\n",
        "{\"value\":1}\n{\"value\":2}}\n",
        "{\"value\":1}\n{\"value\":[2}\n",
        "{\"value\":1}\n{\"value\":2,\"more\":3}\n",
        "{\"value\":1}\n[2]\n",
        "{\"value\":1}\n{\"value\":2} \n",
        "{\"value\":1}\n{\"value\":\"\t\"}\n",
      })
  void noLineOfJsonHidesThoseOfOthers(String rows) {
    assertRefused(
        RECORDS + "ndjson", rows.getBytes(StandardCharsets.UTF_8), "not the JSON it should be");
  }

  @Test
  void noMessageOfArrowHidesThoseOfOthers() {
    int size = ArrowBatch.MIN_BYTES;
    byte[] row = ArrowBatch.of(1, size);
    String path = RECORDS + "arrows";
    assertRefused(
        path, joined(ArrowBatch.of(2, size), Format.ARROW.tail()), "an end of the stream");
    assertRefused(path, joined(row, Format.ARROW.tail(), row), "an end of the stream");
    assertRefused(path, joined(ArrowBatch.message(1, 2, size), row), "no record batch");
    assertRefused(path, joined(ArrowBatch.message(2, 2, size), row), "no record batch");
    assertRefused(path, joined(row, new byte[8]), "does not begin with its mark");
    assertRefused(path, row, "1 rows, not 2 as its page said");
    assertRefused(path, ArrowBatch.of(3, size), "3 rows, not 2 as its page said");
    byte[] longer = ArrowBatch.of(2, size + 800);
    assertRefused(path, Arrays.copyOf(longer, size + 8), "ends within a row");
  }

  /** Both orders: the honest page's rows come before and behind. */
  private void assertRefused(String path, byte[] rows, String why) {
    for (String name : new String[] {"a", "z"}) {
      try (FakeBrowser honest = agent.link("m", ORDERS);
          FakeBrowser hostile = agent.link(name, ORDERS)) {
        hostile.behave((page, request) -> answer(page, request, rows));
        assertRefused(path, name, why);
      }
    }
  }

  private void assertRefused(String path, String client, String why) {
    JsonNode error = failure(path);
    assertThat(error.path("code").asText()).isEqualTo("SPLIT_DAMAGED");
    assertThat(error.path("message").asText())
        .startsWith("Cannot trust the rows of client " + client + " of http://localhost:3000: ")
        .contains(why)
        .endsWith("if they are the same, leave this client out by 'exceptClients'.");
    assertThat(error.at("/details/client").asText()).isEqualTo(client);
    assertThat(error.at("/details/origin").asText()).isEqualTo(FakeBrowser.ORIGIN);
  }

  @Test
  void theRowsOfOthersAreReadWithoutTheClientThatIsNamed() {
    try (FakeBrowser honest = agent.link("m", ORDERS);
        FakeBrowser hostile = agent.link("z", ORDERS)) {
      byte[] open = "1,\"open\n".getBytes(StandardCharsets.UTF_8);
      hostile.behave((page, request) -> answer(page, request, open));
      assertRefused(CSV, "z", "ends within a row");
      byte[] rows = ORDERS.csv(0, 10, 2);
      assertThat(agent.http().get(CSV + "&exceptClients=z").text())
          .isEqualTo("_key,value\n" + new String(rows, StandardCharsets.UTF_8));
    }
  }

  /** Returns why the read was cut off, or refused before its first byte. */
  private JsonNode failure(String path) {
    try (Response response = agent.http().open(path, request -> request)) {
      if (response.code() != 200) {
        return Json.parse(response.body().bytes());
      }
      assertThatThrownBy(() -> response.body().bytes()).isInstanceOf(IOException.class);
      return agent.progress(response.header("Spark-IndexedDB-Scan")).findValue("error");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** One batch, said to have two rows. */
  private static void answer(FakeBrowser page, Message.Request request, byte[] rows) {
    if (request.body() instanceof WorkerRequest.Read) {
      page.result(
          request,
          Json.parse(
              """
              {"bytes":%d,"records":2,"read":2,"last":{"number":1},"done":true,"count":2}
              """
                  .formatted(rows.length)));
      page.bytes(request, rows);
    } else {
      page.answerHonestly(request);
    }
  }

  @Test
  void keysGoOn() {
    assertEndless("{}", last -> last < 3 ? last : 2, "its keys do not go on, as '{\"number\":2}'");
    assertEndless("{}", last -> -last, "its keys do not go on, as '{\"number\":-2}'");
  }

  @Test
  void keysAreOfTheSplit() {
    String range = "{\"lower\":{\"number\":0},\"upper\":{\"number\":3},\"upperOpen\":true}";
    assertEndless(range, last -> last, "its key '{\"number\":3}' is not of the split");
    assertEndless(range, last -> last - 2, "its key '{\"number\":-1}' is not of the split");
  }

  @Test
  void batchesWithoutRowsEnd() {
    assertEndless("{}", last -> last, "10000 batches in a row were without rows and without end");
  }

  private interface Key {
    int ofBatch(int number);
  }

  /** A split that would have no end, of batches without rows. */
  private void assertEndless(String range, Key last, String why) {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      int[] batches = {0};
      browser.behave(
          (page, request) -> {
            if (request.body() instanceof WorkerRequest.Read) {
              page.result(
                  request,
                  Json.parse(
                      """
                      {"bytes":0,"records":0,"read":1,"last":{"number":%d},"done":false,"count":2}
                      """
                          .formatted(last.ofBatch(++batches[0]))));
            } else if (request.body() instanceof WorkerRequest.Plan) {
              page.result(request, Json.parse(PLAN.formatted(range)));
            } else {
              page.answerHonestly(request);
            }
          });
      assertRefused(CSV, "one", why);
    }
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      whole.writeBytes(part);
    }
    return whole.toByteArray();
  }
}
