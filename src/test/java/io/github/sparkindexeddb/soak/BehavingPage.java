// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A browser that does as it should, for as long as a soak takes: it keeps its secret and its
 * ticket, goes, and comes back.
 *
 * <p>Thread-safe, but that only one thread lets it go and come.
 */
final class BehavingPage implements AutoCloseable {
  /** When it is not linked. */
  private static final long NEVER = Long.MAX_VALUE;

  private final int number;
  private final FakeStore store;
  private final FakeBrowser.Behaviour behaviour;
  private final String secret;
  private String ticket = "";
  private FakeBrowser browser;
  private volatile long linkedSince = NEVER;

  /**
   * @param isLiar whether the rows it sends are those of the records one further on
   */
  BehavingPage(int number, FakeStore store, boolean isLiar) {
    this.number = number;
    this.store = store;
    this.secret = "soak-behaving-browser-" + number;
    this.behaviour = isLiar ? this::lie : FakeBrowser::answerHonestly;
  }

  int number() {
    return number;
  }

  /** The public id, which is a hash of the secret. */
  String id() {
    return idOf(secret);
  }

  static String idOf(String secret) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns whether it has been linked all the time since then, by {@link System#nanoTime()}. */
  boolean isLinkedSince(long nanos) {
    return linkedSince != NEVER && linkedSince - nanos <= 0;
  }

  /** Links, with the ticket of its last welcome. */
  void link(URI agent, HttpClient http)
      throws InterruptedException, ExecutionException, TimeoutException {
    Message.Secret credential = new Message.Secret(secret, ticket);
    FakeBrowser made = FakeBrowser.open(agent, Setup.of(credential, store), http, behaviour);
    browser = made;
    made.forgetRequests();
    ticket = made.welcomed().get(30, TimeUnit.SECONDS).ticket().orElseThrow();
    linkedSince = System.nanoTime();
    var unused = made.closed().thenAccept(closed -> linkedSince = NEVER);
  }

  /** Returns whether its link has ended without its doing. */
  boolean isDropped() {
    return linkedSince == NEVER;
  }

  /** How the agent ended its link, if it did. */
  String end() {
    return String.valueOf(browser.closed().getNow(null));
  }

  /** Goes, as a tab that is closed or as a renderer that crashes. */
  void leave(boolean crashes) {
    linkedSince = NEVER;
    if (crashes) {
      browser.cut();
    } else {
      browser.close();
    }
  }

  @Override
  public void close() {
    if (browser != null) {
      leave(true);
    }
  }

  /** Right in all that an agent can tell. */
  private void lie(FakeBrowser page, Message.Request request) {
    if (request.body() instanceof WorkerRequest.Read read) {
      page.result(request, store.batch(read).json());
      byte[] bytes = store.bytes(read);
      int rows = (int) store.batch(read).records();
      page.bytes(request, rows < 2 ? bytes : withFirstRowTwice(bytes, bytes.length / rows));
    } else {
      page.answerHonestly(request);
    }
  }

  private static byte[] withFirstRowTwice(byte[] bytes, int size) {
    byte[] changed = bytes.clone();
    System.arraycopy(bytes, 0, changed, size, size);
    return changed;
  }
}
