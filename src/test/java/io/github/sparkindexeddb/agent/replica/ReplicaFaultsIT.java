// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.testing.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The system calls of a small round fail, or it is killed at them, one by one. */
class ReplicaFaultsIT {
  private static final int MOST_CALLS = 1_000;
  private static final int AT_ONCE = 2;

  /** A full disk is full at any of the many writes alike: every so manieth is tried. */
  private static final int STRIDE = 5;

  /** Some hundred processes are started, for less than a second each. */
  private static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  @TempDir private Path root;

  /** Every how manieth call it is killed at, from another one on each time: 1 takes minutes. */
  private static final int EVERY = Integer.getInteger("replica.everyCall", 8);

  @ParameterizedTest
  @CsvSource({"pwrite64,200", "fsync,15", "ftruncate,1", "unlink,1", "rename,1"})
  void hasWhatWasPublishedWhicheverCallItIsKilledAt(String call, int fewest) {
    int every = Math.min(EVERY, fewest);
    int first = 1 + (int) (System.nanoTime() % every);
    int killed = 0;
    int more = AT_ONCE;
    while (more == AT_ONCE) {
      int next = killed;
      more =
          (int)
              IntStream.range(next, next + AT_ONCE)
                  .parallel()
                  .filter(n -> isKilledAt(first + n * every, call))
                  .count();
      killed += more;
    }
    assertThat(killed).as("calls of %s", call).isBetween(fewest / every, MOST_CALLS);
    System.out.printf(
        "killed at %d calls of %s, from %d on each %dth%n", killed, call, first, every);
  }

  private boolean isKilledAt(int n, String call) {
    List<String> said = run(directory(call, n), call, "signal=KILL", n);
    assertHas(said, directory(call, n));
    return !said.contains("closed");
  }

  private Path directory(String call, int n) {
    return root.resolve(call + n);
  }

  @Test
  void keepsNothingMoreAfterAnErrorOfTheDisk() {
    int n = 1;
    List<String> said = List.of();
    while (!said.contains("closed")) {
      Path directory = directory("sync", n);
      said = run(directory, "fsync", "error=EIO", n);
      if (!said.contains("closed")) {
        int failed = said.indexOf("failed REPLICA_FAILED");
        assertThat(failed).as("%s", said).isNotNegative();
        assertThat(said.subList(failed + 1, said.size()))
            .allMatch(line -> line.startsWith("reads "));
      }
      assertHas(said, directory);
      n++;
    }
    assertThat(n - 2).as("errors of a sync").isGreaterThan(5);
  }

  @Test
  void goesOnWhenThereIsRoomAgain() {
    int n = 1;
    int full = 0;
    boolean hasMore = true;
    while (hasMore) {
      Path directory = directory("full", n);
      List<String> said = run(directory, "pwrite64", "error=ENOSPC", n);
      assertThat(said).contains("published 1", "published 2", "erased", "closed");
      assertHas(said, directory);
      hasMore = said.contains("full");
      full += hasMore ? 1 : 0;
      n += STRIDE;
    }
    assertThat(full).as("full disks").isGreaterThan(5);
  }

  /** What was said to be published is there, whole, and nothing else is but what came next. */
  private static void assertHas(List<String> said, Path directory) {
    int published = said.contains("erased") ? 3 : (int) lines(said, "published ");
    try (Shop shop = new Shop(directory)) {
      shop.database().maintenance().check();
      long newest = shop.reader().newest().number();
      assertThat(newest).as("%s", said).isBetween((long) published, published + 1L);
      for (long version = shop.reader().floor(); version <= newest && newest < 3; version++) {
        assertThat(shop.read(version, Shop.ONE, "orders"))
            .isEqualTo(SmallRound.VERSIONS.get((int) version));
      }
      if (newest == 3) {
        assertThat(shop.reader().stores(newest)).isEmpty();
      }
    }
  }

  private static long lines(List<String> said, String start) {
    return said.stream().filter(line -> line.startsWith(start)).count();
  }

  private static List<String> run(Path directory, String calls, String fault, int n) {
    List<String> strace = new ArrayList<>(List.of("strace", "-f", "-qq"));
    strace.addAll(List.of("-I", "2", "-o", "/dev/null", "-E", "JAVA_TOOL_OPTIONS=" + QUICK));
    for (String name : List.of("replicas.db", "replicas.db-wal", "replicas.db.new")) {
      strace.addAll(List.of("-P", directory.resolve(name).toString()));
    }
    strace.addAll(List.of("-P", directory.resolve("replicas.db.new-journal").toString()));
    strace.addAll(List.of("-e", "trace=" + calls));
    strace.addAll(List.of("-e", "inject=" + calls + ":" + fault + ":when=" + n));
    try (ChildJvm round =
        ChildJvm.ofTracedClass(strace, "64m", SmallRound.class, List.of(directory.toString()))) {
      round.exitStatus();
      return Arrays.asList(round.output().split("\n"));
    }
  }
}
