// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A round in a process of its own, which says each step that is done. A full disk is tried again
 * once; after any other error it says the code, reads what is published, and ends.
 */
final class SmallRound {
  /** The records of the store in each version. */
  static final List<Map<Integer, String>> VERSIONS =
      List.of(
          Map.of(),
          Map.of(1, line('a'), 2, line('b'), 3, line('c')),
          Map.of(1, line('A'), 3, line('c'), 4, line('d')),
          Map.of());

  private final Path directory;
  private Shop shop;
  private ClientSession session;
  private KeptStore orders;

  private SmallRound(Path directory) {
    this.directory = directory;
  }

  static String line(char of) {
    return "{\"a\":\"" + String.valueOf(of).repeat(3_000) + "\"}";
  }

  public static void main(String[] arguments) {
    new SmallRound(Path.of(arguments[0])).run();
  }

  private void run() {
    try {
      for (Runnable step : steps()) {
        onceMoreIfFull(step);
      }
      shop.close();
      say("closed");
    } catch (IndexedDbException e) {
      say("failed " + e.code());
      if (shop != null) {
        say("reads " + shop.reader().newest().number());
      }
    }
  }

  private void onceMoreIfFull(Runnable step) {
    try {
      step.run();
    } catch (IndexedDbException e) {
      if (e.code() != ErrorCode.REPLICA_FULL) {
        throw e;
      }
      say("full");
      step.run();
    }
  }

  private List<Runnable> steps() {
    List<Runnable> steps = new ArrayList<>();
    steps.add(() -> shop = new Shop(directory));
    steps.add(() -> session = shop.writer().connect(Shop.ONE, "browser"));
    steps.add(() -> orders = shop.writer().keep(session, Shop.ORDERS));
    for (char line = 'a'; line <= 'c'; line++) {
      int key = line - 'a' + 1;
      String text = line(line);
      steps.add(() -> shop.put(session, orders, key, text));
    }
    steps.add(this::publish);
    steps.add(() -> shop.put(session, orders, 1, line('A')));
    steps.add(() -> shop.delete(session, orders, 2));
    steps.add(() -> shop.put(session, orders, 4, line('d')));
    steps.add(this::publish);
    steps.add(() -> shop.database().maintenance().trim(shop.reader().version(1).at()));
    steps.add(this::erase);
    return steps;
  }

  private void publish() {
    say("published " + shop.writer().publish(session, "shop", true).version().number());
  }

  private void erase() {
    shop.writer().erase("one");
    say("erased");
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
