// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.FromStrangers;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The JSON of keys, types, predicates, orders and aggregations. */
class QueryFuzzTest {
  /** Returns what is written of what was read. */
  private interface Codec {
    JsonNode again(JsonNode json);
  }

  /** The first byte of an input says which it is for: new ones come last. */
  private static final Codec[] CODECS = {
    json -> Key.fromJson(json).json(),
    json -> PushedPredicate.fromJson(json).json(),
    json -> PushedAggregation.fromJson(json).json(),
    json -> Order.fromJson(json).json(),
    json -> Type.fromJson(json).json(),
  };

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
    addAll(Json.parse(FromStrangers.vectors("keys.json")), examples);
    addAll(Json.parse(FromStrangers.vectors("messages.json")), examples);
    return examples.stream();
  }

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
