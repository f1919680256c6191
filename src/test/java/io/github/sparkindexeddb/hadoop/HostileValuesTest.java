// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.value.Key;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.io.DataInputBuffer;
import org.apache.hadoop.io.DataOutputBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values and keys that no export worker writes end a task with a sentence, and soon. */
@Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileValuesTest {
  private static final Type DECIMAL = new Type.Decimal(10, 2);

  @Test
  void aNumberOfBillionsOfDigitsIsNotWrittenOut() {
    for (String number :
        List.of("1e10000000", "1e2147483647", "1e-10000000", "-1E+99999999", "1e401")) {
      String bigint = "{\"$bigint\":\"" + number + "\"}";
      for (String json : List.of(number, bigint)) {
        assertDamaged(DECIMAL, json);
        assertDamaged(Scalar.BIGINT, json);
      }
      assertDamaged(Scalar.DOUBLE, bigint);
    }
    assertDamaged(DECIMAL, "1e99999999999");
  }

  @Test
  void aNumberHasNoMoreDigitsThanItsTypeAndNoMoreCharactersThanNumbersHave() {
    assertDamaged(DECIMAL, "123456789.01");
    assertDamaged(DECIMAL, "0.001");
    assertDamaged(new Type.Decimal(38, 0), "1".repeat(5_000_000));
    assertDamaged(Scalar.BIGINT, "{\"$bigint\":\"" + "1".repeat(5_000_000) + "\"}");
    assertThat(RecordFixtures.record(DECIMAL, "99999999.99").getDecimal("v"))
        .isEqualTo(new BigDecimal("99999999.99"));
    assertThat(RecordFixtures.record(DECIMAL, "1e7").getDecimal("v"))
        .isEqualTo(new BigDecimal("10000000.00"));
    String largest = "1" + "0".repeat(308);
    assertThat(
            RecordFixtures.record(Scalar.DOUBLE, "{\"$bigint\":\"" + largest + "\"}")
                .getDouble("v"))
        .isEqualTo(1e308);
  }

  @Test
  void tagsThatHoldSomethingElseAreDamage() {
    assertDamaged(Scalar.TIMESTAMP, "{\"$date\":1e10000000}");
    assertDamaged(Scalar.TIMESTAMP, "{\"$date\":}}}}}");
    assertDamaged(Scalar.TEXT, "{\"$regexp\":{}}");
    assertDamaged(new Type.Map(Scalar.STRING, Scalar.STRING), "{\"$map\":[[]]}");
    assertDamaged(new Type.Map(Scalar.STRING, Scalar.STRING), "{\"$map\":[[\"a\"]]}");
    assertDamaged(Scalar.STRING, "\"\\x\"");
  }

  @Test
  void whatIsQuotedOfALineIsShort() {
    for (Type type : List.of(Scalar.DOUBLE, Scalar.FLOAT, Scalar.INT, DECIMAL, Scalar.BINARY)) {
      String text = "\"" + "x\\u001b".repeat(5_000) + "\"";
      for (String json : List.of(text, "{\"$number\":" + text + "}")) {
        RecordWritable record = RecordFixtures.record(type, json);
        assertThatThrownBy(() -> record.get("v"))
            .as(type + " of " + json.substring(0, 20))
            .hasMessageContaining("Cannot read column 'v' of a record: its line is not the JSON")
            .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(500))
            .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\u001b"));
      }
    }
  }

  private static void assertDamaged(Type type, String json) {
    RecordWritable record = RecordFixtures.record(type, json);
    assertThatThrownBy(
            () -> {
              record.isNull("v");
              record.get("v");
            })
        .as("%s of %.30s", type, json)
        .hasMessageStartingWith("[SPLIT_DAMAGED] Cannot read column 'v' of a record");
  }

  @Test
  void aKeyIsNoDeeperThanKeysAre() {
    assertThat(TaggedKey.of(RecordFixtures.slice(nested(TaggedKey.MAX_DEPTH))))
        .isInstanceOf(Key.ArrayKey.class);
    for (int levels : new int[] {TaggedKey.MAX_DEPTH + 1, 100_000, 3_000_000}) {
      assertNoKey(nested(levels), "more than 500 levels deep");
    }
  }

  @Test
  void aKeyIsNoLongerThanKeysAre() {
    assertNoKey('"' + "x".repeat(TaggedKey.MAX_BYTES) + '"', "more than 8388608 bytes");
    assertNoKey("[1" + ",1".repeat(1_000_000) + "]", "is not the next part of a key");
    assertThat(TaggedKey.of(RecordFixtures.slice("[1" + ",1".repeat(999_999) + "]")))
        .isInstanceOf(Key.ArrayKey.class);
  }

  @Test
  void whatIsNoKeyIsNone() {
    for (String json :
        List.of(
            "true",
            "null",
            "{}",
            "{\"$number\":\"NaN\"}",
            "[1 2]",
            "[1}",
            "[,1]",
            "[{\"a\":1}]",
            "[1,[2}]",
            "{\"$binary\":\"?\"}",
            "{\"$date\":\"x\"}")) {
      assertNoKey(json, "");
    }
    assertThatThrownBy(() -> TaggedKey.of(RecordFixtures.slice("{\"$date\":1e10000000}")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertNoKey(String json, String why) {
    assertThatThrownBy(() -> TaggedKey.of(RecordFixtures.slice(json)))
        .as("%.40s", json)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  private static String nested(int levels) {
    return "[".repeat(levels) + "]".repeat(levels);
  }

  /** As a stream of a shuffle that lies. */
  @Test
  void aSerializedKeyTakesNoMemoryThatItDoesNotFill() {
    for (int length : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE}) {
      assertUnreadable(1, 4, length);
    }
    assertUnreadable(1, 3, Integer.MAX_VALUE);
    assertUnreadable(1, 5, Integer.MAX_VALUE);
    assertUnreadable(1, 9, 0);
  }

  private static void assertUnreadable(int version, int type, int length) {
    DataOutputBuffer out = new DataOutputBuffer();
    assertThatThrownBy(
            () -> {
              out.writeByte(version);
              out.writeByte(type);
              out.writeInt(length);
              DataInputBuffer in = new DataInputBuffer();
              in.reset(out.getData(), out.getLength());
              new KeyWritable().readFields(in);
            })
        .as("type %s, length %s", type, length)
        .isInstanceOf(IOException.class);
  }

  @Test
  void aSerializedKeyIsNoDeeperThanKeysAre() {
    byte[] deep = new byte[1 + 5 * 100_000];
    deep[0] = 1;
    for (int at = 1; at < deep.length; at += 5) {
      deep[at] = 5;
      deep[at + 4] = 1;
    }
    assertThatThrownBy(
            () -> new KeyWritable().readFields(new DataInputStream(new ByteArrayInputStream(deep))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than 500 levels deep");
  }
}
