// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.config.Option;
import io.github.sparkindexeddb.config.Options;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.Suggestion;
import io.github.sparkindexeddb.wire.message.SummaryRequest;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Mode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The query of the URL of {@code GET /v1/records}.
 *
 * @param columns names in the order of the response; absent: all
 */
record RecordsRequest(
    Target target, Optional<List<String>> columns, Rendering rendering, Selection selection) {
  private static final List<String> PARAMETERS =
      List.of(
          "database",
          "store",
          "origin",
          "client",
          Options.EXCEPT_CLIENTS.key(),
          "columns",
          "format",
          "mode",
          "sampleSize",
          "from",
          "to",
          "predicate");

  /**
   * The form of the response.
   *
   * @param sampleSize records per client from which types are inferred; absent: all
   */
  record Rendering(Format format, Mode mode, OptionalLong sampleSize) {}

  /**
   * The records that are requested.
   *
   * @param from the least key, as text
   * @param to the key above the greatest, as text
   */
  record Selection(
      Optional<String> from, Optional<String> to, Optional<PushedPredicate> predicate) {}

  /**
   * Reads the parameters.
   *
   * @throws IndexedDbException {@code BAD_REQUEST}, {@code OPTION_INVALID}
   */
  static RecordsRequest of(Map<String, String> query) {
    query.keySet().stream()
        .filter(name -> !PARAMETERS.contains(name))
        .findFirst()
        .ifPresent(RecordsRequest::refuseUnknown);
    return new RecordsRequest(
        target(query),
        value(query, "columns").map(RecordsRequest::columnNames),
        new Rendering(
            format(query.getOrDefault("format", "ndjson")),
            option(query, Options.MODE),
            option(query, Options.SAMPLE_SIZE)),
        new Selection(
            value(query, "from"),
            value(query, "to"),
            value(query, "predicate").map(RecordsRequest::json).map(PushedPredicate::fromJson)));
  }

  private static Target target(Map<String, String> query) {
    return new Target(
        value(query, "origin"),
        value(query, "client"),
        value(query, Options.EXCEPT_CLIENTS.key())
            .map(Options.EXCEPT_CLIENTS::parse)
            .orElse(List.of()),
        required(query, "database"),
        required(query, "store"));
  }

  SummaryRequest summaryRequest() {
    return new SummaryRequest(target, rendering.sampleSize);
  }

  private static Format format(String text) {
    return switch (text) {
      case "arrows" -> Format.ARROW;
      case "ndjson" -> Format.NDJSON;
      case "csv" -> Format.CSV;
      default ->
          throw badRequest(
              "Cannot read records as '%s': the formats are arrows, ndjson and csv. Choose one.",
              AgentLog.plain(text));
    };
  }

  /** Reads names between commas, or a JSON array if one has a comma. */
  private static List<String> columnNames(String text) {
    if (!text.startsWith("[")) {
      return List.of(text.split(",", -1));
    }
    return Json.list(json(text), JsonNode::asText);
  }

  private static JsonNode json(String text) {
    try {
      return Json.parse(text);
    } catch (IndexedDbException e) {
      throw badRequest("Cannot read records: '%s' is not JSON. Correct it.", AgentLog.plain(text));
    }
  }

  private static <T> T option(Map<String, String> query, Option<T> option) {
    return option.parse(query.getOrDefault(option.key(), option.fallback().orElseThrow()));
  }

  private static Optional<String> value(Map<String, String> query, String name) {
    return Optional.ofNullable(query.get(name));
  }

  private static String required(Map<String, String> query, String name) {
    return value(query, name)
        .orElseThrow(
            () ->
                badRequest(
                    "Cannot read records: the URL has no '%s'. Ask as in"
                        + " %s?database=shop&store=orders&format=ndjson.",
                    name, Protocol.RECORDS));
  }

  private static void refuseUnknown(String name) {
    throw badRequest(
        "Cannot read records: there is no parameter '%s'. %s",
        AgentLog.plain(name),
        Suggestion.of(name, PARAMETERS).sentence("Use", String.join(", ", PARAMETERS)));
  }

  private static IndexedDbException badRequest(String template, Object... args) {
    return IndexedDbException.of(ErrorCode.BAD_REQUEST, template, args);
  }
}
