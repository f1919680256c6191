// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.FromStrangers;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Key;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Serialized keys, as they lie on the disks of a shuffle. */
class WritableFuzzTest {
  @MethodSource("examples")
  @FuzzTest
  void aKeyIsReadAndWrittenAgainOrAnIoException(byte[] input) throws IOException {
    KeyWritable key = new KeyWritable();
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(input));
    try {
      key.readFields(in);
    } catch (IOException e) {
      return;
    }
    byte[] written = bytes(key);
    assertThat(written.length).isEqualTo(input.length - in.available());
    KeyWritable again = new KeyWritable();
    again.readFields(new DataInputStream(new ByteArrayInputStream(written)));
    assertThat(again.compareTo(key)).isZero();
  }

  static Stream<byte[]> examples() throws IOException {
    List<byte[]> examples = new ArrayList<>();
    for (JsonNode json : Json.parse(FromStrangers.vectors("keys.json"))) {
      examples.add(bytes(new KeyWritable(Key.fromJson(json))));
    }
    return examples.stream();
  }

  private static byte[] bytes(KeyWritable key) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    key.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
