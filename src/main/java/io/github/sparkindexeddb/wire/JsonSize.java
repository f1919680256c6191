// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a text will take as JSON nodes, counted before there is any node: a text of {@code
 * [{},{},…]} becomes thirty times as large.
 */
public final class JsonSize {
  /** A summary of ten thousand fields has 170,000. */
  static final int MAX_TOKENS = 1_000_000;

  /** A record of a hundred levels has about four hundred in its summary. */
  static final int MAX_DEPTH = 900;

  /** An empty object with its name takes 200 bytes, and three tokens. */
  private static final int BYTES_PER_TOKEN = 68;

  /** Names are not kept: strangers choose them. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private JsonSize() {}

  /**
   * Returns about how many bytes of memory the text takes with its nodes, at most.
   *
   * @throws IndexedDbException {@code BAD_MESSAGE} if it is no JSON, or more than anybody says
   */
  public static long bytes(String text) {
    int tokens = 0;
    int depth = 0;
    try (JsonParser parser = FACTORY.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        tokens++;
        depth += token.isStructStart() ? 1 : 0;
        depth -= token.isStructEnd() ? 1 : 0;
        if (tokens > MAX_TOKENS || depth > MAX_DEPTH) {
          throw tooLarge(tokens > MAX_TOKENS ? MAX_TOKENS + " parts" : MAX_DEPTH + " levels");
        }
      }
    } catch (JsonProcessingException e) {
      throw Json.unreadable(e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (long) tokens * BYTES_PER_TOKEN + 2L * text.length();
  }

  private static IndexedDbException tooLarge(String what) {
    return IndexedDbException.of(
        ErrorCode.BAD_MESSAGE,
        "Cannot read a message: it has more than %s. Use page link and agent of one version.",
        what);
  }
}
