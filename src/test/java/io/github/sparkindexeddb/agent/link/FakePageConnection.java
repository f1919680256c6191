// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Message;
import java.util.ArrayList;
import java.util.List;

/** A connection that keeps what the agent sends. Confined to one thread. */
final class FakePageConnection implements PageConnection {
  private final List<Message> sent = new ArrayList<>();
  private final List<IndexedDbException> closed = new ArrayList<>();

  @Override
  public String address() {
    return "192.0.2.1";
  }

  @Override
  public boolean takePlace() {
    return true;
  }

  @Override
  public void send(String text) {
    sent.add(Message.fromText(text));
  }

  @Override
  public void close(IndexedDbException reason) {
    closed.add(reason);
  }

  @Override
  public void goAway() {}

  List<IndexedDbException> closed() {
    return closed;
  }

  <M extends Message> List<M> sent(Class<M> kind) {
    return sent.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
