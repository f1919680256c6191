// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.sparkindexeddb.testing.FromStrangers;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values and keys in tagged JSON, as a task reads them of a split: what a browser's worker would
 * not write is damage, which is one of three exceptions.
 */
class TaggedJsonFuzzTest {
  /** Some of each kind; an input's first byte says which. */
  private static final Type[] TYPES =
      Stream.concat(
              Arrays.stream(Type.Scalar.values()),
              Stream.of(
                      "{\"decimal\":[38,2]}",
                      "{\"array\":\"int\"}",
                      "{\"map\":[\"string\",\"double\"]}",
                      "{\"map\":[\"timestamp\",\"binary\"]}",
                      "{\"struct\":[{\"name\":\"a\",\"type\":\"text\"},"
                          + "{\"name\":\"$b\",\"type\":{\"array\":\"json\"}}]}")
                  .map(type -> Type.fromJson(Json.parse(type))))
          .toArray(Type[]::new);

  @MethodSource("examples")
  @FuzzTest
  void isDecodedOrDamaged(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Type type = FromStrangers.picked(input, TYPES);
    byte[] json = FromStrangers.rest(input);
    orDamage(() -> ValueDecoder.of(type, JsonSlice.at(json, 0, json.length)));
    orDamage(() -> TaggedKey.of(JsonSlice.at(json, 0, json.length)));
    orDamage(
        () -> {
          new RecordLayout(List.of()).locate(json, json.length, new int[0]);
          return json;
        });
  }

  private static void orDamage(Supplier<Object> reader) {
    try {
      var unused = reader.get();
    } catch (IllegalArgumentException | ArithmeticException | IndexedDbException e) {
      assertThat(String.valueOf(e.getMessage()).length()).isLessThan(2000);
    }
  }

  static Stream<byte[]> examples() {
    List<String> values =
        List.of(
            "null",
            "true",
            "-12",
            "1.5e-7",
            "123456789012345678901234567890",
            "\"a\\u00e9\\ud800\"",
            "[1,2,[3]]",
            "{\"a\":1,\"$b\":[2]}",
            "{\"$date\":1700000000000}",
            "{\"$date\":null}",
            "{\"$bigint\":\"-12\"}",
            "{\"$number\":\"-Infinity\"}",
            "{\"$binary\":\"AAE=\"}",
            "{\"$set\":[1]}",
            "{\"$map\":[[\"a\",1]]}",
            "{\"$array\":{\"values\":[1],\"members\":{}}}",
            "{\"$regexp\":{\"source\":\"a\",\"flags\":\"g\"}}",
            "{\"$error\":{\"name\":\"E\",\"message\":\"m\"}}",
            "{\"$blob\":{\"size\":1,\"type\":\"t\"}}");
    return values.stream()
        .flatMap(value -> IntStream.range(0, TYPES.length).mapToObj(i -> (char) i + value))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
