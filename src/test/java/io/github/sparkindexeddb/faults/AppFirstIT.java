// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.Gate;
import io.github.sparkindexeddb.testing.HalfRead;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The app goes before the read: its upgrades, deletions and writes never wait for it. */
class AppFirstIT {
  /** Upgrades the app's database and gives the milliseconds that it took. */
  private static final String UPGRADE =
      """
      await new Promise((resolve, reject) => {
        const begin = performance.now();
        const request = indexedDB.open('book', %d);
        request.onupgradeneeded = () => { %s };
        request.onblocked = () => reject(new Error('blocked'));
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          request.result.close();
          resolve(performance.now() - begin);
        };
      })
      """;

  private static final String DELETE =
      """
      await new Promise((resolve, reject) => {
        const begin = performance.now();
        const request = indexedDB.deleteDatabase('book');
        request.onblocked = () => reject(new Error('blocked'));
        request.onerror = () => reject(request.error);
        request.onsuccess = () => resolve(performance.now() - begin);
      })
      """;

  private static final String NAMES =
      "(await indexedDB.databases()).map(({ name, version }) => name + ' ' + version)";

  /** Writes on, until told to stop: changes and deletes odd pages, adds new ones everywhere. */
  private static final String WRITE_ON =
      """
      window.rounds = 0;
      window.longest = 0;
      window.writing = (async () => {
        const database = await new Promise((resolve, reject) => {
          const request = indexedDB.open('book');
          request.onerror = () => reject(request.error);
          request.onsuccess = () => resolve(request.result);
        });
        while (!window.enough) {
          const begin = performance.now();
          const transaction = database.transaction('pages', 'readwrite');
          const pages = transaction.objectStore('pages');
          const odd = () => Math.floor(Math.random() * 1000) * 2 + 1;
          pages.put({ id: odd(), text: 'changed' });
          pages.delete(odd());
          pages.put({ id: Math.random() * 3000 - 500, text: 'new' });
          await new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onabort = () => reject(transaction.error);
          });
          window.longest = Math.max(window.longest, performance.now() - begin);
          window.rounds++;
        }
        database.close();
      })();
      0
      """;

  private static final String ALLOW =
      "{ book: ['pages', 'none'], ghost: ['pages'], later: ['things'] }";

  private final FaultScenario faultScenario =
      FaultScenario.of(AgentOptions.DEFAULT, ALLOW, Pages.database());

  @AfterEach
  void close() {
    faultScenario.close();
  }

