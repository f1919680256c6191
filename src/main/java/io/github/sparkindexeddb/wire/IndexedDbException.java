// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The one exception of this product. Its message reads "Cannot do X: why. What to do." and starts,
 * as users see it, with the code.
 *
 * <p>Serializable with all it says, since Spark carries it from executor to driver.
 */
public final class IndexedDbException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String sentence;
  private final String details;

  public IndexedDbException(ErrorCode code, String sentence) {
    this(code, sentence, Json.object());
  }

  /**
   * @param details what a program may want to know of the error: names, counts, choices; a JSON
   *     object
   */
  public IndexedDbException(ErrorCode code, String sentence, JsonNode details) {
    super("[" + code + "] " + sentence);
    this.code = code;
    this.sentence = sentence;
    this.details = Json.write(details);
  }

  public IndexedDbException(ErrorCode code, String sentence, Throwable cause) {
    this(code, sentence);
    initCause(cause);
  }

  public ErrorCode code() {
    return code;
  }

  /** The message without its code. */
  public String sentence() {
    return sentence;
  }

  public JsonNode details() {
    return Json.parse(details);
  }

  /** {@code {"code","message","details"}}. */
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("code", code.name());
    json.put("message", sentence);
    json.set("details", details());
    return json;
  }

  /**
   * The error in an answer of the agent or of an export worker; {@code otherwise} is the code of an
   * unknown one.
   */
  public static IndexedDbException fromJson(JsonNode json, ErrorCode otherwise) {
    JsonNode details = json.path("details");
    return new IndexedDbException(
        ErrorCode.named(json.path("code").asText(), otherwise),
        json.path("message")
            .asText("Cannot tell what failed: the peer sent no message. Look into its log."),
        details.isObject() ? details : Json.object());
  }
}
