// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import java.util.Optional;

/** One browser profile: tabs that share storage and service workers with nobody else. */
public final class Profile implements AutoCloseable {
  private final DevTools devTools;

  /** Absent for the profile that the browser itself keeps on disk. */
  private final Optional<String> context;

  private boolean isClosed;

  Profile(DevTools devTools, Optional<String> context) {
    this.devTools = devTools;
    this.context = context;
  }

  /** Opens a tab and waits until its page has loaded. */
  public Tab open(String url) {
    ObjectNode blank = Json.object().put("url", "about:blank");
    context.ifPresent(id -> blank.put("browserContextId", id));
    String target = devTools.call("", "Target.createTarget", blank).path("targetId").asText();
    Tab tab = Tab.attach(devTools, target);
    tab.navigate(url);
    return tab;
  }

  /** Decides for the user: an origin may not have a permission such as {@code geolocation}. */
  public void deny(String permission, String origin) {
    decide(permission, origin, "denied");
  }

  /** Decides for the user: an origin may have it. */
  public void grant(String permission, String origin) {
    decide(permission, origin, "granted");
  }

  private void decide(String permission, String origin, String setting) {
    ObjectNode decision = Json.object().put("setting", setting).put("origin", origin);
    decision.putObject("permission").put("name", permission);
    context.ifPresent(id -> decision.put("browserContextId", id));
    devTools.call("", "Browser.setPermission", decision);
  }

  /**
   * Closes the tabs and deletes everything they stored, but for the browser's own profile; once.
   */
  @Override
  public void close() {
    if (isClosed) {
      return;
    }
    isClosed = true;
    context.ifPresent(
        id ->
            devTools.call(
                "", "Target.disposeBrowserContext", Json.object().put("browserContextId", id)));
  }
}