  @Test
  void letsAnUpgradePassWhileAReadHasPaused() {
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(pages())) {
      double took = upgrade(tab, 2, "request.result.createObjectStore('notes')");
      assertThat(took).isLessThan(1000);
      Pages.assertWhole(read.finish());
    }
  }

  @Test
  void letsUpgradesPassWhileTheBrowserReads() {
    Tab tab = faultScenario.tab();
    PlainScan pages = pages();
    CompletableFuture<List<List<Object>>> reading =
        CompletableFuture.supplyAsync(() -> pages.rows());
    for (int version = 2; version < 8; version++) {
      double took =
          upgrade(tab, version, "request.result.createObjectStore('notes%d')".formatted(version));
      assertThat(took).isLessThan(1000);
    }
    Pages.assertWhole(reading.join());
  }

  @Test
  void saysThatAnUpgradeRemovedTheStore() {
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(pages())) {
      double took = upgrade(tab, 2, "request.result.deleteObjectStore('pages')");
      assertThat(took).isLessThan(1000);
      IndexedDbException error = Refusal.of(read::finish);
      assertThat(error.code()).isEqualTo(ErrorCode.STORE_NOT_FOUND);
      assertThat(error.sentence()).contains("'pages'").contains("'book'");
    }
  }

  @Test
  void saysThatTheDatabaseWasDeletedAndNeverMakesItAgain() {
    Tab tab = faultScenario.tab();
    try (HalfRead read = HalfRead.of(pages())) {
      assertThat(tab.evaluate(DELETE).doubleValue()).isLessThan(1000);
      IndexedDbException error = Refusal.of(read::finish);
      assertThat(error.code()).isEqualTo(ErrorCode.DATABASE_NOT_FOUND);
      assertThat(error.sentence()).contains("'book'");
      assertThat(Refusal.of(this::pages).code()).isEqualTo(ErrorCode.DATABASE_NOT_FOUND);
      assertThat(tab.evaluate(NAMES)).hasToString("[]");
    }
  }

  @Test
  void createsNoDatabaseThatIsAskedForInVain() {
    Tab tab = faultScenario.tab();
    assertThat(Refusal.of(() -> scan("ghost", "pages")).code())
        .isEqualTo(ErrorCode.DATABASE_NOT_FOUND);
    assertThat(Refusal.of(() -> scan("bok", "pages")).code())
        .isEqualTo(ErrorCode.DATABASE_NOT_FOUND);
    assertThat(Refusal.of(() -> scan("book", "none")).code()).isEqualTo(ErrorCode.STORE_NOT_FOUND);
    assertThat(tab.evaluate(NAMES)).hasToString("[\"book 1\"]");
  }

  @Test
  void letsAnAppCreateItsDatabaseWhileItIsAskedFor() {
    Tab tab = faultScenario.tab();
    assertThat(Refusal.of(() -> scan("later", "things")).code())
        .isEqualTo(ErrorCode.DATABASE_NOT_FOUND);
    BrowserDatabase.named("later")
        .store("things", "{ keyPath: 'id' }")
        .record("{ id: 7, text: 'seven' }")
        .createIn(tab);
    assertThat(scan("later", "things").rows())
        .singleElement()
        .satisfies(row -> assertThat(row).hasToString("[7, seven]"));
  }

  @Test
  void holdsNoTransactionWhileAReadHasPaused() {
    Tab tab = faultScenario.tab();
    Column id = Column.field("id", Type.Scalar.DOUBLE);
    try (HalfRead read =
        HalfRead.of(faultScenario.scan(Pages.DATABASE, Pages.STORE, id, Pages.TEXT))) {
      tab.evaluate(WRITE_ON);
      tab.evaluate("while (window.rounds < 100) await new Promise(r => setTimeout(r, 1))");
      tab.evaluate("window.enough = true; await window.writing");
      assertThat(tab.evaluate("window.longest").doubleValue()).isLessThan(1000);
      read.awaitPause();
    }
  }

  @Test
  void letsTheAppWriteInBetweenWhileTheBrowserReads() {
    Tab tab = faultScenario.tab();
    Column id = Column.field("id", Type.Scalar.DOUBLE);
    PlainScan pages = faultScenario.scan(Pages.DATABASE, Pages.STORE, id, Pages.TEXT);
    tab.evaluate(WRITE_ON);
    long begin = System.nanoTime();
    assertThat(pages.rows()).isNotEmpty();
    double rounds =
        tab.evaluate("window.enough = true; await window.writing; window.rounds").asDouble();
    double millis = (System.nanoTime() - begin) / 1e6;
    assertThat(millis / rounds).as("milliseconds that a write takes").isLessThan(250);
    assertThat(tab.evaluate("window.longest").doubleValue()).isLessThan(1000);
  }

  @Test
  void readsUntouchedRecordsOnceWhateverTheAppWrites() {
    Tab tab = faultScenario.tab();
    Dataset<Row> pages =
        faultScenario
            .read()
            .option("recordsPerPartition", 500)
            .schema("id DOUBLE, text STRING")
            .load("book/pages");
    try (Gate gate = Gate.atRow(10)) {
      Gate.Job job = gate.collect(pages);
      gate.awaitReached();
      tab.evaluate(WRITE_ON);
      tab.evaluate("while (window.rounds < 10) await new Promise(r => setTimeout(r, 1))");
      gate.open();
      List<String> rows = job.rows();
      tab.evaluate("window.enough = true; await window.writing");
      assertThat(rows).extracting(AppFirstIT::id).doesNotHaveDuplicates();
      assertThat(rows).filteredOn(AppFirstIT::isUntouched).isEqualTo(untouched());
    }
  }

  private PlainScan pages() {
    return scan(Pages.DATABASE, Pages.STORE);
  }

  private PlainScan scan(String database, String store) {
    return faultScenario.scan(database, store, Pages.ID, Pages.TEXT);
  }

  private static double upgrade(Tab tab, int version, String change) {
    return tab.evaluate(UPGRADE.formatted(version, change)).doubleValue();
  }

  private static double id(String row) {
    return Double.parseDouble(row.substring(0, row.indexOf(',')));
  }

  private static boolean isUntouched(String row) {
    return id(row) % 2 == 0;
  }

  private static List<String> untouched() {
    return LongStream.range(0, Pages.COUNT)
        .filter(id -> id % 2 == 0)
        .mapToObj(id -> (double) id + "," + Pages.text(id))
        .toList();
  }
}
