// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.DataOutputBuffer;
import org.junit.jupiter.api.Test;

class IndexedDbSplitTest {
  @Test
  void isSerializedWithoutTheToken() throws IOException {
    IndexedDbSplit split = split(1000);
    DataOutputBuffer out = new DataOutputBuffer();
    split.write(out);
    assertThat(new String(out.getData(), 0, out.getLength(), StandardCharsets.ISO_8859_1))
        .doesNotContain("secret");
    DataInputBuffer in = new DataInputBuffer();
    in.reset(out.getData(), out.getLength());
    IndexedDbSplit read = new IndexedDbSplit();
    read.readFields(in);
    DataOutputBuffer again = new DataOutputBuffer();
    read.write(again);
    assertThat(again.getData()).startsWith(out.getData());
    assertThat(read).hasToString("split 3 of scan s1 at http://localhost:8787");
    assertThat(read.getLength()).isEqualTo(split.getLength());
    assertThat(read.getLocations()).isEmpty();
  }

  @Test
  void estimatesItsBytesByItsRecords() {
    assertThat(split(1000).getLength()).isBetween(10_000L, 1_000_000L);
    assertThat(split(2000).getLength()).isEqualTo(2 * split(1000).getLength());
    assertThat(split(0).getLength()).as("never nothing, which Tez takes for unknown").isEqualTo(1);
  }

  @Test
  void refusesTheFormOfAnotherRelease() {
    DataInputBuffer in = new DataInputBuffer();
    in.reset(new byte[] {7}, 1);
    assertThatThrownBy(() -> new IndexedDbSplit().readFields(in))
        .hasMessageContaining("it was written in form '7', this release knows '1'");
  }

  private static IndexedDbSplit split(long records) {
    Endpoint endpoint = Endpoint.parse("http://localhost:8787", Optional.of("secret")).get(0);
    ScanResponse.Split split =
        new ScanResponse.Split(3, new ClientName("c", "https://app.example"), records, "all");
    return new IndexedDbSplit(
        new SplitAddress(endpoint, "s1", split),
        "http://localhost:8787",
        new RecordLayout(List.of(Column.field("id", Scalar.BIGINT))));
  }
}
