// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.HalfRead;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.query.ComparisonOperator;
import io.github.sparkindexeddb.wire.query.FieldReference;
import io.github.sparkindexeddb.wire.query.PushedLiteral;
import io.github.sparkindexeddb.wire.query.PushedPredicate;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store of the same name takes the place of the one that is being read. */
class ReplacedStoreIT {
  private static final String DATABASE = "book";
  private static final String STORE = "pages";
  private static final String TABLE = DATABASE + "/" + STORE;
  private static final Column ID = Column.field("id", Type.Scalar.BIGINT);
  private static final Column TEXT = Column.field("text", Type.Scalar.STRING);
  private static final Column READ_AT = Column.field("readAt", Type.Scalar.TIMESTAMP);

  /** 2,000 pages of 20 kB that have been read at some time, and more that are small and older. */
  private static final String PAGES =
      """
      Array.from({ length: 9000 }, (_, id) => (
        { id, other: id, readAt: new Date(id < 2000 ? 1e6 + id : id), text: '%s'.repeat(id < 2000 ? 20000 : 1) }))
      """;

  private static final String DELETE =
      """
      await new Promise((resolve, reject) => {
        const request = indexedDB.deleteDatabase('book');
        request.onsuccess = resolve;
        request.onerror = request.onblocked = reject;
      })
      """;

  private static final String WRITE =
      """
      await new Promise((resolve, reject) => {
        const request = indexedDB.open('book');
        request.onerror = reject;
        request.onsuccess = () => {
          const transaction = request.result.transaction('pages', 'readwrite');
          const pages = transaction.objectStore('pages');
          %s;
          transaction.onabort = reject;
          transaction.oncomplete = () => {
            request.result.close();
            resolve();
          };
        };
      })
      """;

  /** Deletes the store and makes it again, in one upgrade. */
  private static final String UPGRADE =
      """
      await new Promise((resolve, reject) => {
        const request = indexedDB.open('book', 2);
        request.onupgradeneeded = () => {
          request.result.deleteObjectStore('pages');
          const pages = request.result.createObjectStore('pages', { keyPath: '%s' });
          pages.createIndex('byReadAt', 'readAt');
          for (const page of %s) pages.put(page);
        };
        request.onerror = request.onblocked = reject;
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
      })
      """;

  private final FaultScenario faultScenario =
      FaultScenario.of(AgentOptions.DEFAULT, pages("id", "o"));

  /** The ways in which an app comes to have another store. */
  enum Replacement {
    DATABASE_MADE_ANEW {
      @Override
      void in(Tab tab) {
        tab.evaluate(DELETE);
        pages("id", "n").createIn(tab);
      }
    },
    STORE_MADE_ANEW {
      @Override
      void in(Tab tab) {
        tab.evaluate(UPGRADE.formatted("id", PAGES.formatted("n")));
      }
    },
    KEY_PATH_CHANGED {
      @Override
      void in(Tab tab) {
        tab.evaluate(UPGRADE.formatted("other", PAGES.formatted("o")));
      }
    };

    abstract void in(Tab tab);
  }

  @AfterEach
  void close() {
    faultScenario.close();
  }

  @ParameterizedTest
  @CsvSource({
    "DATABASE_MADE_ANEW, false, false",
    "DATABASE_MADE_ANEW, false, true",
    "DATABASE_MADE_ANEW, true, false",
    "DATABASE_MADE_ANEW, true, true",
    "STORE_MADE_ANEW, false, false",
    "STORE_MADE_ANEW, false, true",
    "STORE_MADE_ANEW, true, false",
    "STORE_MADE_ANEW, true, true",
    "KEY_PATH_CHANGED, false, false",
    "KEY_PATH_CHANGED, false, true",
    "KEY_PATH_CHANGED, true, false",
    "KEY_PATH_CHANGED, true, true",
  })
  void mixesNoRowsOfAStoreWithThoseOfTheOneInItsPlace(
      Replacement replacement, boolean byIndex, boolean workerStopped) {
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(byIndex ? recentPages() : allPages())) {
      if (workerStopped) {
        tab.stopServiceWorkers();
      }
      replacement.in(tab);
      assertReplaced(read, replacement);
    }
    assertThat(allPages().rows()).as("of a read that is started anew").isNotEmpty();
  }

  @Test
  void readsTheOneInItsPlaceWhileNothingHasCome() {
    Tab tab = faultScenario.tab();
    PlainScan scan = allPages();
    Replacement.DATABASE_MADE_ANEW.in(tab);
    assertThat(scan.rows())
        .hasSize(9000)
        .allSatisfy(row -> assertThat(row.get(1).toString()).startsWith("n"));
  }

  @Test
  void goesOnInAnotherWorkerThoughTheAppWrites() {
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(allPages())) {
      tab.stopServiceWorkers();
      tab.evaluate(WRITE.formatted("for (let id = 0; id < 2000; id += 20) pages.delete(id)"));
      assertThat(read.finish()).extracting(row -> row.get(0)).contains(1L, 1999L, 8999L);
    }
  }

  @Test
  void goesOnThoughTheAppClearsAndRefillsTheStore() {
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(allPages())) {
      tab.evaluate(
          WRITE.formatted(
              "pages.clear(); for (const page of " + PAGES.formatted("n") + ") pages.put(page)"));
      assertThat(read.finish()).hasSize(9000);
    }
  }

  private static void assertReplaced(HalfRead read, Replacement replacement) {
    IndexedDbException error = Refusal.of(read::finish);
    if (replacement == Replacement.DATABASE_MADE_ANEW
        && error.code() == ErrorCode.DATABASE_NOT_FOUND) {
      return; // The next records were asked for while there was no database.
    }
    assertThat(error.code()).isEqualTo(ErrorCode.STORE_REPLACED);
    assertThat(error.sentence())
        .startsWith("Cannot read store 'pages' any further: another seems to be in its place. ")
        .endsWith(" Start the read anew.");
  }

  private PlainScan allPages() {
    return PlainScan.of(faultScenario.url(), Optional.empty(), TABLE, List.of(ID, TEXT), Query.ALL);
  }

  private PlainScan recentPages() {
    PushedPredicate recent =
        new PushedPredicate.Comparison(
            ComparisonOperator.GREATER_OR_EQUAL,
            FieldReference.of("readAt"),
            PushedLiteral.of(1_000_000_000L));
    return PlainScan.of(
        faultScenario.url(),
        Optional.empty(),
        TABLE,
        List.of(ID, TEXT),
        new Query(
            Optional.of(recent),
            List.of(READ_AT),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty()));
  }

  private static BrowserDatabase pages(String keyPath, String letter) {
    return BrowserDatabase.named(DATABASE)
        .store(STORE, "{ keyPath: '" + keyPath + "' }")
        .index("byReadAt", "'readAt'", "{}")
        .records(PAGES.formatted(letter));
  }
}
