// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A tab whose origin has a big store on disk: database {@code big}, store {@code records}, ten
 * fields of mixed types in about 2 kB each.
 *
 * <p>Confined to the test's thread.
 */
public final class BigStorePage implements AutoCloseable {
  /** Records written by one evaluation, between two lines of progress. */
  private static final int STEP = 25_000;

  private final TestApp app;
  private final Tab tab;

  private BigStorePage(TestApp app, Tab tab) {
    this.app = app;
    this.tab = tab;
  }

  /** Writes so many records, and prints how far it is. */
  public static BigStorePage open(int records) {
    TestApp app = TestApp.start().allows("{ big: ['records'] }");
    Tab tab = TestBrowser.shared().profileOnDisk().open(app.seedPage());
    tab.evaluate(script());
    long begin = System.nanoTime();
    for (int from = 0; from < records; from += STEP) {
      int to = Math.min(records, from + STEP);
      tab.evaluate("await bigStore.seed(" + from + ", " + to + ")");
      double seconds = (System.nanoTime() - begin) / 1e9;
      System.out.printf(
          Locale.ROOT, "big store: %d of %d records written, %.1f s%n", to, records, seconds);
    }
    return new BigStorePage(app, tab);
  }

  private static String script() {
    try (InputStream file = BigStorePage.class.getResourceAsStream("/browser/big-store.js")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sums over the columns, as text, computed in the page. */
  public JsonNode checksums() {
    return tab.evaluate("await bigStore.checksums()");
  }

  /** How long the page itself takes to read all values. */
  public double secondsToRead() {
    return tab.evaluate("await bigStore.read()").path("seconds").doubleValue();
  }

  /** Goes to the page that links to an agent, and waits until it is. */
  public void linkTo(String endpoint) {
    app.linksTo(endpoint);
    tab.navigate(app.page());
    LinkedApp.awaitState(tab, "linked");
  }

  @Override
  public void close() {
    tab.close();
    app.close();
  }
}
