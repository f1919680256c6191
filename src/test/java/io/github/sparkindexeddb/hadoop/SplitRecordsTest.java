// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.hadoop.ReadCounters.Count;
import io.github.sparkindexeddb.testing.FakeHttp;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Malformed;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SplitRecordsTest {
  private static final RecordLayout LAYOUT =
      new RecordLayout(
          List.of(new Column("_key", Scalar.JSON, Source.KEY), Column.field("v", Scalar.STRING)));

  private final Map<Count, Long> counts = new EnumMap<>(Count.class);

  @Test
  void readsKeysAndRecordsToTheEnd() throws IOException {
    assertThat(read("{\"_key\":1,\"v\":\"a\"}\n{\"_key\":\"k\",\"v\":null}\n\n", 2))
        .containsExactly("1 {\"v\":\"a\"}", "\"k\" {\"v\":null}");
    assertThat(counts).containsEntry(Count.RECORDS, 2L).containsEntry(Count.BYTES, 42L);
    assertThat(counts).containsEntry(Count.CORRUPT_RECORDS, 0L).containsKey(Count.WAITING_MILLIS);
  }

  @Test
  void readsASplitWithoutRecords() throws IOException {
    assertThat(read("\n", 0)).isEmpty();
  }

  @Test
  void readsRecordsThatAreLongerThanItsBuffer() throws IOException {
    String big = "ä".repeat(1_000_000);
    assertThat(read("{\"_key\":1,\"v\":\"" + big + "\"}\n{\"_key\":2,\"v\":\"b\"}\n\n", 2))
        .containsExactly("1 {\"v\":\"" + big + "\"}", "2 {\"v\":\"b\"}");
  }

  @Test
  void readsRecordsWithoutColumns() throws IOException {
    RecordLayout keys = new RecordLayout(LAYOUT.columns().subList(0, 1));
    assertThat(read(keys, "{\"_key\":1}\n{\"_key\":2}\n\n", 2)).containsExactly("1 {}", "2 {}");
  }

  @Test
  void refusesFewerRecordsThanWereSealed() {
    assertThatThrownBy(() -> read("{\"_key\":1,\"v\":\"a\"}\n\n", 2))
        .hasMessageStartingWith("[SPLIT_TRUNCATED] ")
        .hasMessageContaining("the agent sealed 2 rows and 1 were decoded");
  }

  @Test
  void refusesABodyWithoutItsTail() {
    assertThatThrownBy(() -> read("{\"_key\":1,\"v\":\"a\"}", 1))
        .hasMessageStartingWith("[SPLIT_TRUNCATED] ")
        .hasMessageContaining("ends without the mark of its end");
  }

  @Test
  void refusesLinesThatAreNoRecords() {
    for (String line :
        List.of("x", "{}", "{\"v\":1}", "{\"_key\":{},\"v\":1}", "{\"_key\":1", "[1]")) {
      assertThatThrownBy(() -> read(line + "\n\n", 1))
          .as(line)
          .hasMessageStartingWith("[SPLIT_DAMAGED] Cannot read split 3 of client 'c'")
          .hasMessageContaining("after 0 records");
    }
    assertThatThrownBy(() -> read("\n{\"_key\":1,\"v\":\"a\"}\n\n", 1))
        .hasMessageContaining("lines follow the end");
  }

  @Test
  @Timeout(30)
  void endsWhatItWaitsForIfTheTaskIsKilled() throws Exception {
    CountDownLatch requested = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (FakeHttp silent = new FakeHttp(request -> silently(requested, never))) {
      Thread task = new Thread(() -> thrown.set(failure(silent)));
      task.start();
      requested.await();
      task.interrupt();
      task.join();
    } finally {
      never.countDown();
    }
    assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
  }

  private static FakeHttp.Answer silently(CountDownLatch requested, CountDownLatch never) {
    requested.countDown();
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return FakeHttp.Answer.split(new byte[] {'\n'}, 0, Malformed.NONE);
  }

  private static Throwable failure(FakeHttp agent) {
    try (SplitRecords records = SplitRecords.open(address(agent), LAYOUT, (count, amount) -> {})) {
      records.next(new KeyWritable(), new RecordWritable());
      return null;
    } catch (IOException | RuntimeException e) {
      return e;
    }
  }

  private List<String> read(String body, long rows) throws IOException {
    return read(LAYOUT, body, rows);
  }

  private List<String> read(RecordLayout layout, String body, long rows) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    List<String> read = new ArrayList<>();
    try (FakeHttp agent =
            new FakeHttp(request -> FakeHttp.Answer.split(bytes, rows, Malformed.NONE));
        SplitRecords records =
            SplitRecords.open(
                address(agent),
                layout,
                (count, amount) -> counts.merge(count, amount, Long::sum))) {
      KeyWritable key = new KeyWritable();
      RecordWritable record = new RecordWritable();
      while (records.next(key, record)) {
        assertThat(records.progress()).isBetween(0f, 1f);
        read.add(key + " " + record);
      }
      assertThat(records.next(key, record)).as("a record after the end").isFalse();
      assertThat(records.progress()).isEqualTo(1);
    }
    return read;
  }

  private static SplitAddress address(FakeHttp agent) {
    return new SplitAddress(
        Endpoint.parse(agent.address(), Optional.empty()).get(0),
        "s1",
        new ScanResponse.Split(3, new ClientName("c", "https://app.example"), 2, ""));
  }
}
