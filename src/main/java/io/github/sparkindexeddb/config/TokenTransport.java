// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import java.util.regex.Pattern;

/** The rule that a token leaves this machine over TLS only, whichever tool sends it. */
public final class TokenTransport {
  /** What speaks against such an address, as the rest of "Cannot use …: ". */
  public static final String WHY =
      "a token would go over plain http to another machine, where whoever is on the way can read it";

  /** What to do about it, as a sentence. */
  public static final String REMEDY =
      "Give 'https://<host>:<port>', or 'http://localhost:<port>' if agent or tunnel are on this machine.";

  /**
   * Matches what is this machine without a resolver's help: any other name may lead elsewhere, now
   * or at the next request.
   */
  private static final Pattern LOOPBACK =
      Pattern.compile(
          "(?i)localhost|\\[?::1]?|127(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}");

  private TokenTransport() {}

  /**
   * Returns whether others may read what is sent to that address.
   *
   * @param scheme of any case
   * @param host as in a URL, an address of IPv6 with or without its brackets
   */
  public static boolean isExposed(String scheme, String host) {
    return "http".equalsIgnoreCase(scheme) && !LOOPBACK.matcher(host).matches();
  }
}
