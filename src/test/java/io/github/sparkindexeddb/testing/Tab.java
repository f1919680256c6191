// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * One tab of a real browser. What its page writes to the console is kept and stands in the message
 * of every failure.
 *
 * <p>Confined to the test's thread.
 */
public final class Tab implements AutoCloseable {
  private final DevTools devTools;
  private final String target;
  private final String session;
  private final List<String> console = new CopyOnWriteArrayList<>();
  private final Consumer<DevTools.Event> listener = this::note;
  private final AtomicInteger loads = new AtomicInteger();
  private final AtomicInteger crashes = new AtomicInteger();

  private Tab(DevTools devTools, String target, String session) {
    this.devTools = devTools;
    this.target = target;
    this.session = session;
  }

  static Tab attach(DevTools devTools, String target) {
    ObjectNode request = Json.object().put("targetId", target).put("flatten", true);
    JsonNode session = devTools.call("", "Target.attachToTarget", request);
    Tab tab = new Tab(devTools, target, session.path("sessionId").asText());
    devTools.onEvent(tab.listener);
    List.of("Page", "Runtime", "Inspector")
        .forEach(domain -> tab.call(domain + ".enable", Json.object()));
    return tab;
  }

  /** Goes to an address and waits for the page's load event. */
  public void navigate(String url) {
    int before = loads.get();
    JsonNode answer = call("Page.navigate", Json.object().put("url", url));
    if (answer.has("errorText")) {
      throw failure("Cannot open " + url + ": " + answer.path("errorText").asText());
    }
    awaitLoad(before);
  }

  /** Reloads the page, also after a crash, and waits for its load event. */
  public void reload() {
    int before = loads.get();
    call("Page.reload", Json.object());
    awaitLoad(before);
  }

  /**
   * Runs statements in the page, with top-level {@code await}, and returns the last one's value as
   * JSON; {@code undefined} is a missing node. What the page throws is an {@link AssertionError}.
   */
  public JsonNode evaluate(String javascript) {
    JsonNode answer =
        call(
            "Runtime.evaluate",
            Json.object()
                .put("expression", javascript)
                .put("awaitPromise", true)
                .put("replMode", true)
                .put("returnByValue", true));
    JsonNode thrown = answer.path("exceptionDetails");
    if (!thrown.isMissingNode()) {
      String text = thrown.path("exception").path("description").asText(thrown.toString());
      throw failure("The page threw " + text + " in: " + javascript);
    }
    JsonNode value = answer.path("result").path("value");
    return value.isMissingNode() ? MissingNode.getInstance() : value;
  }

  /** Lets the page's renderer crash, as it does when it runs out of memory. */
  public void crash() {
    int before = crashes.get();
    var unused = devTools.send(session, "Page.crash", Json.object());
    Awaitility.await("the crash of the page").until(() -> crashes.get() > before);
  }

  /** Stops all service workers of the profile, as the browser does when it finds them idle. */
  public void stopServiceWorkers() {
    call("ServiceWorker.enable", Json.object());
    call("ServiceWorker.stopAllWorkers", Json.object());
  }

  /** Freezes the page, as browsers do with one that is hidden for long: nothing of it runs. */
  public void freeze() {
    call("Page.setWebLifecycleState", Json.object().put("state", "frozen"));
  }

  /** Lets a frozen page go on. */
  public void thaw() {
    call("Page.setWebLifecycleState", Json.object().put("state", "active"));
  }

  /** Makes the page's thread so many times slower. */
  public void throttle(double times) {
    call("Emulation.setCPUThrottlingRate", Json.object().put("rate", times));
  }

  /** Deletes everything of an origin, as a user does who clears the data of a site. */
  public void clearSiteData(String origin) {
    call(
        "Storage.clearDataForOrigin",
        Json.object().put("origin", origin).put("storageTypes", "all"));
  }

  /**
   * Shows the page as on another screen.
   *
   * @param width in CSS pixels
   * @param scheme {@code light} or {@code dark}
   */
  public void showOn(int width, String scheme) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Json.object()
            .put("width", width)
            .put("height", 800)
            .put("deviceScaleFactor", 1)
            .put("mobile", false));
    ObjectNode media = Json.object();
    media.putArray("features").addObject().put("name", "prefers-color-scheme").put("value", scheme);
    call("Emulation.setEmulatedMedia", media);
  }

  /** What a screen reader is told: the role and the name of each part, in the page's order. */
  public List<String> readOut() {
    List<String> parts = new ArrayList<>();
    for (JsonNode node : call("Accessibility.getFullAXTree", Json.object()).get("nodes")) {
      String role = node.at("/role/value").asText();
      // How a text is broken into lines is no part of it.
      if (!node.get("ignored").asBoolean() && !role.equals("InlineTextBox")) {
        parts.add(role + " " + node.at("/name/value").asText());
      }
    }
    return parts;
  }

  /** What the page and its failures wrote to the console. */
  public List<String> console() {
    return List.copyOf(console);
  }

  @Override
  public void close() {
    devTools.forget(listener);
    devTools.call("", "Target.closeTarget", Json.object().put("targetId", target));
  }

  private JsonNode call(String method, ObjectNode params) {
    try {
      return devTools.call(session, method, params);
    } catch (DevTools.Refused e) {
      throw failure(e.getMessage());
    }
  }

  private void awaitLoad(int before) {
    Awaitility.await("the page's load event")
        .atMost(60, TimeUnit.SECONDS)
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .until(() -> loads.get() > before);
  }

  private void note(DevTools.Event event) {
    if (!event.session().equals(session)) {
      return;
    }
    switch (event.method()) {
      case "Page.loadEventFired" -> loads.incrementAndGet();
      case "Inspector.targetCrashed" -> crashes.incrementAndGet();
      case "Runtime.consoleAPICalled" -> console.add(line(event.params()));
      case "Runtime.exceptionThrown" ->
          console.add(
              event.params().at("/exceptionDetails/exception/description").asText("exception"));
      default -> {}
    }
  }

  private static String line(JsonNode call) {
    StringBuilder line = new StringBuilder(call.path("type").asText());
    call.path("args")
        .forEach(
            arg ->
                line.append(' ')
                    .append(arg.path("value").asText(arg.path("description").asText())));
    return line.toString();
  }

  private AssertionError failure(String message) {
    return new AssertionError(message + "\nThe page's console: " + console);
  }
}
