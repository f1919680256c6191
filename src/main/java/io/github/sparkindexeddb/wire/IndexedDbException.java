// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * The one exception of this product. Its message reads "[CODE] Cannot do X: why. What to do.", on
 * one line of plain characters whatever it quotes: it is shown in terminals, logs and plans.
 *
 * <p>Serializable with its details, since Spark carries it from executor to driver.
 */
public final class IndexedDbException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String sentence;
  private final String details;

  /**
   * Returns the error that one readable template says: each {@code %s} in it stands for an
   * argument, in order. No other character is special, in the template or in an argument, and a
   * wrong number of arguments is shown, not thrown: nothing may hide the error itself.
   *
   * <p>Write the template as one literal, so that whoever searches the code for a message finds it.
   */
  public static IndexedDbException of(ErrorCode code, String template, Object... args) {
    return new IndexedDbException(code, filled(template, args), Json.object());
  }

  private IndexedDbException(ErrorCode code, String sentence, JsonNode details) {
    super("[" + code + "] " + PlainText.line(sentence));
    this.code = code;
    this.sentence = PlainText.line(sentence);
    this.details = Json.write(details);
  }

  /**
   * Returns a copy of this error with one more detail for programs.
   *
   * @param value a text, number, boolean or JSON value, or a list of those
   */
  public IndexedDbException with(String detail, Object value) {
    return with(Json.object().putPOJO(detail, value));
  }

  /** Returns a copy of this error with the members of that object as further details. */
  public IndexedDbException with(ObjectNode more) {
    ObjectNode all = Json.object();
    all.setAll((ObjectNode) details());
    all.setAll(more);
    IndexedDbException detailed = new IndexedDbException(code, sentence, all);
    return getCause() == null ? detailed : detailed.causedBy(getCause());
  }

  /** Sets the cause, of which this error has none yet, and returns this error. */
  public IndexedDbException causedBy(Throwable cause) {
    initCause(cause);
    return this;
  }

  private static String filled(String template, Object... args) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    int used = 0;
    for (int place = template.indexOf("%s");
        place >= 0 && used < args.length;
        place = template.indexOf("%s", from)) {
      text.append(template, from, place).append(args[used++]);
      from = place + "%s".length();
    }
    text.append(template, from, template.length());
    if (used < args.length) {
      text.append(' ').append(Arrays.asList(args).subList(used, args.length));
    }
    return text.toString();
  }

  public ErrorCode code() {
    return code;
  }

  /** Returns the message without its code. */
  public String sentence() {
    return sentence;
  }

  /** Returns what a program may want to know of the error, as a JSON object. */
  public JsonNode details() {
    return Json.parse(details);
  }

  /** Returns the error as {@code {"code","message","details"}}. */
  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("code", code.name());
    json.put("message", sentence);
    json.set("details", details());
    return json;
  }

  /**
   * Returns the error in a response of the agent or of an export worker.
   *
   * @param otherwise the code of an error whose own is unknown here
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
