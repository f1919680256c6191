// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import io.github.sparkindexeddb.testing.FakeBrowser;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * What all in a soak share.
 *
 * @param strangers ids of the clients that may misbehave
 */
record SoakScene(
    URI agent, BehavingPages pages, RowCheck check, List<String> strangers, SoakControl control) {
  static final String DATABASE = "shop";
  static final String STORE = "orders";
  static final String ORIGIN = FakeBrowser.ORIGIN;

  /** How all go on, and where they tell what came of it. */
  record SoakControl(Pace pace, Tally tally) {}

  Pace pace() {
    return control.pace();
  }

  Tally tally() {
    return control.tally();
  }

  /** The ids that so many strangers may link with. */
  static List<String> strangers(int count) {
    return Stream.iterate(0, n -> n < count, n -> n + 1)
        .flatMap(n -> Stream.of(Stranger.id(n), BehavingPage.idOf(Stranger.secret(n))))
        .toList();
  }
}
