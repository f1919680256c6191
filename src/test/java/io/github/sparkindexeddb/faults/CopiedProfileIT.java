// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.client.AgentClient;
import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.testing.HalfRead;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.testing.TestBrowser;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The folder of a profile is copied, as in the image of a disk, and both browsers run. */
class CopiedProfileIT {
  private final Agent agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
  private final TestApp app =
      TestApp.start().linksTo(agent.uri().toString()).allows("{ book: ['pages'] }");
  private TestBrowser original = TestBrowser.withFlags();
  private TestBrowser copy;

  @AfterEach
  void close() {
    original.quit();
    copy.quit();
    app.close();
    agent.close();
  }

  @Test
  void mixesNoRowsOfACopyWithThoseOfTheOriginal() {
    Tab tab = copied();
    try (HalfRead read = HalfRead.of(pages())) {
      Tab other = copy.profileOnDisk().open(app.seedPage());
      // What tells the rows of the copy from those of the original.
      other.evaluate(
          """
          await new Promise((done) => {
            indexedDB.open('book').onsuccess = ({ target: { result } }) => {
              const write = result.transaction('pages', 'readwrite');
              write.objectStore('pages').put({ id: 1999, text: 'of the copy' });
              write.oncomplete = () => done(result.close());
            };
          })""");
      other.navigate(app.page());
      assertRefused(ErrorCode.CLIENT_TWIN, read::finish).contains(LinkedApp.client(tab));
      LinkedApp.awaitState(other, "refused");
    }
    LinkedApp.awaitState(tab, "refused");
    assertThat(tab.evaluate("window.link.status.code").asText()).isEqualTo("CLIENT_TWIN");
    assertRefused(ErrorCode.CLIENT_TWIN, this::pages);
  }

  @Test
  void aCopyIsRefusedUntilItHasASecretOfItsOwn() throws Exception {
    Tab tab = copied();
    // Until it has answered its welcome may have got lost, and a copy with the ticket before it may
    // be the original.
    Pages.assertWhole(pages().rows());
    Tab other = copy.profileOnDisk().open(app.page());
    LinkedApp.awaitState(other, "refused");
    assertRefused(ErrorCode.CLIENT_TWIN, this::pages).contains("'spark-indexeddb-secret'");
    other.evaluate("localStorage.removeItem('spark-indexeddb-secret')");
    assertThat(remove(LinkedApp.client(tab))).isEqualTo(204);
    for (Tab each : List.of(tab, other)) {
      each.reload();
      LinkedApp.awaitState(each, "linked");
    }
    assertThat(new AgentClient(endpoint()).connectedClients()).hasSize(2);
    Pages.assertWhole(pages().rows());
  }

  /** Leaves both browsers started, the original linked; returns its tab. */
  private Tab copied() {
    Tab first = original.profileOnDisk().open(app.seedPage());
    Pages.database().createIn(first);
    first.navigate(app.page());
    LinkedApp.awaitState(first, "linked");
    original.quit();
    copy = original.copy();
    original = original.again();
    Tab tab = original.profileOnDisk().open(app.page());
    LinkedApp.awaitState(tab, "linked");
    return tab;
  }

  private PlainScan pages() {
    return PlainScan.of(
        agent.uri().toString(), Pages.DATABASE, Pages.STORE, List.of(Pages.ID, Pages.TEXT));
  }

  private Endpoint endpoint() {
    return Endpoint.parse(agent.uri().toString(), Optional.empty()).get(0);
  }

  private int remove(String client) throws IOException, InterruptedException {
    URI route = agent.uri().resolve("/v1/clients/" + client);
    HttpRequest request = HttpRequest.newBuilder(route).DELETE().build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode();
  }
}
