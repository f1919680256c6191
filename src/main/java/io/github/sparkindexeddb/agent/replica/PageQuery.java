// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.agent.replica.sql.SqlSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads one store as of a draft, in the order of keys. While nothing was changed since, that is the
 * store's records alone.
 */
final class PageQuery {
  private static final String SPAN = " AND record_key >= ? AND record_key < ?";
  private static final String OPEN_SPAN = " AND record_key >= ?";
  private static final String ORDER = " ORDER BY record_key LIMIT ?";

  /** In the place of a past record's first draft. */
  private static final long NEWEST = -1;

  private static final String RECORDS =
      "SELECT record_key, draft, -1 AS was_draft, digest, checksum, line FROM record WHERE store ="
          + " ? AND draft <= ?";

  private static final String PAST =
      "SELECT record_key, draft, was_draft, was_digest, checksum, was_line FROM undo WHERE store ="
          + " ? AND was_draft <= ? AND draft > ?";

  private static final String COUNT = "SELECT COUNT(*) FROM record WHERE store = ? AND draft <= ?";

  private static final String COUNT_PAST =
      "SELECT COUNT(*) FROM undo WHERE store = ? AND was_draft <= ? AND draft > ?";

  private final SqlSession session;
  private final long store;
  private final long draft;
  private final boolean hasPast;

  PageQuery(SqlSession session, long store, long draft) throws SQLException {
    this.session = session;
    this.store = store;
    this.draft = draft;
    this.hasPast =
        session.exists("SELECT 1 FROM undo WHERE store = ? AND draft > ? LIMIT 1", store, draft);
  }

  RecordPage page(KeySpan span, int maxRecords, long maxBytes) throws SQLException {
    Page page = new Page(maxRecords, maxBytes);
    String within = span.to().isPresent() ? SPAN : OPEN_SPAN;
    Stream<Object> values = values(span, store, draft);
    String sql = RECORDS + within;
    if (hasPast) {
      sql += " UNION ALL " + PAST + within;
      values = Stream.concat(values, values(span, store, draft, draft));
    }
    // One more than fits tells whether there are more.
    Stream<Object> all = Stream.concat(values, Stream.of(maxRecords + 1L));
    session.forEach(sql + ORDER, page::take, all.toArray());
    return page.done(span);
  }

  long count(KeySpan span) throws SQLException {
    String within = span.to().isPresent() ? SPAN : OPEN_SPAN;
    long records = session.number(COUNT + within, values(span, store, draft).toArray());
    return hasPast
        ? records + session.number(COUNT_PAST + within, values(span, store, draft, draft).toArray())
        : records;
  }

  private static Stream<Object> values(KeySpan span, Object... first) {
    return Stream.of(Arrays.stream(first), Stream.of(span.from()), span.to().stream())
        .flatMap(each -> each);
  }

  /** The records of a page while they are read. */
  private final class Page {
    private final int maxRecords;
    private final long maxBytes;
    private final List<StoredRecord> records = new ArrayList<>();
    private long bytes;
    private boolean isCut;

    Page(int maxRecords, long maxBytes) {
      this.maxRecords = maxRecords;
      this.maxBytes = maxBytes;
    }

    boolean take(ResultSet row) throws SQLException {
      if (!records.isEmpty() && (records.size() >= maxRecords || bytes >= maxBytes)) {
        isCut = true;
        return false;
      }
      StoredRecord record = new StoredRecord(row.getBytes(1), row.getBytes(4), row.getBytes(6));
      long wasDraft = row.getLong(3);
      if (wasDraft == NEWEST) {
        session.require(
            "a record",
            row.getLong(5),
            store,
            record.key(),
            row.getLong(2),
            record.digest(),
            record.line());
      } else {
        session.require(
            "a past record",
            row.getLong(5),
            store,
            record.key(),
            row.getLong(2),
            wasDraft,
            record.digest(),
            record.line());
      }
      records.add(record);
      bytes += record.line().length;
      return true;
    }

    RecordPage done(KeySpan span) {
      Optional<KeySpan> rest =
          isCut ? Optional.of(span.after(records.get(records.size() - 1).key())) : Optional.empty();
      return new RecordPage(records, rest);
    }
  }
}
