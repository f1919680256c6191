// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.message.StoreClient.StoreKeys;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyRange;
import io.github.sparkindexeddb.wire.value.Malformed;
import io.github.sparkindexeddb.wire.value.Summary;
import java.util.List;
import java.util.Optional;

/**
 * The result of a {@link WorkerRequest}, other than a {@link Catalog}, as an export worker sends
 * it.
 */
public sealed interface WorkerResult {
  /** Returns the result without the members of its message. */
  ObjectNode json();

  /** The result of {@link WorkerRequest.Plan}. */
  record PlanResult(StoreKeys keys, List<PlannedSplit> splits) implements WorkerResult {
    public PlanResult {
      splits = List.copyOf(splits);
    }

    @Override
    public ObjectNode json() {
      ObjectNode json = Json.object();
      keys.write(json);
      json.set("splits", Json.array(splits, PlannedSplit::json));
      return json;
    }

    /** Reads a plan of at least one split, since an aggregation makes a row of no records too. */
    public static PlanResult fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "plan");
      List<PlannedSplit> splits = fields.list("splits", PlannedSplit::fromJson);
      if (splits.isEmpty()) {
        throw fields.invalid("splits", "[]", "one or more");
      }
      return new PlanResult(StoreKeys.read(fields), splits);
    }
  }

  /**
   * A key range and how many records were in it.
   *
   * @param index the index whose keys the range is of; absent if they are primary keys
   * @param how the worker finds the wanted records, in a few words; absent if it did not say
   */
  record PlannedSplit(
      KeyRange range, Optional<Catalog.Index> index, long records, Optional<String> how) {
    /** Returns the split of a range of primary keys, every record of which is wanted. */
    public static PlannedSplit whole(KeyRange range, long records) {
      return new PlannedSplit(range, Optional.empty(), records, Optional.empty());
    }

    ObjectNode json() {
      ObjectNode json = Json.object();
      json.set("range", range.json());
      index.ifPresent(planned -> json.set("index", planned.json()));
      json.put("records", records);
      how.ifPresent(text -> json.put("how", text));
      return json;
    }

    static PlannedSplit fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "planned split");
      return new PlannedSplit(
          KeyRange.fromJson(fields.node("range")),
          fields.present("index").map(Catalog.Index::fromJson),
          fields.count("records"),
          how(fields));
    }

    private static Optional<String> how(JsonFields fields) {
      Optional<String> more = fields.optionalText("how");
      return fields
          .present("path")
          .map(path -> PathText.of(path) + more.orElse(""))
          .or(() -> more)
          .map(PlainText::sentence);
    }
  }

  /**
   * The place up to which a range was read.
   *
   * @param key the last one
   * @param primary of the last record, if more of the same index key are to come
   */
  record ResumeKey(Key key, Optional<Key> primary) {
    /** Returns the place after all records of that key. */
    public static ResumeKey at(Key key) {
      return new ResumeKey(key, Optional.empty());
    }
  }

  /**
   * The part of the range that a request read, and how to go on.
   *
   * @param read records consumed
   * @param last where the last of them is, absent if there was none
   * @param done whether nothing is left
   * @param count hint for the next request
   * @param identity the store that was read, absent if the worker did not say
   */
  record Progress(
      long read,
      Optional<ResumeKey> last,
      boolean done,
      int count,
      Optional<StoreIdentity> identity) {
    void write(ObjectNode json) {
      json.put("read", read);
      json.set(
          "last", last.<JsonNode>map(resumeKey -> resumeKey.key.json()).orElse(NullNode.instance));
      last.flatMap(ResumeKey::primary).ifPresent(key -> json.set("lastPrimary", key.json()));
      json.put("done", done).put("count", count);
      identity.ifPresent(store -> json.set("identity", store.json()));
    }

    static Progress read(JsonFields fields) {
      Optional<Key> primary = fields.present("lastPrimary").map(Key::fromJson);
      return new Progress(
          fields.count("read"),
          fields.present("last").map(key -> new ResumeKey(Key.fromJson(key), primary)),
          fields.flag("done"),
          fields.int32("count"),
          fields.present("identity").map(StoreIdentity::fromJson));
    }
  }

  /** The result of {@link WorkerRequest.Summarize}. */
  record SummaryResult(Summary summary, Progress progress) implements WorkerResult {
    @Override
    public ObjectNode json() {
      ObjectNode json = Json.object();
      json.set("summary", summary.json());
      progress.write(json);
      return json;
    }

    public static SummaryResult fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "summary answer");
      return new SummaryResult(Summary.fromJson(fields.node("summary")), Progress.read(fields));
    }
  }

  /**
   * The result of {@link WorkerRequest.Read}; {@code bytes} bytes follow in binary frames.
   *
   * @param records rows in the batch
   * @param unlimited whether the worker ignored the limit, as the keys are not in the order
   */
  record Batch(int bytes, long records, boolean unlimited, Progress progress, Malformed malformed)
      implements WorkerResult {
    @Override
    public ObjectNode json() {
      ObjectNode json = Json.object().put("bytes", bytes).put("records", records);
      json.put("unlimited", unlimited);
      progress.write(json);
      json.set("malformed", malformed.json());
      return json;
    }

    public static Batch fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "batch");
      return new Batch(
          fields.int32("bytes"),
          fields.count("records"),
          fields.flag("unlimited"),
          Progress.read(fields),
          fields.present("malformed").map(Malformed::fromJson).orElse(Malformed.NONE));
    }
  }
}
