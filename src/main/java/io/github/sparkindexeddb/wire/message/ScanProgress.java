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
import java.util.List;
import java.util.Optional;

/** The progress of a scan; records and bytes are over all its splits. */
public record ScanProgress(String scan, List<SplitProgress> splits) {
  public ScanProgress {
    splits = List.copyOf(splits);
  }

  /** The life of a split: waiting, reading, then sealed or failed. */
  public enum State {
    WAITING,
    READING,
    SEALED,
    FAILED
  }

  /**
   * The part of a split that the agent has.
   *
   * @param records rows received from the browser
   * @param bytes of the body, as it would be streamed now
   */
  public record Received(long records, long bytes) {}

  /** The progress of one split. */
  public record SplitProgress(
      ScanResponse.Split split,
      State state,
      Received received,
      Optional<IndexedDbException> error) {
    /** Returns the records that were in the range when the scan was created. */
    public long expected() {
      return split.records();
    }

    ObjectNode json() {
      ObjectNode json = split.json();
      json.remove(List.of("records", "how"));
      JsonEnums.write(json, "state", state);
      json.put("records", received.records())
          .put("bytes", received.bytes())
          .put("expected", expected());
      error.ifPresent(value -> json.set("error", value.json()));
      return json;
    }

    static SplitProgress fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "split progress");
      StoreClient.ClientName client =
          new StoreClient.ClientName(fields.text("client"), fields.text("origin"));
      return new SplitProgress(
          new ScanResponse.Split((int) fields.integer("n"), client, fields.integer("expected"), ""),
          JsonEnums.required(fields, "state", State.values()),
          new Received(fields.integer("records"), fields.integer("bytes")),
          fields
              .present("error")
              .map(error -> IndexedDbException.fromJson(error, ErrorCode.AGENT_FAILED)));
    }
  }

  public ObjectNode json() {
    ObjectNode json = Json.object().put("scan", scan);
    json.put("records", splits.stream().mapToLong(split -> split.received().records()).sum());
    json.put("bytes", splits.stream().mapToLong(split -> split.received().bytes()).sum());
    json.set("splits", Json.array(splits, SplitProgress::json));
    return json;
  }

  public static ScanProgress fromJson(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "scan progress");
    return new ScanProgress(fields.text("scan"), fields.list("splits", SplitProgress::fromJson));
  }
}
