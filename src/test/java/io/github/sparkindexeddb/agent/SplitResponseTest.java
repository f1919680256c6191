// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.ArrowBatch;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SplitResponseTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 10_000, 500);
  private static final FakeStore PHOTOS = new FakeStore("shop", "photos", 40, 1 << 20);
  private static final long MIB = 1 << 20;

  @RegisterExtension private final TestAgent agent = TestAgent.start();

  @Test
  void carriesEveryByteAndEndsWithTrailers() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      JsonNode scan = agent.scanResponse(ORDERS, 2);
      assertThat(scan.path("splits")).hasSize(2);
      for (int n = 0; n < 2; n++) {
        Http.Answer split = agent.split(scan.path("scan").asText(), n);
        byte[] expected = TestAgent.sealed(ORDERS.batches(n * 5000L, (n + 1) * 5000L));
        assertThat(split.body()).isEqualTo(expected);
        assertThat(split.headers().get("Content-Type"))
            .isEqualTo("application/vnd.apache.arrow.stream");
        assertThat(split.headers().get("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(split.headers().get("Trailer")).contains("Split-Rows", "Split-Crc32c");
        assertThat(split.trailers().get("Split-Rows")).isEqualTo("5000");
        assertThat(split.trailers().get("Split-Bytes")).isEqualTo("" + expected.length);
        assertThat(split.trailers().get("Split-Crc32c")).isEqualTo(TestAgent.crc(expected));
        assertThat(split.trailers().get("Split-Malformed")).isNull();
      }
      assertThat(browser.requests(WorkerRequest.Read.class).get(0).size().count()).isEqualTo(2);
    }
  }

  @Test
  void endsASplitAsItsFormatDoes() {
    FakeStore empty = new FakeStore("shop", "empty", 0, 8);
    try (FakeBrowser browser = agent.link("one", ORDERS, empty)) {
      assertThat(lines(ORDERS).body()).hasSize(10_000 * 500 + 1).endsWith('\n');
      Http.Answer nothing = lines(empty);
      assertThat(nothing.body()).containsExactly('\n');
      assertThat(nothing.headers().get("Content-Type")).isEqualTo("application/x-ndjson");
      assertThat(nothing.trailers().get("Split-Rows")).isEqualTo("0");
    }
  }

  private Http.Answer lines(FakeStore store) {
    var request = Http.scan(store.database(), store.name()).put("format", "ndjson");
    request.putObject("splits").put("atMost", 1);
    return agent.split(agent.http().post("/v1/scans", request).json().path("scan").asText(), 0);
  }

  @Test
  void givesTheSameBytesAgainThoughTheStoreChanged() {
    String scan;
    byte[] first;
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      scan = agent.scan(ORDERS);
      first = agent.split(scan, 0).body();
    }
    Http.Answer again = agent.split(scan, 0);
    assertThat(again.body()).isEqualTo(first).isEqualTo(TestAgent.sealed(ORDERS));
    assertThat(again.trailers().get("Split-Crc32c")).isEqualTo(TestAgent.crc(first));
  }

  @Test
  void servesTwoReadersOfOneSplitAtOnceFromOneReadingOfTheStore() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      String scan = agent.scan(ORDERS);
      List<CompletableFuture<byte[]>> twins =
          List.of(
              CompletableFuture.supplyAsync(() -> agent.split(scan, 0).body()),
              CompletableFuture.supplyAsync(() -> agent.split(scan, 0).body()));
      assertThat(twins).allSatisfy(t -> assertThat(t.join()).isEqualTo(TestAgent.sealed(ORDERS)));
      long read =
          browser.requests(WorkerRequest.Read.class).stream()
              .map(request -> request.position().after())
              .distinct()
              .count();
      assertThat(browser.requests(WorkerRequest.Read.class)).hasSize((int) read);
    }
  }

  @Test
  void resumesAtAnyOffsetWithTheTrailersOfTheWhole() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      String scan = agent.scan(ORDERS);
      byte[] whole = agent.split(scan, 0).body();
      for (int offset : new int[] {0, 1, 10, 4_999_999, whole.length - 8, whole.length}) {
        Http.Answer resumed = agent.http().get(TestAgent.path(scan, 0) + "?offset=" + offset);
        assertThat(resumed.body()).isEqualTo(Arrays.copyOfRange(whole, offset, whole.length));
        assertThat(resumed.trailers().get("Split-Crc32c")).isEqualTo(TestAgent.crc(whole));
        assertThat(resumed.trailers().get("Split-Bytes")).isEqualTo("" + whole.length);
      }
    }
  }

  @Test
  void refusesAnOffsetBeyondWhatHasCome() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      String scan = agent.scan(ORDERS);
      Http.Answer answer = agent.http().get(TestAgent.path(scan, 0) + "?offset=1");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.message()).contains("only 0 bytes have come");
      assertThat(agent.http().get(TestAgent.path(scan, 0) + "?offset=-1").code())
          .isEqualTo("BAD_REQUEST");
      assertThat(agent.http().get(TestAgent.path(scan, 0) + "?offset=x").message())
          .contains("its offset is 'x'");
    }
  }

  @Test
  void sealsAnEmptyStoreAsHeadAndTail() {
    FakeStore empty = new FakeStore("shop", "empty", 0, 8);
    try (FakeBrowser browser = agent.link("one", empty)) {
      Http.Answer split = agent.split(agent.scan(empty), 0);
      assertThat(split.body()).isEqualTo(TestAgent.sealed(new byte[0]));
      assertThat(split.trailers().get("Split-Rows")).isEqualTo("0");
    }
  }

  @Test
  void carriesRecordsOfThirtyMegabytes() {
    FakeStore films = new FakeStore("shop", "films", 3, 30 << 20);
    try (FakeBrowser browser = agent.link("one", films)) {
      assertThat(agent.split(agent.scan(films), 0).body()).isEqualTo(TestAgent.sealed(films));
    }
  }

  @Test
  void requestsNothingBeforeTheFirstReader() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      String scan = agent.scan(ORDERS);
      assertThat(browser.requests(WorkerRequest.Read.class)).isEmpty();
      assertThat(agent.progress(scan).at("/splits/0/state").asText()).isEqualTo("waiting");
      assertThat(agent.progress(scan).at("/splits/0/expected").asLong()).isEqualTo(10_000);
    }
  }

  @Test
  void runsAtMostSixteenMebibytesAheadAndPausesWhenTheReaderLeaves() throws IOException {
    try (FakeBrowser browser = agent.link("one", PHOTOS)) {
      String scan = agent.scan(PHOTOS);
      long paused;
      Call call = agent.http().call(TestAgent.path(scan, 0), request -> request);
      try (Response response = call.execute()) {
        InputStream body = response.body().byteStream();
        assertThat(body.readNBytes(1000)).hasSize(1000);
        // What the sockets hold was read, as far as the agent can tell.
        awaitQuiet(browser);
        paused = agent.progress(scan).path("bytes").asLong();
        assertThat(paused).isBetween(16 * MIB, 28 * MIB);
        assertThat(body.readNBytes((int) (4 * MIB))).hasSize((int) (4 * MIB));
        await().until(() -> agent.progress(scan).path("bytes").asLong() > paused);
        call.cancel();
      }
      awaitQuiet(browser);
      assertThat(agent.progress(scan).path("bytes").asLong()).isLessThan(38 * MIB);
      assertThat(agent.progress(scan).at("/splits/0/state").asText()).isEqualTo("reading");

      assertThat(agent.split(scan, 0).body()).isEqualTo(TestAgent.sealed(PHOTOS));
    }
  }

  @Test
  void hasOneReadOpenForEachSplit() throws Exception {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      String scan = agent.scanResponse(ORDERS, 2).path("scan").asText();
      browser.behave((page, request) -> {});
      var unused0 = CompletableFuture.runAsync(() -> agent.split(scan, 0));
      var unused1 = CompletableFuture.runAsync(() -> agent.split(scan, 1));
      await().until(() -> browser.requests(WorkerRequest.Read.class).size() == 2);
      awaitQuiet(browser);
      assertThat(browser.requests(WorkerRequest.Read.class)).hasSize(2);
    }
  }

  @Test
  void abortsTheStreamOfASplitThatFailsAndTellsTheReasonLater() throws Exception {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      String scan = agent.scan(ORDERS);
      CompletableFuture<Runnable> failure = new CompletableFuture<>();
      browser.behave(
          (page, request) -> {
            if (page.requests(WorkerRequest.Read.class).size() < 3) {
              page.answerHonestly(request);
            } else {
              failure.complete(
                  () ->
                      page.fail(
                          request,
                          ErrorCode.VALUE_DOES_NOT_FIT,
                          "Cannot read 'a': no. Sample all."));
            }
          });
      try (Response response = agent.http().open(TestAgent.path(scan, 0), request -> request)) {
        InputStream body = response.body().byteStream();
        assertThat(body.read()).isNotNegative();
        failure.get().run();
        assertThatThrownBy(body::readAllBytes)
            .isInstanceOf(EOFException.class)
            .hasMessageContaining("not found");
      }

      Http.Answer later = agent.split(scan, 0);
      assertThat(later.status()).isEqualTo(422);
      assertThat(later.code()).isEqualTo("VALUE_DOES_NOT_FIT");
      assertThat(later.message()).isEqualTo("Cannot read 'a': no. Sample all.");
      JsonNode split = agent.progress(scan).at("/splits/0");
      assertThat(split.path("state").asText()).isEqualTo("failed");
      assertThat(split.at("/error/code").asText()).isEqualTo("VALUE_DOES_NOT_FIT");
    }
  }

  @Test
  void answersAFailureBeforeTheFirstByteAtOnce() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      String scan = agent.scan(ORDERS);
      browser.behave(
          (page, request) -> page.fail(request, ErrorCode.STORE_NOT_FOUND, "Cannot: gone. Look."));
      Http.Answer answer = agent.split(scan, 0);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json().at("/details/expected").asLong()).isEqualTo(10_000);
    }
  }

  @Test
  void carriesWhatDidNotFitInATrailer() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      String scan = agent.scan(ORDERS);
      browser.behave(
          (page, request) -> {
            page.result(
                request,
                Json.parse(
                    "{\"bytes\":88,\"records\":1,\"read\":1,\"last\":{\"number\":1},\"done\":true,"
                        + "\"count\":1,\"malformed\":{\"count\":2,\"first\":{\"é\":\"Ü\"}}}"));
            page.bytes(request, ArrowBatch.of(1, ArrowBatch.MIN_BYTES));
          });
      assertThat(agent.split(scan, 0).trailers().get("Split-Malformed"))
          .isEqualTo("{\"count\":2,\"first\":{\"\\u00E9\":\"\\u00DC\"}}");
    }
  }

  @Test
  void tellsTheSealOfASplitThatIsAskedForByItsNumber() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      String scan = agent.scanResponse(ORDERS, 2).path("scan").asText();
      String path = "/v1/scans/" + scan + "?split=";
      assertThat(agent.http().get(path + 1).json().at("/splits/0").has("seal")).isFalse();
      byte[] body = agent.split(scan, 1).body();
      JsonNode asked = agent.http().get(path + 1).json();
      assertThat(asked.path("store").asText()).isEqualTo("orders");
      assertThat(asked.path("splits")).hasSize(1);
      assertThat(asked.at("/splits/0/n").asInt()).isEqualTo(1);
      assertThat(asked.at("/splits/0/state").asText()).isEqualTo("sealed");
      assertThat(asked.at("/splits/0/seal"))
          .hasToString(
              "{\"rows\":5000,\"examined\":5000,\"bytes\":%d,\"crc32c\":\"%s\",\"malformed\":{\"count\":0,\"first\":{}}}"
                  .formatted(body.length, TestAgent.crc(body)));
      assertThat(agent.progress(scan).findValue("seal")).as("of all splits").isNull();
      assertThat(agent.http().get(path + 0).json().findValue("seal")).isNull();
      assertThat(agent.http().get(path + 2).code()).isEqualTo("SPLIT_NOT_FOUND");
      assertThat(agent.http().get(path + "x").code()).isEqualTo("BAD_REQUEST");
    }
  }

  @Test
  void knowsTheSplitsOfAScan() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      String scan = agent.scan(ORDERS);
      Http.Answer answer = agent.split(scan, 1);
      assertThat(answer.code()).isEqualTo("SPLIT_NOT_FOUND");
      assertThat(answer.message()).contains("'1'", "has 1 splits");
    }
  }

  /**
   * Waits until no request has come for a while, however busy the machine is: there is no event for
   * what does not happen.
   */
  private static void awaitQuiet(FakeBrowser browser) {
    AtomicInteger before = new AtomicInteger(-1);
    await()
        .during(Duration.ofMillis(300))
        .until(
            () -> {
              int requests = browser.requests().size();
              return before.getAndSet(requests) == requests;
            });
  }
}
