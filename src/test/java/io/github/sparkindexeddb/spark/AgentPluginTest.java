// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.agent.runtime.FatalErrors;
import io.github.sparkindexeddb.client.StoreSource;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentPluginTest {
  private static final Map<String, String> ORDERS = Map.of("path", "shop/orders");

  @AfterEach
  void stop() {
    AgentPlugin.stop();
  }

  @Test
  void startsOneAgentForAll() throws Exception {
    String endpoint = AgentPlugin.start(Map.of("port", "0"));

    assertThat(AgentPlugin.start(Map.of("port", "0"))).isEqualTo(endpoint);
    assertThat(URI.create(endpoint + "/v1/health").toURL().openStream())
        .hasContent("{\"status\":\"ok\"}");
    AgentPlugin.stop();
    assertThatThrownBy(() -> URI.create(endpoint + "/v1/health").toURL().openStream())
        .hasMessageContaining("refused");
  }

  @Test
  void isAskedByReadsThatNameNone() {
    assertRefused(ErrorCode.OPTION_MISSING, () -> IndexedDbTable.source(ORDERS))
        .contains("'endpoint'");

    String endpoint = AgentPlugin.start(Map.of("port", "0", "token", "s3cret"));

    assertThat(IndexedDbTable.source(ORDERS).options().endpoint()).isEqualTo(endpoint);
    assertThat(IndexedDbTable.source(ORDERS).options().token()).contains("s3cret");
    IndexedDbCatalog catalog = new IndexedDbCatalog();
    catalog.initialize("browser", new CaseInsensitiveStringMap(Map.of()));
    assertThat(catalog.toString()).contains(endpoint).doesNotContain("s3cret");
    AgentPlugin.stop();
    assertRefused(ErrorCode.OPTION_MISSING, () -> IndexedDbTable.source(ORDERS));
  }

  @Test
  void afterAnErrorItIsNotAskedAndAnotherStartsAtItsPort() throws IOException {
    String endpoint = AgentPlugin.start(Map.of("port", "0", "token", "s3cret"));
    String port = String.valueOf(URI.create(endpoint).getPort());

    FatalErrors.report(new OutOfMemoryError("of this test"));

    assertRefused(ErrorCode.OPTION_MISSING, () -> IndexedDbTable.source(ORDERS));
    assertThat(AgentPlugin.start(Map.of("port", port))).isEqualTo(endpoint);
    assertThat(URI.create(endpoint + "/v1/health").toURL().openStream())
        .hasContent("{\"status\":\"ok\"}");
    assertThat(IndexedDbTable.source(ORDERS).options().endpoint()).isEqualTo(endpoint);
    assertThat(IndexedDbTable.source(ORDERS).options().token()).isEmpty();
  }

  @Test
  void keepsItsTokenFromOtherAgents() {
    AgentPlugin.start(Map.of("port", "0", "token", "s3cret"));

    StoreSource other =
        IndexedDbTable.source(Map.of("path", "shop/orders", "EndPoint", "http://other"));

    assertThat(other.options().endpoint()).isEqualTo("http://other");
    assertThat(other.options().token()).isEmpty();
  }

  @Test
  void refusesFlagsThatTheAgentDoesNotHave() {
    assertRefused(ErrorCode.OPTION_UNKNOWN, () -> AgentPlugin.start(Map.of("prot", "1")))
        .contains("The nearest is 'port'");
    assertRefused(ErrorCode.OPTION_INVALID, () -> AgentPlugin.start(Map.of("port", "many")))
        .contains("--port");
  }
}
