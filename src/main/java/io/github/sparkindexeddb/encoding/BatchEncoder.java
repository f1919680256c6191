// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.column.ColumnEncoder;
import io.github.sparkindexeddb.encoding.column.Misfit;
import io.github.sparkindexeddb.encoding.line.InvalidLineException;
import io.github.sparkindexeddb.encoding.line.KeyText;
import io.github.sparkindexeddb.encoding.line.MemoryLimit;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Strings;
import io.github.sparkindexeddb.encoding.line.Unreadables;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes batches of records that are kept as lines of tagged JSON, one batch after the other: the
 * twin of {@code columns/batch.js}. Confined to one thread; of no use after an error.
 */
public final class BatchEncoder {
  /** A reader's types may make more of a record than it takes; no more memory than this. */
  private static final long MAX_MEMORY =
      Math.min(4L * Protocol.MAX_RECORD_BYTES, Runtime.getRuntime().maxMemory() / 4);

  private final String place;
  private final Mode mode;
  private final RecordTape tape = new RecordTape();
  private final MemoryLimit limit = new MemoryLimit(MAX_MEMORY);

  /** The columns that are read, then those by which a record is judged too. */
  private final List<Column> columns;

  private final int read;
  private final boolean hasKey;
  private final ColumnValues values;
  private final Rows rows;
  private final List<ColumnEncoder> judges = new ArrayList<>();
  private final RecordErrors errors;
  private Key last;
  private int recordCount;
  private int rowCount;

  /**
   * Begins an empty batch.
   *
   * @param place database and store, as errors name them: {@code shop/orders}
   * @param projection of a scan, as an export worker would get it
   */
  public BatchEncoder(String place, ScanRequest.Projection projection) {
    boolean areRecords = projection.format() == Format.NDJSON && projection.columns().isEmpty();
    List<Column> written =
        areRecords
            ? List.of(new Column("value", Type.Scalar.JSON, Column.Source.VALUE))
            : projection.columns();
    this.place = place;
    this.mode = projection.mode();
    this.read = written.size();
    this.columns = new ArrayList<>(written);
    columns.addAll(judged(projection, written));
    this.hasKey = columns.stream().anyMatch(column -> column.source() == Column.Source.KEY);
    this.values = new ColumnValues(columns, tape);
    this.errors = new RecordErrors(place, columns);
    List<ColumnEncoder> encoders = new ArrayList<>();
    columns.forEach(column -> encoders.add(encoder(column)));
    List<ColumnEncoder> readers = encoders.subList(0, read);
    this.rows =
        projection.format() == Format.ARROW
            ? new ArrowRows(readers)
            : new LineRows(
                readers, LineWriter.of(projection.format(), written, areRecords, tape), limit);
    judges.addAll(encoders.subList(read, encoders.size()));
  }

  private static Set<Column> judged(ScanRequest.Projection projection, List<Column> written) {
    Set<Column> judged = new LinkedHashSet<>();
    if (projection.mode() != Mode.FAILFAST) {
      judged.addAll(projection.judged().orElse(List.of()));
      judged.removeIf(column -> isMade(column) || written.contains(column));
    }
    return judged;
  }

  /** Returns whether the column is made of the record as it is kept. */
  private static boolean isMade(Column column) {
    return column.source() == Column.Source.CORRUPT || column.source() == Column.Source.DIGEST;
  }

  private ColumnEncoder encoder(Column column) {
    return ColumnEncoder.of(column.type(), new ColumnEncoder.Source(tape, limit));
  }

  /**
   * Adds a record.
   *
   * @param line its tagged JSON in UTF-8, as the export worker wrote it
   * @throws IndexedDbException {@code VALUE_DOES_NOT_FIT} in mode {@code FAILFAST}, {@code
   *     RECORD_TOO_LARGE}, or {@code BAD_MESSAGE} if the line is no tagged JSON
   */
  public void add(Key key, byte[] line) {
    last = key;
    recordCount++;
    tape.clear();
    try {
      int record = tape.read(line);
      values.begin(record, hasKey ? tape.read(KeyText.tagged(key)) : RecordTape.NOTHING);
      addRow(record, line);
    } catch (InvalidLineException e) {
      throw RecordErrors.invalid(place, key, e.getMessage());
    } catch (MemoryLimit.ExceededException e) {
      throw errors.tooLarge(key, e.bytes());
    }
  }

  private void addRow(int record, byte[] line) throws InvalidLineException {
    boolean isMalformed = false;
    for (int column = 0; column < columns.size(); column++) {
      isMalformed |= !isMade(columns.get(column)) && !fits(column);
    }
    if (isMalformed) {
      errors.count();
    }
    if (isMalformed && mode == Mode.DROPMALFORMED) {
      rows.drop();
      return;
    }
    for (int column = 0; column < read; column++) {
      if (isMade(columns.get(column))) {
        setMade(column, isMalformed, record, line);
      }
    }
    rows.end();
    rowCount++;
  }

  private boolean fits(int column) {
    try {
      if (column < read) {
        rows.set(column, values.of(column));
      } else {
        judge(judges.get(column - read), column);
      }
      return true;
    } catch (Misfit e) {
      if (mode == Mode.FAILFAST) {
        throw errors.doesNotFit(column, e, last);
      }
      errors.add(column, e, last);
      if (column < read) {
        rows.setNull(column);
      }
      return false;
    }
  }

  private void judge(ColumnEncoder encoder, int column) throws Misfit {
    try {
      encoder.add(values.of(column));
    } finally {
      encoder.truncate(0);
    }
  }

  /** Sets a column that is made of the record as it is kept. */
  private void setMade(int column, boolean isMalformed, int record, byte[] line)
      throws InvalidLineException {
    boolean isDigest = columns.get(column).source() == Column.Source.DIGEST;
    int made = RecordTape.NOTHING;
    if (isDigest || isMalformed) {
      String text = isDigest ? RecordLine.hex(RecordLine.digest(line)) : corruptText(record, line);
      made = tape.read(Strings.quoted(text).getBytes(StandardCharsets.UTF_8));
    }
    try {
      rows.set(column, values.other(made));
    } catch (Misfit e) {
      throw errors.doesNotFit(column, e, last);
    }
  }

  private String corruptText(int record, byte[] line) {
    return Unreadables.reason(tape, record)
        .map(why -> "{\"$unreadable\":%s}".formatted(Strings.quoted(why)))
        .orElseGet(() -> new String(line, StandardCharsets.UTF_8));
  }

  /** Returns how many records were added to the batch, those that were left out too. */
  public int records() {
    return recordCount;
  }

  /** Returns how many rows the batch has. */
  public int rows() {
    return rowCount;
  }

  /** Returns about how many bytes the batch has. */
  public long bytes() {
    return rows.bytes();
  }

  /**
   * Returns the batch, and begins the next one.
   *
   * @throws IndexedDbException {@code RECORD_TOO_LARGE} if it is of one record alone, which has
   *     more bytes than any may
   */
  public EncodedBatch finish() {
    byte[] bytes = rows.take();
    int count = rowCount;
    if (recordCount == 1 && bytes.length > Protocol.MAX_RECORD_BYTES) {
      throw errors.tooLarge(last, bytes.length);
    }
    recordCount = 0;
    rowCount = 0;
    return new EncodedBatch(count == 0 ? new byte[0] : bytes, count, errors.take());
  }
}
