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
import io.github.sparkindexeddb.wire.value.Malformed;
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

  /**
   * The totals of a sealed split: what the trailers of its body say too, for readers whom no
   * trailers reach.
   *
   * @param crc CRC-32C of the whole body, as eight hex digits
   */
  public record Sealed(long rows, long examined, long bytes, String crc, Malformed malformed) {
    ObjectNode json() {
      ObjectNode json = Json.object();
      json.put("rows", rows).put("examined", examined).put("bytes", bytes).put("crc32c", crc);
      json.set("malformed", malformed.json());
      return json;
    }

    static Sealed fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "seal");
      String crc = fields.text("crc32c");
      if (!crc.matches("[0-9a-f]{8}")) {
        throw fields.invalid("crc32c", crc, "eight hex digits");
      }
      return new Sealed(
          fields.integer("rows"),
          fields.integer("examined"),
          fields.integer("bytes"),
          crc,
          fields.present("malformed").map(Malformed::fromJson).orElse(Malformed.NONE));
    }
  }

  /**
   * The progress of one split.
   *
   * @param seal present if it is sealed and was asked for by its number
   */
  public record SplitProgress(
      ScanResponse.Split split,
      State state,
      Received received,
      Optional<IndexedDbException> error,
      Optional<Sealed> seal) {
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
      seal.ifPresent(value -> json.set("seal", value.json()));
      return json;
    }

    static SplitProgress fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "split progress");
      StoreClient.ClientName client =
          new StoreClient.ClientName(fields.text("client"), fields.text("origin"));
      return new SplitProgress(
          new ScanResponse.Split(fields.int32("n"), client, fields.integer("expected"), ""),
          JsonEnums.required(fields, "state", State.values()),
          new Received(fields.integer("records"), fields.integer("bytes")),
          fields
              .present("error")
              .map(error -> IndexedDbException.fromJson(error, ErrorCode.AGENT_FAILED)),
          fields.present("seal").map(Sealed::fromJson));
    }
  }

  /** Returns the split of that number, if it was told of. */
  public Optional<SplitProgress> split(int n) {
    return splits.stream().filter(one -> one.split().n() == n).findFirst();
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
