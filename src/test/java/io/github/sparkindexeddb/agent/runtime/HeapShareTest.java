// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HeapShareTest {
  @Test
  void doesNoMoreAtOnceThanThereIsMemoryFor() throws InterruptedException {
    HeapShare share = new HeapShare(100 << 10);
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger done = new AtomicInteger();
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(
            () ->
                share.run(
                    80 << 10,
                    () -> {
                      begun.countDown();
                      awaitUninterruptibly(goOn);
                    }),
            task -> new Thread(task).start());
    begun.await();
    Thread second = new Thread(() -> share.run(80 << 10, done::incrementAndGet));
    second.start();
    await().until(() -> second.getState() == Thread.State.WAITING);
    assertThat(done).hasValue(0);

    goOn.countDown();
    second.join();
    first.join();
    assertThat(done).hasValue(1);
  }

  @Test
  void saysWhatNeverFits() {
    HeapShare share = new HeapShare(100 << 10);
    assertThat(share.fits(99 << 10)).isTrue();
    assertThat(share.fits(101 << 10)).isFalse();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
