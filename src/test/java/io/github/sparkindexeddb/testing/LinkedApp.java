// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * One browser with one app: databases were created in a profile of its own, and a tab is linked to
 * an agent.
 *
 * <p>Confined to the test's thread.
 */
public final class LinkedApp implements AutoCloseable {
  private final TestApp app;
  private final Profile profile;
  private final Tab tab;

  private LinkedApp(TestApp app, Profile profile, Tab tab) {
    this.app = app;
    this.profile = profile;
    this.tab = tab;
  }

  /** An app at an origin of its own that allows all of its stores, linked when this returns. */
  public static LinkedApp start(String endpoint, BrowserDatabase... databases) {
    return start(endpoint, BrowserDatabase.allowing(databases), List.of(databases));
  }

  /** As above, with what the app allows as JavaScript: <code>{ shop: ['orders'] }</code>. */
  public static LinkedApp start(String endpoint, String allow, List<BrowserDatabase> databases) {
    LinkedApp linked = open(TestApp.start().linksTo(endpoint).allows(allow), databases);
    linked.awaitState("linked");
    return linked;
  }

  /** A browser of its own on an app that was set up by the test; the link may be at any state. */
  public static LinkedApp open(TestApp app, List<BrowserDatabase> databases) {
    Profile profile = TestBrowser.shared().profile();
    Tab tab = profile.open(app.seedPage());
    databases.forEach(database -> database.createIn(tab));
    tab.navigate(app.page());
    return new LinkedApp(app, profile, tab);
  }

  /** Another browser on the same app, with its own databases, linked when this returns. */
  public LinkedApp otherBrowser(BrowserDatabase... databases) {
    LinkedApp other = open(app, List.of(databases));
    other.awaitState("linked");
    return other;
  }

  /** Waits until the page link reports a state such as {@code linked} or {@code refused}. */
  public void awaitState(String state) {
    awaitState(tab, state);
  }

  /** As {@link #awaitState(String)}, of another tab. */
  public static void awaitState(Tab tab, String state) {
    tab.evaluate("await window.linked");
    Awaitility.await("a page link that is " + state)
        .atMost(30, TimeUnit.SECONDS)
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .until(() -> tab.evaluate("window.link.status.state").asText(), state::equals);
  }

  public TestApp app() {
    return app;
  }

  public Profile profile() {
    return profile;
  }

  public Tab tab() {
    return tab;
  }

  public String origin() {
    return app.origin();
  }

  /** The id that this browser has on this origin. */
  public String client() {
    return client(tab);
  }

  /** As {@link #client()}, of another tab. */
  public static String client(Tab tab) {
    return tab.evaluate(
            """
            await (async () => {
              const secret = new TextEncoder().encode(localStorage.getItem('spark-indexeddb-secret'));
              const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', secret));
              return [...hash.slice(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
            })()""")
        .asText();
  }

  /** Forgets the profile and stops the app. */
  @Override
  public void close() {
    profile.close();
    app.close();
  }
}
