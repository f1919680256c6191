// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.StoreClient.StoreKeys;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.message.WorkerResult;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyPath;
import io.github.sparkindexeddb.wire.value.KeyRange;
import io.github.sparkindexeddb.wire.value.Malformed;
import io.github.sparkindexeddb.wire.value.Summary;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A store of records with the keys 0, 1, 2, …, whose "encoded" bytes are made up from the key:
 * opaque to the agent, but such that a test can tell every one. Immutable.
 *
 * @param recordBytes encoded bytes of each record, at least 8
 */
public record FakeStore(String database, String name, long records, int recordBytes) {
  private static final KeyPath KEY_PATH = new KeyPath(List.of("id"), false);

  public Catalog.Database catalog() {
    return new Catalog.Database(
        database, 1, List.of(new Catalog.Store(name, KEY_PATH, false, records, List.of())));
  }

  public WorkerResult.PlanResult plan(WorkerRequest.Plan request) {
    if (request.sizes().enough().isPresent()) {
      long counted = Math.min(records, request.sizes().enough().getAsLong());
      return planned(counted, List.of(WorkerResult.PlannedSplit.whole(KeyRange.ALL, counted)));
    }
    long wanted =
        (records + request.sizes().recordsPerSplit() - 1) / request.sizes().recordsPerSplit();
    long count = Math.max(wanted, Math.min(request.sizes().atLeast(), records));
    count = Math.max(1, Math.min(count, request.sizes().atMost()));
    List<WorkerResult.PlannedSplit> splits = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      long from = records * i / count;
      long to = records * (i + 1) / count;
      splits.add(
          WorkerResult.PlannedSplit.whole(
              new KeyRange(
                  i == 0 ? Optional.empty() : Optional.of(key(from)),
                  i == count - 1 ? Optional.empty() : Optional.of(key(to)),
                  false,
                  i < count - 1),
              to - from));
    }
    return planned(records, splits);
  }

  private WorkerResult.PlanResult planned(long counted, List<WorkerResult.PlannedSplit> splits) {
    boolean empty = records == 0;
    return new WorkerResult.PlanResult(
        new StoreKeys(
            counted,
            KEY_PATH,
            false,
            empty ? Optional.empty() : Optional.of(key(0)),
            empty ? Optional.empty() : Optional.of(key(records - 1))),
        splits);
  }

  /** Returns the summary that answers a request. */
  public WorkerResult.SummaryResult summarize(WorkerRequest.Summarize request) {
    long end = end(request.position().range());
    long from = Math.min(first(request.position()), end);
    long read = Math.min(Math.min(request.amount().limit(), request.amount().count()), end - from);
    boolean done = from + read == end || read == request.amount().limit();
    Summary summary =
        Summary.fromJson(
            Json.parse(
                "{\"records\":"
                    + read
                    + ",\"corrupt\":{\"count\":0},\"root\":{\"kinds\":"
                    + (read == 0 ? "{}" : "{\"integer\":" + read + "}")
                    + "}}"));
    return new WorkerResult.SummaryResult(
        summary,
        new WorkerResult.Progress(
            read,
            last(from, read),
            done,
            Math.min(1000, request.amount().count() * 4),
            Optional.empty()));
  }

  /** Returns the batch that answers a request; its bytes are {@link #bytes} of the same request. */
  WorkerResult.Batch batch(WorkerRequest.Read request) {
    long from = first(request.position());
    long end = end(request.position().range());
    long fitting = Math.max(1, request.size().byteTarget() / recordBytes);
    long read = Math.min(Math.min(fitting, request.size().count()), end - from);
    return new WorkerResult.Batch(
        Math.toIntExact(read * recordBytes),
        read,
        false,
        new WorkerResult.Progress(
            read, last(from, read), from + read == end, (int) fitting, Optional.empty()),
        Malformed.NONE);
  }

  byte[] bytes(WorkerRequest.Read request) {
    long from = first(request.position());
    return batches(from, from + batch(request).records());
  }

  /** What a split of these records is between head and tail. */
  public byte[] batches(long from, long to) {
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact((to - from) * recordBytes));
    for (long i = from; i < to; i++) {
      put(bytes, i);
    }
    return bytes.array();
  }

  private void put(ByteBuffer bytes, long record) {
    int end = bytes.position() + recordBytes;
    bytes.putLong(record);
    byte filler = (byte) (record * 31 + 7);
    Arrays.fill(bytes.array(), bytes.position(), end, filler);
    bytes.position(end);
  }

  private long first(WorkerRequest.Position position) {
    if (position.after().isPresent()) {
      return number(position.after().get().key()) + 1;
    }
    return position.range().lower().map(FakeStore::number).orElse(0L);
  }

  private long end(KeyRange range) {
    return Math.min(records, range.upper().map(FakeStore::number).orElse(records));
  }

  private static Optional<WorkerResult.ResumeKey> last(long from, long read) {
    return read == 0
        ? Optional.empty()
        : Optional.of(WorkerResult.ResumeKey.at(key(from + read - 1)));
  }

  private static Key key(long record) {
    return new Key.NumberKey(record);
  }

  private static long number(Key key) {
    return (long) ((Key.NumberKey) key).value();
  }
}
