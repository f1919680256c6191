// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonEnums;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Mode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A scan, from any engine to the browser: the store, the columns of its records, which records, and
 * in how many splits.
 */
public record ScanRequest(Target target, Projection projection, Query query, Splitting splitting) {
  public ScanRequest {
    if (query.aggregation().isPresent() && projection.format() != Format.ARROW) {
      throw IndexedDbException.of(
          ErrorCode.BAD_REQUEST,
          "Cannot aggregate into '%s': groups leave the browser as Arrow batches. Ask for '%s'.",
          projection.format().json(),
          Format.ARROW.json());
    }
    if (projection.columns.stream().anyMatch(column -> column.source() == Column.Source.DIGEST)) {
      throw IndexedDbException.of(
          ErrorCode.BAD_REQUEST,
          "Cannot read digests: browsers have none of their records. Leave out the column.");
    }
  }

  /**
   * The part of a record that leaves the browser.
   *
   * @param columns in the order of the answer
   * @param judged the whole table's columns, if a record is malformed by more than {@code columns}
   */
  public record Projection(
      List<Column> columns, Optional<List<Column>> judged, Mode mode, Format format) {
    private static final int MIN_CSV_COLUMNS = 2;

    public Projection {
      columns = List.copyOf(columns);
      if (format == Format.CSV && columns.size() < MIN_CSV_COLUMNS) {
        throw IndexedDbException.of(
            ErrorCode.BAD_REQUEST,
            "Cannot write CSV of %s columns: the line of a null would be empty, and readers skip"
                + " those. Ask for two columns or more, or for ndjson.",
            columns.size());
      }
    }

    /**
     * Returns the projection that reads some columns of a table. A record is judged by the whole
     * table if it may be dropped or shown as corrupt, so that the same ones are, whatever is read;
     * otherwise it is judged by what is read of it.
     *
     * @param columns in the order of the answer
     * @param table all columns that a record has to fit
     */
    public static Projection of(
        List<Column> columns, List<Column> table, Mode mode, Format format) {
      boolean whole =
          mode == Mode.DROPMALFORMED
              || columns.stream().anyMatch(column -> column.source() == Column.Source.CORRUPT);
      Optional<List<Column>> judged =
          whole
              ? Optional.of(
                  table.stream()
                      .filter(column -> column.source() != Column.Source.CORRUPT)
                      .toList())
              : Optional.empty();
      return new Projection(columns, judged, mode, format);
    }

    static Projection read(JsonFields fields) {
      return new Projection(
          fields.list("columns", Column::fromJson),
          fields.optionalList("judged", Column::fromJson),
          JsonEnums.optional(fields, "mode", Mode.values()).orElse(Mode.FAILFAST),
          JsonEnums.optional(fields, "format", Format.values()).orElse(Format.ARROW));
    }

    void write(ObjectNode json) {
      json.set("columns", Json.array(columns, Column::json));
      judged.ifPresent(value -> json.set("judged", Json.array(value, Column::json)));
      json.put("mode", mode.name());
      json.put("format", format.json());
    }
  }

  /**
   * Wishes for the number of splits; absent ones leave the choice to the agent.
   *
   * @param atMost over all clients of one agent, at least 1; never fewer splits than clients
   * @param planned the division of a former scan, to be used again; empty: the browsers plan one
   */
  public record Splitting(
      OptionalLong recordsPerSplit, OptionalInt atMost, List<ClientPlan> planned) {
    public static final Splitting DEFAULT =
        new Splitting(OptionalLong.empty(), OptionalInt.empty());

    public Splitting {
      planned = List.copyOf(planned);
    }

    public Splitting(OptionalLong recordsPerSplit, OptionalInt atMost) {
      this(recordsPerSplit, atMost, List.of());
    }

    /** Returns the wish for the division of a former scan. */
    public static Splitting asPlanned(List<ClientPlan> planned) {
      return new Splitting(OptionalLong.empty(), OptionalInt.empty(), planned);
    }

    static Splitting fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "splitting");
      Splitting splitting =
          new Splitting(
              positive(fields, "recordsPerSplit"),
              toInt(positive(fields, "atMost")),
              fields.optionalList("planned", ClientPlan::fromJson).orElse(List.of()));
      fields.end();
      return splitting;
    }

    JsonNode json() {
      ObjectNode json = Json.object();
      recordsPerSplit.ifPresent(value -> json.put("recordsPerSplit", value));
      atMost.ifPresent(value -> json.put("atMost", value));
      if (!planned.isEmpty()) {
        json.set("planned", Json.array(planned, ClientPlan::json));
      }
      return json;
    }

    private static OptionalLong positive(JsonFields fields, String name) {
      OptionalLong value = fields.optionalInteger(name);
      if (value.isPresent() && value.getAsLong() < 1) {
        throw fields.invalid(name, value.getAsLong(), "1 or more");
      }
      return value;
    }

    private static OptionalInt toInt(OptionalLong value) {
      return value.isEmpty()
          ? OptionalInt.empty()
          : OptionalInt.of((int) Math.min(value.getAsLong(), Integer.MAX_VALUE));
    }
  }

  public ObjectNode json() {
    ObjectNode json = Json.object();
    target.write(json);
    projection.write(json);
    query.write(json);
    json.set("splits", splitting.json());
    return json;
  }

  /**
   * Reads a scan request.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if the JSON is none
   */
  public static ScanRequest fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "scan request");
    ScanRequest request =
        new ScanRequest(
            Target.read(fields),
            Projection.read(fields),
            Query.read(fields),
            fields.present("splits").map(Splitting::fromJson).orElse(Splitting.DEFAULT));
    fields.end();
    return request;
  }
}
