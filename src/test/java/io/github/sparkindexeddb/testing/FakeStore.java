// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Catalog;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.StoreClient.StoreKeys;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import io.github.sparkindexeddb.wire.message.WorkerResult;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.KeyPath;
import io.github.sparkindexeddb.wire.value.KeyRange;
import io.github.sparkindexeddb.wire.value.Malformed;
import io.github.sparkindexeddb.wire.value.Summary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * A store of records with the keys 0, 1, 2, …, or from another first key on, whose encoded bytes
 * are made up from the key: framed as their format is, but with nothing in them by which a test
 * could not tell every one. Immutable.
 *
 * @param recordBytes encoded bytes of each record, or a few more if its format needs them
 */
public record FakeStore(
    String database, String name, long records, int recordBytes, long firstKey) {
  private static final String NUMBER = "%019d";
  private static final KeyPath KEY_PATH = new KeyPath(List.of("id"), false);

  public FakeStore(String database, String name, long records, int recordBytes) {
    this(database, name, records, recordBytes, 0);
  }

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
  public WorkerResult.Batch batch(WorkerRequest.Read request) {
    long from = first(request.position());
    long end = end(request.position().range());
    long fitting = Math.max(1, request.size().byteTarget() / recordBytes);
    long read = Math.min(Math.min(fitting, request.size().count()), end - from);
    return new WorkerResult.Batch(
        Math.toIntExact(read * sizeIn(request.spec().projection())),
        read,
        false,
        new WorkerResult.Progress(
            read, last(from, read), from + read == end, (int) fitting, Optional.empty()),
        Malformed.NONE);
  }

  /** Returns the bytes of the {@link #batch} of the same request. */
  public byte[] bytes(WorkerRequest.Read request) {
    long from = first(request.position());
    ScanRequest.Projection projection = request.spec().projection();
    return encoded(
        from, from + batch(request).records(), projection.format(), projection.columns());
  }

  /** What a split of these records is between head and tail; the first record is 0. */
  public byte[] encoded(long from, long to, Format format, List<Column> columns) {
    return switch (format) {
      case ARROW -> batches(from, to);
      case CSV -> csv(from, to, columns.size());
      case NDJSON -> lines(from, to, columns);
    };
  }

  /** What it is in Arrow. */
  public byte[] batches(long from, long to) {
    return joined(from, to, key -> ArrowBatch.ofRecord(key, arrowBytes()));
  }

  /** What it is in CSV of so many columns. */
  public byte[] csv(long from, long to, int columns) {
    return joined(from, to, key -> line(key, "", ",".repeat(columns - 1)));
  }

  private byte[] lines(long from, long to, List<Column> columns) {
    String head = jsonHead(columns);
    String tail = jsonTail(columns);
    return joined(from, to, key -> line(key, head, tail));
  }

  private byte[] joined(long from, long to, LongFunction<byte[]> encoded) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    LongStream.range(firstKey + from, firstKey + to).mapToObj(encoded).forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  private byte[] line(long key, String head, String tail) {
    int filled = Math.max(0, recordBytes - minLine(head, tail));
    char filler = (char) ('a' + key % 26);
    return (head + NUMBER.formatted(key) + String.valueOf(filler).repeat(filled) + tail + '\n')
        .getBytes(StandardCharsets.UTF_8);
  }

  private static int minLine(String head, String tail) {
    return head.length() + NUMBER.formatted(0).length() + tail.length() + 1;
  }

  private int sizeIn(ScanRequest.Projection projection) {
    List<Column> columns = projection.columns();
    return switch (projection.format()) {
      case ARROW -> arrowBytes();
      case CSV -> Math.max(recordBytes, minLine("", ",".repeat(columns.size() - 1)));
      case NDJSON -> Math.max(recordBytes, minLine(jsonHead(columns), jsonTail(columns)));
    };
  }

  private int arrowBytes() {
    return Math.max(ArrowBatch.MIN_BYTES + Long.BYTES, (recordBytes + 7) / 8 * 8);
  }

  /** Names are of tests, and need no escapes. */
  private static String jsonHead(List<Column> columns) {
    return "{\"" + (columns.isEmpty() ? "id" : columns.get(0).name()) + "\":\"";
  }

  private static String jsonTail(List<Column> columns) {
    return columns.stream()
        .skip(1)
        .map(column -> ",\"" + column.name() + "\":null")
        .collect(Collectors.joining("", "\"", "}"));
  }

  private long first(WorkerRequest.Position position) {
    if (position.after().isPresent()) {
      return record(position.after().get().key()) + 1;
    }
    return position.range().lower().map(this::record).orElse(0L);
  }

  private long end(KeyRange range) {
    return Math.min(records, range.upper().map(this::record).orElse(records));
  }

  private Optional<WorkerResult.ResumeKey> last(long from, long read) {
    return read == 0
        ? Optional.empty()
        : Optional.of(WorkerResult.ResumeKey.at(key(from + read - 1)));
  }

  private Key key(long record) {
    return new Key.NumberKey(firstKey + record);
  }

  /** Ranges of a sample may begin before the first key. */
  private long record(Key key) {
    return Math.max(0, (long) ((Key.NumberKey) key).value() - firstKey);
  }
}
