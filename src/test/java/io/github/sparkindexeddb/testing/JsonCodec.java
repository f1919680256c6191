// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How one kind of JSON that strangers send is read, and written again. */
@FunctionalInterface
public interface JsonCodec {
  /** Returns what is written of what was read. */
  JsonNode again(JsonNode json);

  /**
   * Checks that what is taken of an input is read and written again as the same.
   *
   * @param codecs of which the input's first byte picks one: new ones come last
   */
  static void requireSameAgain(byte[] input, JsonCodec... codecs) {
    if (input.length == 0) {
      return;
    }
    JsonCodec codec = FromStrangers.picked(input, codecs);
    String text = new String(FromStrangers.rest(input), StandardCharsets.UTF_8);
    FromStrangers.read(() -> Json.write(codec.again(Json.parse(text))))
        .ifPresent(
            written -> assertThat(Json.write(codec.again(Json.parse(written)))).isEqualTo(written));
  }

  /** Returns an input of each value in these vectors, and of each part of one, that one takes. */
  static Stream<byte[]> examples(List<String> files, JsonCodec... codecs) {
    List<byte[]> examples = new ArrayList<>();
    files.forEach(file -> addAll(Json.parse(FromStrangers.vectors(file)), codecs, examples));
    return examples.stream();
  }

  private static void addAll(JsonNode json, JsonCodec[] codecs, List<byte[]> examples) {
    for (int i = 0; i < codecs.length && json.isObject(); i++) {
      JsonCodec codec = codecs[i];
      if (FromStrangers.read(() -> codec.again(json)).isPresent()) {
        examples.add(((char) i + Json.write(json)).getBytes(StandardCharsets.UTF_8));
      }
    }
    json.forEach(part -> addAll(part, codecs, examples));
  }
}
