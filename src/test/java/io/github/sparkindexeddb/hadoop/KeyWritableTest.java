// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.value.Key;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.DataOutputBuffer;
import org.junit.jupiter.api.Test;

class KeyWritableTest {
  /** In the order of IndexedDB. */
  private static final List<KeyWritable> ORDERED =
      keys(
          new Key.NumberKey(Double.NEGATIVE_INFINITY),
          new Key.NumberKey(-1.5),
          new Key.NumberKey(0),
          new Key.NumberKey(10),
          new Key.DateKey(-1),
          new Key.DateKey(1),
          new Key.StringKey(""),
          new Key.StringKey("a"),
          new Key.StringKey("\ud83d"),
          new Key.StringKey("\uffff"),
          new Key.BinaryKey(new byte[0]),
          new Key.BinaryKey(new byte[] {1}),
          new Key.BinaryKey(new byte[] {-1}),
          new Key.ArrayKey(List.of()),
          new Key.ArrayKey(List.of(new Key.NumberKey(1), new Key.StringKey("b"))),
          new Key.ArrayKey(List.of(new Key.StringKey("a"))),
          new Key.ArrayKey(List.of(new Key.ArrayKey(List.of()))));

  private static List<KeyWritable> keys(Key... keys) {
    List<KeyWritable> writables = new ArrayList<>();
    for (Key key : keys) {
      writables.add(new KeyWritable(key));
    }
    return writables;
  }

  @Test
  void isOrderedAsInIndexedDb() {
    long seed = System.nanoTime();
    List<KeyWritable> shuffled = new ArrayList<>(ORDERED);
    Collections.shuffle(shuffled, new Random(seed));
    Collections.sort(shuffled);
    assertThat(shuffled).as("seed %d", seed).isEqualTo(ORDERED);
  }

  @Test
  void isSerializedBetweenTasks() throws IOException {
    KeyWritable read = new KeyWritable();
    for (KeyWritable key : ORDERED) {
      DataOutputBuffer out = new DataOutputBuffer();
      key.write(out);
      DataInputBuffer in = new DataInputBuffer();
      in.reset(out.getData(), out.getLength());
      read.readFields(in);
      assertThat(read).isEqualTo(key).hasSameHashCodeAs(key);
      assertThat(in.read()).as("bytes left of %s", key).isEqualTo(-1);
    }
  }

  @Test
  void readsMinusZeroAsZero() {
    KeyWritable zero = new KeyWritable(new Key.NumberKey(-0.0));
    assertThat(zero).isEqualTo(new KeyWritable(new Key.NumberKey(0)));
    assertThat(zero.compareTo(new KeyWritable(new Key.NumberKey(0)))).isZero();
  }

  /** At every depth: to IndexedDB they are one key, so to a shuffle, too. */
  @Test
  void isOneKeyForMinusZeroAndZeroInArrays() throws IOException {
    KeyWritable minus = new KeyWritable(key("[[{\"$number\":\"-0\"},\"a\"]]"));
    KeyWritable zero = new KeyWritable(key("[[0,\"a\"]]"));
    assertThat(minus).isEqualTo(zero).hasSameHashCodeAs(zero);
    assertThat(minus.compareTo(zero)).isZero();
    assertThat(minus).hasToString(zero.toString());
    assertThat(bytes(minus)).isEqualTo(bytes(zero));
  }

  private static byte[] bytes(KeyWritable key) throws IOException {
    DataOutputBuffer out = new DataOutputBuffer();
    key.write(out);
    return Arrays.copyOf(out.getData(), out.getLength());
  }

  @Test
  void readsTheKeysThatWorkersWrite() {
    assertThat(key("5")).isEqualTo(new Key.NumberKey(5));
    assertThat(key("{\"$number\":\"Infinity\"}"))
        .isEqualTo(new Key.NumberKey(Double.POSITIVE_INFINITY));
    assertThat(key("{\"$date\":-5}")).isEqualTo(new Key.DateKey(-5));
    assertThat(key("\"\\ud83d\"")).isEqualTo(new Key.StringKey("\ud83d"));
    assertThat(key("{\"$binary\":\"/w==\"}")).isEqualTo(new Key.BinaryKey(new byte[] {-1}));
    assertThat(key("[1,[]]"))
        .isEqualTo(new Key.ArrayKey(List.of(new Key.NumberKey(1), new Key.ArrayKey(List.of()))));
  }

  private static Key key(String json) {
    return TaggedKey.of(RecordFixtures.slice(json));
  }
}
