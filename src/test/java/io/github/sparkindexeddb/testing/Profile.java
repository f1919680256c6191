// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;

/** One browser profile: tabs that share storage and service workers with nobody else. */
public final class Profile implements AutoCloseable {
  private final DevTools devTools;
  private final String context;

  Profile(DevTools devTools, String context) {
    this.devTools = devTools;
    this.context = context;
  }

  /** Opens a tab and waits until its page has loaded. */
  public Tab open(String url) {
    ObjectNode blank = Json.object().put("url", "about:blank").put("browserContextId", context);
    String target = devTools.call("", "Target.createTarget", blank).path("targetId").asText();
    Tab tab = Tab.attach(devTools, target);
    tab.navigate(url);
    return tab;
  }

  /** Closes the tabs and deletes everything they stored. */
  @Override
  public void close() {
    devTools.call(
        "", "Target.disposeBrowserContext", Json.object().put("browserContextId", context));
  }
}
