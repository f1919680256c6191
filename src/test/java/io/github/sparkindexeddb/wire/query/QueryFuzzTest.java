// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sparkindexeddb.testing.JsonCodec;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON of keys, types, predicates, orders and aggregations. */
class QueryFuzzTest {
  /** The first byte of an input says which it is for: new ones come last. */
  private static final JsonCodec[] CODECS = {
    json -> Key.fromJson(json).json(),
    json -> PushedPredicate.fromJson(json).json(),
    json -> PushedAggregation.fromJson(json).json(),
    json -> Order.fromJson(json).json(),
    json -> Type.fromJson(json).json(),
  };

  @MethodSource("examples")
  @FuzzTest
  void isTakenAndWrittenAgainOrRefused(byte[] input) {
    JsonCodec.requireSameAgain(input, CODECS);
  }

  static Stream<byte[]> examples() {
    return JsonCodec.examples(List.of("keys.json", "messages.json"), CODECS);
  }
}
