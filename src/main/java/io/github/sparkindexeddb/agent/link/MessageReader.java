// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.runtime.HeapShare;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.JsonSize;
import io.github.sparkindexeddb.wire.message.Message;
import java.util.function.Consumer;

/** Makes messages of the texts of pages, no more at one time than there is memory for. */
final class MessageReader {
  /** All messages of a read but its plans; as many as there are threads take little. */
  private static final int MAX_SHORT_CHARS = 4 << 10;

  /** One for all agents of the process, as there is one memory for them. */
  private static final HeapShare SHARE = new HeapShare(HeapShare.partOf(6));

  private MessageReader() {}

  /**
   * Hands on the message of that text.
   *
   * @throws IndexedDbException {@code BAD_REQUEST} or {@code BAD_MESSAGE} if the text is none
   */
  static void read(String text, Consumer<Message> handler) {
    if (text.length() <= MAX_SHORT_CHARS) {
      handler.accept(Message.fromText(text));
      return;
    }
    long bytes = JsonSize.bytes(text);
    if (!SHARE.fits(bytes)) {
      throw IndexedDbException.of(
          ErrorCode.BAD_MESSAGE,
          "Cannot read a message: it would take %s bytes of memory. Give the agent more of it.",
          bytes);
    }
    SHARE.run(bytes, () -> handler.accept(Message.fromText(text)));
  }
}
