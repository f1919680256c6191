// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The store that is read on bad days: 2,000 pages of a book, 20 kB each, which is 40 MB and so more
 * than a browser may run ahead.
 */
final class Pages {
  static final String DATABASE = "book";
  static final String STORE = "pages";
  static final int COUNT = 2000;
  static final Column ID = Column.field("id", Type.Scalar.BIGINT);
  static final Column TEXT = Column.field("text", Type.Scalar.STRING);

  private static final int REPEATS = 2500;

  private Pages() {}

  static BrowserDatabase database() {
    return BrowserDatabase.named(DATABASE)
        .store(STORE, "{ keyPath: 'id' }")
        .records(
            "Array.from({ length: %d }, (_, id) => ({ id, text: String(id).padStart(8, '0').repeat(%d) }))"
                .formatted(COUNT, REPEATS));
  }

  static String text(long id) {
    return "%08d".formatted(id).repeat(REPEATS);
  }

  /** All pages in order, each once, and each as it was written. */
  static void assertWhole(List<List<Object>> rows) {
    assertThat(rows)
        .extracting(row -> row.get(0))
        .isEqualTo(LongStream.range(0, COUNT).boxed().toList());
    assertThat(rows).allSatisfy(row -> assertThat(row.get(1)).hasToString(text((Long) row.get(0))));
  }
}
