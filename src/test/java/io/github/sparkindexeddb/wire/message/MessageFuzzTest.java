// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.JsonCodec;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.KeyRange;
import io.github.sparkindexeddb.wire.value.Malformed;
import io.github.sparkindexeddb.wire.value.Summary;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The JSON of every message, body and part of one: what is taken is written and read again as the
 * same.
 */
class MessageFuzzTest {
  /** The first byte of an input says which it is for: new ones come last. */
  private static final JsonCodec[] CODECS = {
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

  private static <T> JsonCodec codec(Function<JsonNode, T> reader, Function<T, JsonNode> writer) {
    return json -> writer.apply(reader.apply(json));
  }

  @MethodSource("examples")
  @FuzzTest
  void isTakenAndWrittenAgainOrRefused(byte[] input) {
    JsonCodec.requireSameAgain(input, CODECS);
  }

  static Stream<byte[]> examples() {
    return JsonCodec.examples(List.of("messages.json", "summaries.json", "keys.json"), CODECS);
  }
}
