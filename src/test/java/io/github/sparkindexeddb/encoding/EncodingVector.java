// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Malformed;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Summary;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A vector that {@code testing/encodings.js} made: records, columns, and what comes of them. */
final class EncodingVector {
  private final JsonNode json;
  private final String rule;

  EncodingVector(JsonNode json, String rule) {
    this.json = json;
    this.rule = rule;
  }

  void check() {
    checkBatch();
    checkSummary();
  }

  private void checkBatch() {
    BatchEncoder encoder = new BatchEncoder("shop/orders", projection());
    EncodedBatch batch;
    try {
      for (int i = 0; i < size(); i++) {
        encoder.add(key(i), line(i));
      }
      batch = encoder.finish();
    } catch (IndexedDbException e) {
      assertThat(e.getMessage()).as(rule).isEqualTo(error());
      return;
    }
    assertThat(error()).as(rule).isEmpty();
    assertThat(content(batch.bytes())).as(rule).isEqualTo(json.path("content").asText());
    assertThat(batch.rows()).as(rule).isEqualTo(json.path("rows").asInt());
    assertThat(batch.malformed()).as(rule).isEqualTo(Malformed.fromJson(json.path("malformed")));
    assertThat(encoder.rows()).as(rule).isZero();
  }

  /** Returns the error as the agent passes it on, which keeps it plain; empty if there is none. */
  private String error() {
    String error = json.path("error").asText();
    int start = error.indexOf(' ') + 1;
    return error.substring(0, start) + PlainText.sentence(error.substring(start));
  }

  private void checkSummary() {
    Summarizer summarizer = new Summarizer("shop/orders");
    for (int i = 0; i < size(); i++) {
      summarizer.add(key(i), line(i), i);
    }
    assertThat(Json.write(summarizer.summary().json()))
        .as(rule)
        .isEqualTo(Json.write(Summary.fromJson(json.path("summary")).json()));
  }

  private ScanRequest.Projection projection() {
    return new ScanRequest.Projection(
        Json.list(json.path("columns"), Column::fromJson),
        Optional.of(judged()),
        Mode.valueOf(json.path("mode").asText()),
        format());
  }

  private List<Column> judged() {
    return json.has("judged") ? Json.list(json.path("judged"), Column::fromJson) : List.of();
  }

  private Format format() {
    return Format.valueOf(json.path("format").asText().toUpperCase(Locale.ROOT));
  }

  private int size() {
    return json.path("lines").size();
  }

  private Key key(int i) {
    return Key.fromJson(json.path("keys").path(i));
  }

  private byte[] line(int i) {
    return json.path("lines").path(i).asText().getBytes(StandardCharsets.UTF_8);
  }

  private String content(byte[] bytes) {
    return format() == Format.ARROW
        ? Base64.getEncoder().encodeToString(bytes)
        : new String(bytes, StandardCharsets.UTF_8);
  }
}
