// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.PlainText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The records that did not fit, under a mode that goes on.
 *
 * @param first for each column the sentence about the first value that did not fit
 */
public record Malformed(long count, Map<String, String> first) {
  public static final Malformed NONE = new Malformed(0, Map.of());

  /** Most sentences that are kept, so that a split of strange records stays small. */
  private static final int MAX_SENTENCES = 20;

  public Malformed {
    first = Collections.unmodifiableMap(new LinkedHashMap<>(first));
  }

  /** Returns this and what a later batch found; the earlier sentence of a column stays. */
  public Malformed and(Malformed later) {
    Map<String, String> sentences = new LinkedHashMap<>(first);
    later.first.forEach(
        (column, sentence) -> {
          if (sentences.size() < MAX_SENTENCES) {
            sentences.putIfAbsent(column, sentence);
          }
        });
    return new Malformed(count + later.count, sentences);
  }

  public ObjectNode json() {
    ObjectNode json = Json.object().put("count", count);
    ObjectNode sentences = json.putObject("first");
    first.forEach(sentences::put);
    return json;
  }

  /** Reads a note; of a value as an export worker tells it a sentence is made. */
  public static Malformed fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "malformed note");
    Map<String, String> first = new LinkedHashMap<>();
    fields.node("first").fields().forEachRemaining(entry -> putSentence(first, entry));
    return new Malformed(fields.count("count"), first);
  }

  private static void putSentence(Map<String, String> first, Map.Entry<String, JsonNode> told) {
    if (first.size() < MAX_SENTENCES) {
      first.put(PlainText.of(told.getKey()), PlainText.sentence(MisfitText.of(told.getValue())));
    }
  }
}
