// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.HalfRead;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Nginx;
import io.github.sparkindexeddb.testing.Tab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The nginx before an agent, with the lines of proxy.md, is killed and started again. */
@Timeout(120)
class ProxyRestartIT {
  private static final Pattern RECIPE = Pattern.compile("```nginx\n(.*?)```", Pattern.DOTALL);

  @TempDir private Path folder;
  private final FaultScenario faultScenario =
      FaultScenario.of(AgentOptions.DEFAULT, Pages.database());

  @AfterEach
  void close() {
    faultScenario.close();
  }

  @Test
  void goesOnWhenTheProxyOfTheBrowserIsStartedAgain() throws IOException {
    String agent = faultScenario.url().substring("http://".length());
    Matcher recipe = RECIPE.matcher(Files.readString(Path.of("connector-docs/proxy.md")));
    assertThat(recipe.find()).isTrue();
    try (Nginx nginx = Nginx.start(folder, recipe.group(1).replace("127.0.0.1:8787", agent))) {
      Tab tab = faultScenario.tab();
      faultScenario.linked().app().linksTo(nginx.origin() + "/spark");
      tab.reload();
      LinkedApp.awaitState(tab, "linked");
      try (HalfRead read =
          HalfRead.of(faultScenario.scan(Pages.DATABASE, Pages.STORE, Pages.ID, Pages.TEXT))) {
        nginx.killAndRestart();
        read.more(8 << 20);
        nginx.killAndRestart();
        Pages.assertWhole(read.finish());
      }
    }
  }
}
