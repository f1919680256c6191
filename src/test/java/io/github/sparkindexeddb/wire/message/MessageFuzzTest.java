// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.FromStrangers;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.KeyRange;
import io.github.sparkindexeddb.wire.value.Malformed;
import io.github.sparkindexeddb.wire.value.Summary;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JSON of every message, body and part of one: what is taken is written and read again as the
 * same.
 */
class MessageFuzzTest {
  /** How one kind is read, and written again. */
  private interface Codec {
    JsonNode again(JsonNode json);
  }

  /** The first byte of an input says which it is for: new ones come last. */
  private static final Codec[] CODECS = {
    codec(Message::fromJson, Message::json),
    codec(ScanRequest::fromJson, ScanRequest::json),
    codec(ScanResponse::fromJson, ScanResponse::json),
    codec(ScanProgress::fromJson, ScanProgress::json),
    codec(SummaryRequest::fromJson, SummaryRequest::json),
    codec(SummaryResponse::fromJson, SummaryResponse::json),
    codec(DatabasesResponse::fromJson, DatabasesResponse::json),
    codec(Catalog::fromJson, Catalog::json),
    codec(WorkerRequest::fromJson, WorkerRequest::json),
    codec(WorkerResult.PlanResult::fromJson, WorkerResult.PlanResult::json),
    codec(WorkerResult.SummaryResult::fromJson, WorkerResult.SummaryResult::json),
    codec(WorkerResult.Batch::fromJson, WorkerResult.Batch::json),
    codec(StoreIdentity::fromJson, StoreIdentity::json),
    codec(ClientPlan::fromJson, ClientPlan::json),
    codec(Summary::fromJson, Summary::json),
    codec(Malformed::fromJson, Malformed::json),
    codec(KeyRange::fromJson, KeyRange::json),
    codec(Column::fromJson, Column::json),
  };

  private static <T> Codec codec(Function<JsonNode, T> reader, Function<T, JsonNode> writer) {
    return json -> writer.apply(reader.apply(json));
  }

  @MethodSource("examples")
  @FuzzTest
  void isTakenAndWrittenAgainOrRefused(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Codec codec = FromStrangers.picked(input, CODECS);
    String text = new String(FromStrangers.rest(input), StandardCharsets.UTF_8);
    FromStrangers.read(() -> Json.write(codec.again(Json.parse(text))))
        .ifPresent(
            written -> assertThat(Json.write(codec.again(Json.parse(written)))).isEqualTo(written));
  }

  static Stream<byte[]> examples() {
    List<byte[]> examples = new ArrayList<>();
    for (String file : List.of("messages.json", "summaries.json", "keys.json")) {
      addAll(Json.parse(FromStrangers.vectors(file)), examples);
    }
    return examples.stream();
  }

  /** Adds the value and its parts for each kind that takes them. */
  private static void addAll(JsonNode json, List<byte[]> examples) {
    for (int i = 0; i < CODECS.length && json.isObject(); i++) {
      Codec codec = CODECS[i];
      if (FromStrangers.read(() -> codec.again(json)).isPresent()) {
        examples.add(((char) i + Json.write(json)).getBytes(StandardCharsets.UTF_8));
      }
    }
    json.forEach(part -> addAll(part, examples));
  }
}
