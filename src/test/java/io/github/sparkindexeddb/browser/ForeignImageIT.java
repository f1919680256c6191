// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.testing.Profile;
import io.github.sparkindexeddb.testing.RawHttp;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.testing.TestBrowser;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A page of somebody else whose image is a store: the browser sends no origin with such a request,
 * and an agent without tokens would read the whole store for it.
 */
@Timeout(90)
class ForeignImageIT {
  private static final FakeStore ORDERS = new FakeStore("shop", "orders", 1000, 100);
  private static final String RECORDS = "/v1/records?database=shop&store=orders";

  /** Each waits for the end of what it has asked for, whatever that is. */
  private static final List<String> WAYS =
      List.of(
          element("img", "src"),
          element("iframe", "src"),
          element("script", "src"),
          element("link", "rel = 'stylesheet'; element.href"),
          "await fetch('%s', { mode: 'no-cors' }).then(() => 0, () => 0)");

  @AutoClose private final Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));

  @AutoClose
  private final FakeBrowser page = FakeBrowser.link(agent.uri(), Setup.of("one", ORDERS));

  @AutoClose private final TestApp foreign = TestApp.start();

  private static String element(String name, String address) {
    return """
    await new Promise(done => {
      const element = document.createElement('%s');
      element.onload = element.onerror = () => done(0);
      element.%s = '%%s';
      document.body.append(element);
    })
    """
        .formatted(name, address);
  }

  @Test
  void startsNoReadFromAnotherOriginOfTheSameMachine() {
    try (Profile profile = TestBrowser.shared().profile();
        Tab tab = profile.open(foreign.seedPage())) {
      assertStartsNoRead(tab);
    }
  }

  @Test
  void startsNoReadFromAnotherSite() {
    try (Profile profile =
            TestBrowser.withFlags("--host-resolver-rules=MAP evil.test 127.0.0.1").profile();
        Tab tab = profile.open(foreign.seedPage().replace("127.0.0.1", "evil.test"))) {
      assertStartsNoRead(tab);
    }
  }

  private void assertStartsNoRead(Tab tab) {
    for (String way : WAYS) {
      long before = refused();
      tab.evaluate(way.formatted(agent.uri() + RECORDS));
      assertThat(refused()).as("requests refused after " + way).isGreaterThan(before);
    }
    assertThat(page.requests())
        .as("what the linked browser was asked, beside what it has")
        .allMatch(request -> request.body() instanceof WorkerRequest.ListStores);
    assertThat(RawHttp.get(agent.uri(), "/v1/scans")).contains("{\"scans\":[]}");

    assertThat(RawHttp.get(agent.uri(), RECORDS)).as("a program").startsWith("HTTP/1.1 200 ");
    assertThat(page.requests(WorkerRequest.Read.class)).isNotEmpty();
  }

  private long refused() {
    return RawHttp.get(agent.uri(), "/metrics")
        .lines()
        .filter(line -> line.startsWith("spark_indexeddb_agent_requests_refused_total "))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf(' '))))
        .findFirst()
        .orElseThrow();
  }
}
