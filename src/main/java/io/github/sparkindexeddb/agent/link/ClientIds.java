// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.link;

import io.github.sparkindexeddb.agent.access.Sha256;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The ids of clients. That of a page with a secret is the secret's hash, so that nobody who reads
 * the id can link as its client.
 */
final class ClientIds {
  /** The bytes of the hash that make the id: none can be found a secret for. */
  private static final int HASH_BYTES = 16;

  /** Matches ids of pages without a secret; other text has no business in logs and responses. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{16,64}");
  private static final Pattern TICKET = Pattern.compile("[A-Za-z0-9_-]{0,64}");

  private ClientIds() {}

  /**
   * Returns the id of the client that a page says it is of.
   *
   * @throws IndexedDbException {@code BAD_MESSAGE} for what no page link says
   */
  static String of(Message.Credential credential) {
    if (credential instanceof Message.Secret secret) {
      requireForm(SECRET, secret.secret(), "secret is not 16 to 64");
      requireForm(TICKET, secret.ticket(), "ticket is not up to 64");
      byte[] hash = Sha256.of(secret.secret().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    }
    String name = ((Message.Name) credential).client();
    requireForm(NAME, name, "client id is not 1 to 64");
    if (HASH.matcher(name).matches()) {
      throw IndexedDbException.of(
          ErrorCode.BAD_MESSAGE,
          "Cannot link the page: its client id is the hash of a secret, which it does not tell. Let"
              + " the page link choose one.");
    }
    return name;
  }

  private static void requireForm(Pattern form, String text, String why) {
    if (!form.matcher(text).matches()) {
      throw IndexedDbException.of(
          ErrorCode.BAD_MESSAGE,
          "Cannot link the page: its %s letters, digits, '-' or '_'. Let the page link choose one.",
          why);
    }
  }
}
