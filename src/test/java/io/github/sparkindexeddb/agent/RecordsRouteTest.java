// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.testing.RawHttp;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RecordsRouteTest {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 10_000, 500);
  private static final String PATH = "/v1/records?database=shop&store=orders";

  @RegisterExtension private final TestAgent agent = TestAgent.start();

  @Test
  void readsAllSplitsOfAllClientsAsOneBody() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = agent.link("two", ORDERS)) {
      Http.Answer records = agent.http().get(PATH + "&format=arrows");
      ByteArrayOutputStream batches = new ByteArrayOutputStream();
      batches.writeBytes(ORDERS.batches(0, 10_000));
      batches.writeBytes(ORDERS.batches(0, 10_000));
      byte[] expected = TestAgent.sealed("value", batches.toByteArray());
      assertThat(records.body()).isEqualTo(expected);
      assertThat(records.headers().get("Content-Type"))
          .isEqualTo("application/vnd.apache.arrow.stream");
      assertThat(records.trailers().get("Split-Rows")).isEqualTo("20000");
      assertThat(records.trailers().get("Split-Bytes")).isEqualTo("" + expected.length);
      assertThat(records.trailers().get("Split-Crc32c")).isEqualTo(TestAgent.crc(expected));
      assertThat(one.requests(WorkerRequest.Read.class)).isNotEmpty();
      assertThat(two.requests(WorkerRequest.Read.class)).isNotEmpty();
    }
  }

  @Test
  void writesTheLineOfNamesOnceForAllSplits() {
    try (FakeBrowser one = agent.link("one", ORDERS);
        FakeBrowser two = agent.link("two", ORDERS)) {
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      expected.writeBytes("value,_key\n".getBytes(StandardCharsets.UTF_8));
      expected.writeBytes(ORDERS.csv(0, 10_000, 2));
      expected.writeBytes(ORDERS.csv(0, 10_000, 2));
      Http.Answer records = agent.http().get(PATH + "&format=csv&columns=value,_key");
      assertThat(records.body()).isEqualTo(expected.toByteArray());
    }
  }

  @Test
  void writesLinesUnlessAnotherFormatIsRequested() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      Http.Answer records = agent.http().get(PATH);
      assertThat(records.headers().get("Content-Type")).isEqualTo("application/x-ndjson");
      assertThat(records.body()).hasSize(10_000 * 500 + 1);
      assertThat(browser.requests(WorkerRequest.Read.class).get(0).spec().projection().columns())
          .containsExactly(new Column("value", Type.Scalar.BIGINT, Column.Source.VALUE));
    }
  }

  @Test
  void freesTheSpoolWhenAllIsRead() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      Http.Answer records = agent.http().get(PATH);
      assertThat(records.headers().get("Spark-IndexedDB-Scan")).isNotEmpty();
      assertThat(agent.http().get("/v1/scans").json().path("scans")).isEmpty();
      assertThat(agent.http().get("/metrics").text())
          .contains("spark_indexeddb_agent_spool_bytes 0.0");
    }
  }

  @Test
  void cutsTheBodyOffWhenASplitFailsAndKeepsItsError() throws Exception {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      browser.behave(
          (page, request) -> {
            if (request.body() instanceof WorkerRequest.Read read
                && read.position().range().lower().isPresent()) {
              page.fail(request, ErrorCode.VALUE_DOES_NOT_FIT, "Cannot read 'a': no. Sample all.");
            } else {
              page.answerHonestly(request);
            }
          });
      try (Response response = agent.http().open(PATH, request -> request)) {
        assertThat(response.code()).isEqualTo(200);
        assertThatThrownBy(() -> response.body().bytes()).isInstanceOf(IOException.class);
        JsonNode scan = agent.progress(response.header("Spark-IndexedDB-Scan"));
        assertThat(scan.path("splits").get(1).path("error").path("code").asText())
            .isEqualTo("VALUE_DOES_NOT_FIT");
      }
    }
  }

  @Test
  void aWholeScanIsNobodyElsesToRead() throws Exception {
    try (FakeBrowser browser = agent.link("one", new FakeStore("shop", "orders", 64, 1 << 20));
        Response response = agent.http().open(PATH, request -> request)) {
      String scan = response.header("Spark-IndexedDB-Scan");
      assertThat(agent.split(scan, 0).code()).isEqualTo("SPLIT_NOT_FOUND");
    }
  }

  @Test
  void takesBoundsAsTheyAre() {
    assertThat(bound("from=0.3")).isEqualTo("{'op':'>=','column':['_key'],'value':0.3}");
    assertThat(bound("from=9007199254740993"))
        .as("between two keys")
        .isEqualTo("{'op':'>=','column':['_key'],'value':9.007199254740994E15}");
    assertThat(bound("to=4611686018427388000"))
        .as("as JavaScript shows the key 2**62")
        .isEqualTo("{'op':'<','column':['_key'],'value':4.6116860184273879E18}");
    assertThat(bound("to=1e400"))
        .isEqualTo("{'op':'<=','column':['_key'],'value':1.7976931348623157E308}");
    assertThat(bound("to=-Infinity")).isEqualTo("{'op':'<','column':['_key'],'value':'-Infinity'}");
  }

  private String bound(String parameter) {
    try (FakeBrowser browser = agent.link("one", new FakeStore("shop", "orders", 64, 9))) {
      agent.http().get(PATH + "&" + parameter);
      return Json.write(
              browser.requests(WorkerRequest.Plan.class).stream()
                  .flatMap(plan -> plan.spec().stream())
                  .findFirst()
                  .orElseThrow()
                  .query()
                  .predicate()
                  .orElseThrow()
                  .json())
          .replace('"', '\'');
    }
  }

  @Test
  void turnsARangeOfKeysAndAPredicateIntoOneCondition() {
    String predicate = "{\"op\":\"isNotNull\",\"column\":[\"value\"]}";
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      agent.http().get(PATH + "&from=5&to=9.5&predicate=" + encoded(predicate));
      WorkerRequest.ReadSpec spec =
          browser.requests(WorkerRequest.Plan.class).stream()
              .flatMap(plan -> plan.spec().stream())
              .findFirst()
              .orElseThrow();
      assertThat(Json.write(spec.query().predicate().orElseThrow().json()))
          .isEqualTo(
              "{\"op\":\"and\",\"of\":["
                  + predicate
                  + ",{\"op\":\">=\",\"column\":[\"_key\"],\"value\":5.0}"
                  + ",{\"op\":\"<\",\"column\":[\"_key\"],\"value\":9.5}]}");
      assertThat(spec.query().tested())
          .containsExactly(
              new Column("value", Type.Scalar.BIGINT, Column.Source.VALUE),
              new Column("_key", Type.Scalar.DOUBLE, Column.Source.KEY));
    }
  }

  @Test
  void readsTheColumnsThatAreNamedInTheirOrder() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      agent.http().get(PATH + "&columns=" + encoded("[\"value\",\"_key\"]") + "&format=csv");
      agent.http().get(PATH + "&columns=_key,value&format=csv&mode=dropmalformed");
      assertThat(names(browser, 0)).containsExactly("value", "_key");
      int last = browser.requests(WorkerRequest.Read.class).size() - 1;
      assertThat(names(browser, last)).containsExactly("_key", "value");
    }
  }

  private static List<String> names(FakeBrowser browser, int ask) {
    return browser
        .requests(WorkerRequest.Read.class)
        .get(ask)
        .spec()
        .projection()
        .columns()
        .stream()
        .map(Column::name)
        .toList();
  }

  @Test
  void saysWhatIsWrongWithAUrl() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      assertThat(message("/v1/records?database=shop"))
          .startsWith(
              "Cannot read records: the URL has no 'store'. Ask as in /v1/records?database");
      assertThat(message(PATH + "&colums=id"))
          .startsWith(
              "Cannot read records: there is no parameter 'colums'. The nearest is 'columns'; all"
                  + " are database,");
      assertThat(message(PATH + "&columns=valu"))
          .isEqualTo(
              "Cannot read 'shop/orders': its records have no column 'valu'. Did you mean 'value'?"
                  + " There are: _key, value.");
      assertThat(message(PATH + "&format=xml"))
          .isEqualTo(
              "Cannot read records as 'xml': the formats are arrows, ndjson and csv. Choose one.");
      assertThat(message(PATH + "&from=a"))
          .isEqualTo(
              "Cannot read records with 'from' = 'a': the keys of this store are numbers. Correct"
                  + " it.");
      for (String none : List.of("NaN", "0x10", "5d", "%205", "-")) {
        assertThat(message(PATH + "&to=" + none))
            .as(none)
            .endsWith("the keys of this store are numbers. Correct it.");
      }
      assertThat(message(PATH + "&format=csv")).startsWith("Cannot write CSV of 1 columns: ");
      assertThat(message(PATH + "&sampleSize=0"))
          .startsWith("Cannot use '0' as option 'sampleSize'");
      assertThat(message(PATH + "&predicate=x"))
          .isEqualTo("Cannot read records: 'x' is not JSON. Correct it.");
      assertThat(message(PATH + "&store=users"))
          .isEqualTo(
              "Cannot answer the request: 'store' is in its URL more than once. Give it once.");
    }
  }

  private String message(String path) {
    Http.Answer answer = agent.http().get(path);
    assertThat(answer.status()).isEqualTo(400);
    return answer.message();
  }

  @Test
  void refusesReadersThatCannotTellACutBody() {
    try (FakeBrowser browser = agent.link("one", ORDERS)) {
      assertThat(RawHttp.send(agent.agent().uri(), "GET " + PATH + " HTTP/1.0"))
          .contains(" 400 ")
          .contains("Cannot answer in HTTP/1.0: a reader could not tell a body that was cut");
      assertThat(agent.http().get("/v1/scans").json().path("scans")).isEmpty();
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
