// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.WorkerResult;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Malformed;
import io.github.sparkindexeddb.wire.value.Summary;
import io.github.sparkindexeddb.wire.value.TypeNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The vectors that the JavaScript tests read too. */
class VectorsTest {
  /** The limits that both languages have, and where Java has each, under the same name. */
  private static final Map<String, Class<?>> LIMITS =
      Map.of(
          "PROTOCOL_VERSION", Protocol.class,
          "FRAME_HEADER_BYTES", Protocol.class,
          "MAX_FRAME_BYTES", Protocol.class,
          "MAX_RECORD_BYTES", Protocol.class,
          "MIN_REFUSAL_CLOSE_CODE", Protocol.class,
          "MAX_PREDICATE_LEVELS", PushedPredicate.class,
          "MAX_PREDICATE_PARTS", PushedPredicate.class,
          "MAX_NESTED_NAMES", TypeNode.class,
          "MAX_ROOT_NAMES", TypeNode.class);

  @TestFactory
  Stream<DynamicTest> everyMessageIsReadAndWrittenUnchanged() {
    Map<String, JsonNode> messages = new TreeMap<>();
    vectors("messages.json").fields().forEachRemaining(e -> messages.put(e.getKey(), e.getValue()));
    return messages.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () ->
                        assertThat(sent(Message.fromText(Json.write(e.getValue())).json()))
                            .isEqualTo(e.getValue())));
  }

  @Test
  void aCatalogIsReadAndWrittenUnchanged() {
    JsonNode result = vectors("messages.json").path("catalog result");
    ObjectNode body = result.deepCopy();
    body.remove(List.of("type", "id"));
    assertThat(sent(Catalog.fromJson(result).json())).isEqualTo(body);
  }

  @TestFactory
  Stream<DynamicTest> everyKeyIsReadAndWrittenUnchanged() {
    return StreamSupport.stream(vectors("keys.json").spliterator(), false)
        .map(
            json ->
                DynamicTest.dynamicTest(
                    json.toString(),
                    () ->
                        assertThat(Json.write(Key.fromJson(json).json()))
                            .isEqualTo(Json.write(json))));
  }

  @TestFactory
  Stream<DynamicTest> failuresOfAWorkerAreSentences() {
    return StreamSupport.stream(vectors("failures.json").spliterator(), false)
        .map(v -> DynamicTest.dynamicTest(v.path("code").asText(), () -> assertSentence(v)));
  }

  private static void assertSentence(JsonNode vector) {
    ObjectNode failure = vector.deepCopy();
    failure.put("type", "failure").put("id", 1).put("message", "");
    Message.Failure read = (Message.Failure) Message.fromJson(failure);
    assertThat(read.error().code().name()).isEqualTo(vector.path("code").asText());
    assertThat(read.error().sentence()).isEqualTo(vector.path("message").asText());
    ObjectNode catalog = Json.object();
    catalog.putArray("databases");
    catalog.putArray("failures").add(failure.put("name", "shop"));
    assertThat(Catalog.fromJson(catalog).failures())
        .containsExactly(
            new Catalog.Failure(
                "shop", vector.path("code").asText(), vector.path("message").asText()));
  }

  @TestFactory
  Stream<DynamicTest> whatDoesNotFitIsToldInWords() {
    return StreamSupport.stream(vectors("misfits.json").spliterator(), false)
        .map(v -> DynamicTest.dynamicTest(v.path("text").asText(), () -> assertMisfit(v)));
  }

  /** Older workers send the words themselves. */
  private static void assertMisfit(JsonNode vector) {
    for (String form : List.of("told", "text")) {
      ObjectNode malformed = Json.object().put("count", 1);
      malformed.putObject("first").set("a", vector.path(form));
      assertThat(Malformed.fromJson(malformed).first())
          .isEqualTo(Map.of("a", vector.path("text").asText()));
      ObjectNode failure = Json.object().put("type", "failure").put("id", 1).put("message", "");
      failure.put("code", "VALUE_DOES_NOT_FIT").putArray("args").add(vector.path(form));
      assertThat(((Message.Failure) Message.fromJson(failure)).error().sentence())
          .startsWith("Cannot read " + vector.path("text").asText() + ". Load it again ");
    }
  }

  @TestFactory
  Stream<DynamicTest> pathsOfPlansAreWords() {
    return StreamSupport.stream(vectors("paths.json").spliterator(), false)
        .map(v -> DynamicTest.dynamicTest(v.path("text").asText(), () -> assertWords(v)));
  }

  private static void assertWords(JsonNode vector) {
    ObjectNode split = vector.deepCopy();
    split.remove("text");
    split.put("records", 1).putObject("range");
    ObjectNode plan = Json.object().put("records", 1).put("autoIncrement", false);
    List.of("keyPath", "first", "last").forEach(plan::putNull);
    plan.putArray("splits").add(split);
    assertThat(WorkerResult.PlanResult.fromJson(plan).splits().get(0).how())
        .contains(vector.path("text").asText());
  }

  @TestFactory
  Stream<DynamicTest> summariesMergeInAnyOrder() {
    return StreamSupport.stream(vectors("summaries.json").spliterator(), false)
        .map(v -> DynamicTest.dynamicTest(v.path("rule").asText(), () -> assertMerges(v)));
  }

  private static void assertMerges(JsonNode vector) {
    Summary forward = Summary.EMPTY;
    Summary backward = Summary.EMPTY;
    for (JsonNode part : vector.path("parts")) {
      forward = forward.and(Summary.fromJson(part));
      backward = Summary.fromJson(part).and(backward);
    }
    assertThat(sent(forward.json())).isEqualTo(vector.path("merged"));
    assertThat(sent(backward.json())).isEqualTo(vector.path("merged"));
  }

  @Test
  void everyErrorCodeHasItsStatusAndCloseCode() {
    Map<String, String> listed = new TreeMap<>();
    vectors("error-codes.json")
        .fields()
        .forEachRemaining(
            e ->
                listed.put(
                    e.getKey(), e.getValue().path("status") + " " + e.getValue().path("close")));
    Map<String, String> declared = new TreeMap<>();
    for (ErrorCode code : ErrorCode.values()) {
      declared.put(code.name(), code.httpStatus() + " " + code.closeCode());
    }
    assertThat(declared).isEqualTo(listed);
  }

  @Test
  void everyLimitHasItsNameAndValue() throws ReflectiveOperationException {
    Map<String, Long> listed = new TreeMap<>();
    vectors("limits.json")
        .fields()
        .forEachRemaining(e -> listed.put(e.getKey(), e.getValue().longValue()));
    Map<String, Long> declared = new TreeMap<>();
    for (Map.Entry<String, Class<?>> limit : LIMITS.entrySet()) {
      declared.put(limit.getKey(), limit.getValue().getField(limit.getKey()).getLong(null));
    }
    assertThat(declared).isEqualTo(listed);
  }

  @Test
  void aMisspeltMemberIsNamed() {
    JsonNode request =
        Json.parse(
            "{\"database\":\"shop\",\"store\":\"orders\",\"columns\":[],\"moed\":\"FAILFAST\"}");
    assertThatThrownBy(() -> ScanRequest.fromJson(request))
        .hasMessage(
            "[BAD_REQUEST] Cannot read a scan request: it has an unknown member 'moed'. Leave it out, or compare"
                + " versions.");
  }

  @Test
  void csvOfOneColumnIsRefusedAsItsNullWouldBeAnEmptyLine() {
    JsonNode request =
        Json.parse(
            "{\"database\":\"shop\",\"store\":\"orders\",\"format\":\"csv\","
                + "\"columns\":[{\"name\":\"id\",\"type\":\"int\"}]}");
    assertThatThrownBy(() -> ScanRequest.fromJson(request))
        .hasMessage(
            "[BAD_REQUEST] Cannot write CSV of 1 columns: the line of a null would be empty, and readers skip"
                + " those. Ask for two columns or more, or for ndjson.");
  }

  @Test
  void aDuplicateNameIsRefused() {
    assertThatThrownBy(() -> Json.parse("{\"a\":1,\"a\":2}"))
        .hasMessageStartingWith(
            "[BAD_MESSAGE] Cannot read a message: it is not JSON (Duplicate field 'a'");
  }

  @Test
  void aTokenIsNotPrinted() {
    assertThat(Message.fromJson(vectors("messages.json").path("hello")).toString())
        .doesNotContain("browser-secret");
  }

  /** As a peer would read it: a tree in memory tells int from long, JSON does not. */
  private static JsonNode sent(JsonNode json) {
    return Json.parse(Json.write(json));
  }

  private static JsonNode vectors(String name) {
    try (InputStream in = VectorsTest.class.getResourceAsStream("/wire/" + name)) {
      return Json.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new IllegalStateException("the vectors are on the test class path", e);
    }
  }
}
