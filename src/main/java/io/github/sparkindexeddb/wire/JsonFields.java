// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads one JSON object strictly: a missing, misspelt or wrong-typed member is an error {@code
 * BAD_REQUEST} that names it. A member that is null counts as absent.
 *
 * <p>Confined to one thread.
 */
public final class JsonFields {
  private static final Set<String> SECRETS = Set.of("token", "secret", "ticket");

  /** Most characters of a value in a message. */
  private static final int MAX_SHOWN_CHARS = 100;

  /** More than this no JavaScript number counts. */
  private static final long MAX_COUNT = 1L << 53;

  private final JsonNode object;
  private final String noun;
  private final Set<String> read = new HashSet<>();

  private JsonFields(JsonNode object, String noun) {
    this.object = object;
    this.noun = noun;
  }

  /**
   * Starts to read an object.
   *
   * @param noun what the object is, as errors name it
   * @throws IndexedDbException {@code BAD_REQUEST} if it is no object
   */
  public static JsonFields of(JsonNode object, String noun) {
    if (!object.isObject()) {
      throw bad(
          "Cannot read a %s: it is %s, not an object. Send a JSON object.",
          noun, object.getNodeType());
    }
    return new JsonFields(object, noun);
  }

  public String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  public Optional<String> optionalText(String name) {
    return present(name).map(node -> require(node.isTextual(), name, node, "a string").asText());
  }

  public long integer(String name) {
    return optionalInteger(name).orElseThrow(() -> missing(name));
  }

  public OptionalLong optionalInteger(String name) {
    Optional<JsonNode> node = present(name);
    return node.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            require(
                    node.get().canConvertToLong() && node.get().isIntegralNumber(),
                    name,
                    node.get(),
                    "an integer")
                .asLong());
  }

  /** Returns an integer that fits into 32 bits. */
  public int int32(String name) {
    long value = integer(name);
    if (value != (int) value) {
      throw invalid(name, value, "within 32 bits");
    }
    return (int) value;
  }

  /** Returns how many there are of something: from 0 to what a JavaScript number counts. */
  public long count(String name) {
    long value = integer(name);
    if (value < 0 || value > MAX_COUNT) {
      throw invalid(name, value, "a count");
    }
    return value;
  }

  /** Returns a boolean, false if it is absent. */
  public boolean flag(String name) {
    return present(name)
        .map(node -> require(node.isBoolean(), name, node, "true or false").asBoolean())
        .orElse(false);
  }

  public <T> List<T> list(String name, Function<JsonNode, T> value) {
    return optionalList(name, value).orElseThrow(() -> missing(name));
  }

  public <T> Optional<List<T>> optionalList(String name, Function<JsonNode, T> value) {
    return present(name)
        .map(node -> Json.list(require(node.isArray(), name, node, "an array"), value));
  }

  public JsonNode node(String name) {
    return present(name).orElseThrow(() -> missing(name));
  }

  /** Returns the member, which may be null but not absent. */
  public JsonNode nullable(String name) {
    read.add(name);
    if (!object.has(name)) {
      throw missing(name);
    }
    return object.get(name);
  }

  /** Returns the member, unless it is absent or null. */
  public Optional<JsonNode> present(String name) {
    read.add(name);
    JsonNode node = object.path(name);
    return node.isMissingNode() || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  /**
   * Ends the reading: a member that was not read is a misspelt one, or one of a later version.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if there is one
   */
  public void end() {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!read.contains(name)) {
                throw bad(
                    "Cannot read a %s: it has an unknown member '%s'. Leave it out, or compare versions.",
                    noun, shortened(name));
              }
            });
  }

  /**
   * Returns the error about a member that is not what it should be.
   *
   * @param wanted what it should be, as the rest of "not …"
   */
  public IndexedDbException invalid(String name, Object value, String wanted) {
    return isSecret(name, value)
        ? bad("Cannot read a %s: its '%s' is not %s. Correct it.", noun, name, wanted)
        : bad(
            "Cannot read a %s: its '%s' is '%s', not %s. Correct it.",
            noun, name, shortened(value.toString()), wanted);
  }

  /** Messages reach logs: no secrets. */
  private static boolean isSecret(String name, Object value) {
    return SECRETS.contains(name)
        || value instanceof JsonNode node
            && SECRETS.stream().anyMatch(secret -> node.findValue(secret) != null);
  }

  /** Messages reach logs: nothing as long or as wild as a peer likes. */
  private static String shortened(String text) {
    return PlainText.of(
        text.codePointCount(0, text.length()) <= MAX_SHOWN_CHARS
            ? text
            : text.substring(0, text.offsetByCodePoints(0, MAX_SHOWN_CHARS - 1)) + "…");
  }

  private JsonNode require(boolean fits, String name, JsonNode value, String wanted) {
    if (!fits) {
      throw invalid(name, value, wanted);
    }
    return value;
  }

  private IndexedDbException missing(String name) {
    return bad("Cannot read a %s: it has no '%s'. Add it.", noun, name);
  }

  private static IndexedDbException bad(String template, Object... args) {
    return IndexedDbException.of(ErrorCode.BAD_REQUEST, template, args);
  }
}
