// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyRange;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A request of the agent to an export worker. Each names everything that it needs, so that the
 * browser may stop the worker between any two.
 */
public sealed interface WorkerRequest {
  /** Returns the request with a member {@code op}. */
  ObjectNode json();

  /** A store by name, within the client that the request goes to. */
  record StoreName(String database, String store) {
    void write(ObjectNode json) {
      json.put("database", database).put("store", store);
    }

    static StoreName read(JsonFields fields) {
      return new StoreName(fields.text("database"), fields.text("store"));
    }
  }

  /**
   * A place in a key range.
   *
   * @param index the index whose keys the range is of, as it was when the read was planned; absent
   *     if they are primary keys
   * @param after up to where the range was read, absent at the beginning
   * @param identity the store that was read before, absent if any will do
   */
  record Position(
      KeyRange range,
      Optional<Catalog.Index> index,
      Optional<WorkerResult.ResumeKey> after,
      Optional<StoreIdentity> identity) {
    /** Returns the position in a range of primary keys. */
    public static Position of(KeyRange range, Optional<WorkerResult.ResumeKey> after) {
      return new Position(range, Optional.empty(), after, Optional.empty());
    }

    void write(ObjectNode json) {
      json.set("range", range.json());
      index.ifPresent(planned -> json.set("index", planned.json()));
      after.ifPresent(resumeKey -> json.set("after", resumeKey.key().json()));
      after
          .flatMap(WorkerResult.ResumeKey::primary)
          .ifPresent(key -> json.set("afterPrimary", key.json()));
      identity.ifPresent(store -> json.set("identity", store.json()));
    }

    static Position read(JsonFields fields) {
      Optional<Key> primary = fields.present("afterPrimary").map(Key::fromJson);
      return new Position(
          KeyRange.fromJson(fields.node("range")),
          fields.present("index").map(Catalog.Index::fromJson),
          fields
              .present("after")
              .map(key -> new WorkerResult.ResumeKey(Key.fromJson(key), primary)),
          fields.present("identity").map(StoreIdentity::fromJson));
    }
  }

  /** Lists all databases and stores that the app allows. Answered by a {@link Catalog}. */
  record ListStores() implements WorkerRequest {
    @Override
    public ObjectNode json() {
      return Json.object().put("op", "catalog");
    }
  }

  /**
   * Counts records and finds split boundaries, from keys alone. Answered by {@link
   * WorkerResult.PlanResult}.
   *
   * @param spec what will be read, if that may narrow the range; else all is planned
   */
  record Plan(StoreName store, KeyRange range, SplitSizes sizes, Optional<ReadSpec> spec)
      implements WorkerRequest {
    @Override
    public ObjectNode json() {
      ObjectNode json = Json.object().put("op", "plan");
      store.write(json);
      json.set("range", range.json());
      spec.ifPresent(value -> value.write(json));
      sizes.write(json);
      return json;
    }
  }

  /**
   * The wanted number of splits: {@code ceil(records / recordsPerSplit)}, within {@code atLeast}
   * and {@code atMost}, the latter winning.
   *
   * @param enough up to how many records to count, where it only matters whether there are so many;
   *     absent: all
   */
  record SplitSizes(int atLeast, long recordsPerSplit, int atMost, OptionalLong enough) {
    void write(ObjectNode json) {
      json.put("atLeast", atLeast).put("recordsPerSplit", recordsPerSplit).put("atMost", atMost);
      enough.ifPresent(count -> json.put("enough", count));
    }
  }

  /** The part of the records of a store that a scan reads. */
  record ReadSpec(ScanRequest.Projection projection, Query query) {
    void write(ObjectNode json) {
      projection.write(json);
      query.write(json);
    }

    static ReadSpec read(JsonFields fields) {
      return new ReadSpec(ScanRequest.Projection.read(fields), Query.read(fields));
    }
  }

  /** Summarizes the types of some records. Answered by {@link WorkerResult.SummaryResult}. */
  record Summarize(StoreName store, Position position, Amount amount) implements WorkerRequest {
    @Override
    public ObjectNode json() {
      ObjectNode json = Json.object().put("op", "summarize");
      store.write(json);
      position.write(json);
      return json.put("limit", amount.limit)
          .put("count", amount.count)
          .put("ordinal", amount.ordinal);
    }
  }

  /**
   * The number of records to summarize.
   *
   * @param limit most records
   * @param count hint how many to fetch at once
   * @param ordinal records of this client summarized before
   */
  record Amount(long limit, int count, long ordinal) {}

  /** Reads one encoded batch. Answered by {@link WorkerResult.Batch} and its bytes. */
  record Read(StoreName store, Position position, ReadSpec spec, BatchSize size)
      implements WorkerRequest {
    @Override
    public ObjectNode json() {
      ObjectNode json = Json.object().put("op", "read");
      store.write(json);
      position.write(json);
      spec.write(json);
      return json.put("count", size.count).put("byteTarget", size.byteTarget);
    }
  }

  /**
   * The wanted size of a batch.
   *
   * @param count hint how many records to fetch at once
   * @param byteTarget encoded bytes to aim for
   */
  record BatchSize(int count, int byteTarget) {}

  /**
   * Reads a request.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} if the JSON is none
   */
  static WorkerRequest fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "request");
    fields.present("type");
    fields.present("id");
    WorkerRequest request = ofOperation(fields.text("op"), fields);
    fields.end();
    return request;
  }

  private static WorkerRequest ofOperation(String op, JsonFields fields) {
    return switch (op) {
      case "catalog" -> new ListStores();
      case "plan" ->
          new Plan(
              StoreName.read(fields),
              KeyRange.fromJson(fields.node("range")),
              sizes(fields),
              fields.present("columns").map(columns -> ReadSpec.read(fields)));
      case "summarize" ->
          new Summarize(StoreName.read(fields), Position.read(fields), amount(fields));
      case "read" ->
          new Read(
              StoreName.read(fields), Position.read(fields), ReadSpec.read(fields), size(fields));
      default -> throw fields.invalid("op", op, "catalog, plan, summarize or read");
    };
  }

  private static SplitSizes sizes(JsonFields fields) {
    return new SplitSizes(
        (int) fields.integer("atLeast"),
        fields.integer("recordsPerSplit"),
        (int) fields.integer("atMost"),
        fields.optionalInteger("enough"));
  }

  private static Amount amount(JsonFields fields) {
    return new Amount(
        fields.integer("limit"), (int) fields.integer("count"), fields.integer("ordinal"));
  }

  private static BatchSize size(JsonFields fields) {
    return new BatchSize((int) fields.integer("count"), (int) fields.integer("byteTarget"));
  }
}
