// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * JSON in and out, as both sides of the protocol write it: ASCII only, so that a lone surrogate
 * survives as its escape; duplicate names refused, so that no two parsers can disagree. Only API of
 * Jackson 2.12, for Hadoop's class path.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .configure(JsonWriteFeature.ESCAPE_NON_ASCII.mappedFeature(), true)
          .configure(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, true)
          .configure(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, true);

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Returns the array of what {@code json} makes of each value. */
  public static <T> ArrayNode array(Iterable<T> values, Function<T, JsonNode> json) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    values.forEach(value -> array.add(json.apply(value)));
    return array;
  }

  /** Returns what {@code value} makes of each element; an absent or null array counts as empty. */
  public static <T> List<T> list(JsonNode array, Function<JsonNode, T> value) {
    List<T> values = new ArrayList<>(array.size());
    array.forEach(element -> values.add(value.apply(element)));
    return List.copyOf(values);
  }

  /**
   * Parses one JSON value.
   *
   * @throws IndexedDbException {@code BAD_MESSAGE} if the text is anything else
   */
  public static JsonNode parse(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw unreadable(e.getOriginalMessage(), e);
    }
  }

  /**
   * Parses one JSON value, each number with all its digits.
   *
   * @throws IndexedDbException {@code BAD_MESSAGE} if the text is anything else
   */
  public static JsonNode parseExactly(String text) {
    try {
      return MAPPER.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).readTree(text);
    } catch (JsonProcessingException e) {
      throw unreadable(e.getOriginalMessage(), e);
    }
  }

  /**
   * Parses one JSON value in UTF-8.
   *
   * @throws IndexedDbException {@code BAD_MESSAGE} if the bytes are anything else
   */
  public static JsonNode parse(byte[] utf8) {
    try {
      // By itself the parser would also take UTF-16 and UTF-32 for what they look like.
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString());
    } catch (CharacterCodingException e) {
      throw unreadable("it is not in UTF-8", e);
    }
  }

  /** Returns the value on one line of ASCII. */
  public static String write(JsonNode value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes is always writable", e);
    }
  }

  static IndexedDbException unreadable(String why, IOException cause) {
    return IndexedDbException.of(
            ErrorCode.BAD_MESSAGE,
            "Cannot read a message: it is not JSON (%s). Send one JSON object.",
            PlainText.of(why))
        .causedBy(cause);
  }
}
