// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.testing.Nginx;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.RawHttp;
import io.github.sparkindexeddb.wire.Protocol;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real browser's rows by way of a proxy that takes the trailers off, as many do. */
class DroppedTrailersIT {
  @TempDir private Path folder;
  private FaultScenario faultScenario;
  private Nginx nginx;

  @BeforeEach
  void start() {
    faultScenario = FaultScenario.of(AgentOptions.DEFAULT, Pages.database());
    String agent = faultScenario.url();
    nginx =
        Nginx.start(
            folder,
            """
            location / {
              proxy_pass %s;
              proxy_http_version 1.1;
              proxy_set_header Host %s;
            }
            """
                .formatted(agent, URI.create(agent).getAuthority()));
    await()
        .ignoreExceptions()
        .until(() -> RawHttp.get(URI.create(nginx.origin()), Protocol.HEALTH).contains("ok"));
  }

  @AfterEach
  void stop() {
    nginx.close();
    faultScenario.close();
  }

  @Test
  void readsAllRowsOfASplit() {
    PlainScan scan = faultScenario.scan(Pages.DATABASE, Pages.STORE, Pages.ID, Pages.TEXT);
    Pages.assertWhole(scan.through(nginx.origin()).rows());
    assertThat(trailers(faultScenario.url(), scan.address())).contains("Split-Rows: 2000");
    assertThat(trailers(nginx.origin(), scan.address())).doesNotContain("Split-Rows: ");
  }

  @Test
  void sparkReadsAllRows() {
    assertThat(
            faultScenario
                .read()
                .option("endpoint", nginx.origin())
                .load(Pages.DATABASE + "/" + Pages.STORE)
                .selectExpr("count(*)", "sum(id)", "sum(length(text))")
                .first())
        .hasToString("[2000,1999000,40000000]");
  }

  /** The end of an answer with the split's last bytes. */
  private static String trailers(String url, SplitAddress split) {
    String path = Protocol.splitPath(split.scan(), split.split().n());
    return RawHttp.get(URI.create(url), path).replaceAll("(?s)^.*\r\n0\r\n", "");
  }
}
