// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Profile;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestBrowser;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The agent's own page, in a real browser. */
class StatusPageIT {
  private static final BrowserDatabase SHOP =
      BrowserDatabase.named("shop")
          .store("orders", "{ keyPath: 'id' }")
          .records("Array.from({ length: 5000 }, (_, i) => ({ id: i }))")
          .store("<b>odd & \"quoted\"</b>", "{ autoIncrement: true }")
          .records("[{ v: 'x' }]");

  @Test
  void showsStoresScansBrowsersAndErrorsAndKeepsTheFocus() {
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
        LinkedApp app = LinkedApp.start(agent.uri().toString(), SHOP);
        Profile profile = TestBrowser.shared().profile();
        Tab page = profile.open(agent.uri() + "/")) {
      String url = agent.uri().toString();
      await(page, "summary", "1 browser connected, 0 scans being read"::equals);
      assertThat(text(page, "#stores"))
          .contains("shop/orders", "5,000", "shop/<b>odd & \"quoted\"</b>")
          .contains(
              "spark.read.format(\"indexeddb\").option(\"endpoint\", \""
                  + url
                  + "\").load(\"shop/orders\")");
      assertThat(text(page, "#scans")).isEqualTo("Nothing is being read.");
      assertThat(text(page, "#clients")).contains("Chromium ", "connected", app.origin());
      page.evaluate("document.querySelector('#stores button').focus()");
      PlainScan.of(url, "shop", "orders", List.of(Column.field("id", Type.Scalar.BIGINT))).body();
      await(page, "scans", shown -> shown.contains("5,000 of 5,000"));
      assertThat(text(page, "#scans")).contains("shop/orders", "done");
      assertThat(page.evaluate("document.querySelector('#scans progress').position").asDouble())
          .isEqualTo(1);
      PlainScan broken =
          PlainScan.of(url, "shop", "orders", List.of(Column.field("id", Type.Scalar.STRING)));
      try {
        broken.body();
      } catch (RuntimeException e) {
        assertThat(e).hasMessageContaining("VALUE_DOES_NOT_FIT");
      }
      await(page, "errors", shown -> shown.contains("VALUE_DOES_NOT_FIT"));
      assertThat(page.evaluate("document.activeElement.textContent").asText()).isEqualTo("Copy");
      assertThat(page.evaluate("document.activeElement.getAttribute('aria-label')").asText())
          .startsWith("Copy the line for ");
      assertThat(page.console()).isEmpty();
    }
  }

  @Test
  void asksForTheTokenAndShowsNothingWithoutIt() {
    AgentOptions options = AgentOptions.DEFAULT.withPort(0).withToken("reader-secret");
    try (Agent agent = Agent.start(options);
        Profile profile = TestBrowser.shared().profile();
        Tab page = profile.open(agent.uri() + "/")) {
      await(page, "summary", "This agent asks for its reader token."::equals);
      assertThat(page.evaluate("document.getElementById('shown').hidden").asBoolean()).isTrue();
      page.showOn(360, "dark");
      assertThat(width(page)).isLessThanOrEqualTo(360);
      enter(page, "wrong");
      await(page, "problem", shown -> shown.contains("token"));
      enter(page, "reader-secret");
      await(page, "summary", "0 browsers connected, 0 scans being read"::equals);
      assertThat(page.evaluate("document.getElementById('ask').hidden").asBoolean()).isTrue();
      assertThat(page.evaluate("document.body.innerText").asText()).doesNotContain("secret");
    }
  }

  /** On a phone rows are laid out as cards; to a screen reader they stay rows of a table. */
  @Test
  void fitsAPhoneAndReadsOutAsTables() {
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
        LinkedApp app = LinkedApp.start(agent.uri().toString(), SHOP);
        Profile profile = TestBrowser.shared().profile();
        Tab page = profile.open(agent.uri() + "/")) {
      await(page, "stores", shown -> shown.contains("5,000"));
      List<String> wide = page.readOut();
      page.showOn(360, "light");
      assertThat(width(page)).isLessThanOrEqualTo(360);
      assertThat(
              page.evaluate(
                      "getComputedStyle(document.querySelector('#stores td.number'), '::before')"
                          + ".content")
                  .asText())
          .startsWith("\"Records\"");
      assertThat(page.readOut())
          .containsSequence("columnheader Store", "columnheader Origin", "columnheader Records")
          .contains("table Stores", "cell 5,000", "button Copy the line for orders")
          .containsAll(wide);
      assertThat(app.origin()).isNotEmpty();
    }
  }

  @Test
  void isLegibleInLightAndDark() {
    try (Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
        Profile profile = TestBrowser.shared().profile();
        Tab page = profile.open(agent.uri() + "/")) {
      page.showOn(1000, "light");
      List<Double> light = contrasts(page);
      page.showOn(1000, "dark");
      assertThat(contrasts(page))
          .doesNotContainAnyElementsOf(light)
          .allMatch(ratio -> ratio >= 4.5);
      assertThat(light).hasSize(8).allMatch(ratio -> ratio >= 4.5);
    }
  }

  /** Of all that is shown: more than the screen's if something sticks out. */
  private static int width(Tab page) {
    return page.evaluate("document.documentElement.scrollWidth").asInt();
  }

  /** Of each colour of text with each ground, as WCAG 2 counts it. */
  private static List<Double> contrasts(Tab page) {
    String script =
        """
        (() => {
          const styles = getComputedStyle(document.documentElement);
          const luminance = name => {
            const [r, g, b] = [1, 3, 5].map(at => parseInt(styles.getPropertyValue(name).trim().slice(at, at + 2), 16) / 255)
              .map(c => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          return ['--ink', '--faint', '--accent', '--bad'].flatMap(text => ['--paper', '--card'].map(ground => {
            const [low, high] = [luminance(text), luminance(ground)].sort((a, b) => a - b);
            return (high + 0.05) / (low + 0.05);
          }));
        })()""";
    List<Double> ratios = new ArrayList<>();
    page.evaluate(script).forEach(ratio -> ratios.add(ratio.asDouble()));
    return ratios;
  }

  private static void enter(Tab page, String token) {
    page.evaluate(
        "document.getElementById('token').value = '"
            + token
            + "'; document.getElementById('ask').requestSubmit()");
  }

  private static void await(Tab page, String id, Predicate<String> wanted) {
    Awaitility.await(id)
        .atMost(30, TimeUnit.SECONDS)
        .until(() -> text(page, "#" + id), wanted::test);
  }

  private static String text(Tab page, String selector) {
    return page.evaluate("document.querySelector('" + selector + "').innerText").asText();
  }
}
