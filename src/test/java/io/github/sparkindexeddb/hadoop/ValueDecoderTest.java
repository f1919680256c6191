// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ValueDecoderTest {
  @Test
  void readsNullOfEveryType() {
    for (Scalar type : Scalar.values()) {
      assertThat(value(type, "null")).as(type.name()).isNull();
    }
    assertThat(value(new Type.Array(Scalar.INT), "null")).isNull();
  }

  /** Of every type: Spark sees null there, too. */
  @Test
  void readsAnInvalidDateAsNull() {
    String invalid = "{\"$date\":null}";
    Type longs = new Type.Array(Scalar.BIGINT);
    Type map = new Type.Map(Scalar.STRING, Scalar.JSON);
    Type struct = new Type.Struct(List.of(new Type.Field("date", Scalar.STRING)));
    for (Scalar type : Scalar.values()) {
      assertThat(value(type, invalid)).as(type.name()).isNull();
    }
    for (Type type : List.of(new Type.Decimal(9, 2), longs, map, struct)) {
      assertThat(value(type, invalid)).as(type.toString()).isNull();
      assertThat(RecordFixtures.record(type, invalid).isNull("v")).isTrue();
      assertThat(value(new Type.Array(type), "[" + invalid + "]")).hasToString("[null]");
    }
    assertThat(value(map, "{\"a\":" + invalid + "}")).hasToString("{a=null}");
    assertThat(value(Scalar.JSON, "[" + invalid + "]")).isEqualTo("[" + invalid + "]");
    assertThat(value(map, "{\"$$date\":null}")).as("a name").hasToString("{$date=null}");
  }

  @Test
  void readsIntegersAndBigints() {
    assertThat(value(Scalar.BIGINT, "-9007199254740991")).isEqualTo(-9007199254740991L);
    assertThat(value(Scalar.BIGINT, "{\"$bigint\":\"9223372036854775807\"}"))
        .isEqualTo(Long.MAX_VALUE);
    assertThat(value(Scalar.INT, "{\"$number\":\"-0\"}")).isEqualTo(0L);
    assertThat(value(new Type.Decimal(38, 0), "{\"$bigint\":\"12345678901234567890\"}"))
        .isEqualTo(new BigDecimal("12345678901234567890"));
    assertThat(value(new Type.Decimal(10, 2), "1.5")).isEqualTo(new BigDecimal("1.50"));
  }

  @Test
  void readsSpecialNumbers() {
    assertThat(value(Scalar.DOUBLE, "{\"$number\":\"NaN\"}")).isEqualTo(Double.NaN);
    assertThat(value(Scalar.DOUBLE, "{\"$number\":\"-Infinity\"}"))
        .isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(value(Scalar.DOUBLE, "{\"$number\":\"-0\"}")).isEqualTo(-0.0);
    assertThat(value(Scalar.DOUBLE, "1e+21")).isEqualTo(1e21);
    assertThat(value(Scalar.DOUBLE, "5e-324")).isEqualTo(Double.MIN_VALUE);
  }

  @Test
  void readsNumbersToTheLastBit() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 200_000; i++) {
      double number = number(random);
      String text = new BigDecimal(Double.toString(number)).toPlainString();
      assertThat(Numbers.real(RecordFixtures.slice(text)))
          .as("%s, seed %d", text, seed)
          .isEqualTo(number);
    }
  }

  /** Of few digits, as prices are, or of any bits. */
  private static double number(Random random) {
    double any = Double.longBitsToDouble(random.nextLong());
    return random.nextBoolean() || !Double.isFinite(any)
        ? random.nextLong(-1_000_000_000L, 1_000_000_000L) / Math.pow(10, random.nextInt(9))
        : any;
  }

  @Test
  void readsTimes() {
    assertThat(value(Scalar.TIMESTAMP, "{\"$date\":1700000000000}"))
        .isEqualTo(Instant.ofEpochMilli(1700000000000L));
    assertThat(value(Scalar.DATE, "{\"$date\":-86400000}")).isEqualTo(LocalDate.of(1969, 12, 31));
    assertThat(value(Scalar.TIMESTAMP_NTZ, "{\"$date\":1}"))
        .isEqualTo(LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1_000_000));
  }

  @Test
  void readsStringsWithEscapesAndHalvesOfCharacters() {
    assertThat(value(Scalar.STRING, "\"\"")).isEqualTo("");
    assertThat(value(Scalar.STRING, "\"Zoë 🍊\"")).isEqualTo("Zoë 🍊");
    assertThat(value(Scalar.STRING, "\"a\\\"b\\\\\"")).isEqualTo("a\"b\\");
    assertThat(value(Scalar.STRING, "\"\\ud83d!\"")).isEqualTo("\ufffd!");
    assertThat(value(Scalar.BINARY, "{\"$binary\":\"AAE=\"}")).isEqualTo(new byte[] {0, 1});
  }

  @Test
  void readsTextAndJsonAsSparkShowsThem() {
    assertThat(value(Scalar.TEXT, "\"plain\"")).isEqualTo("plain");
    assertThat(value(Scalar.TEXT, "{\"$bigint\":\"12\"}")).isEqualTo("12");
    assertThat(value(Scalar.TEXT, "{\"$regexp\":{\"source\":\"a+\",\"flags\":\"i\"}}"))
        .isEqualTo("/a+/i");
    assertThat(value(Scalar.TEXT, "{\"$date\":5}")).isEqualTo("{\"$date\":5}");
    assertThat(value(Scalar.JSON, "\"plain\"")).isEqualTo("\"plain\"");
    assertThat(value(Scalar.JSON, "[1e+21,{\"é\":null}]")).isEqualTo("[1e+21,{\"é\":null}]");
  }

  @Test
  void readsListsSetsAndTypedArrays() {
    Type longs = new Type.Array(Scalar.BIGINT);
    assertThat(value(longs, "[]")).isEqualTo(List.of());
    assertThat(value(longs, "[1,null]")).isEqualTo(Arrays.asList(1L, null));
    assertThat(value(longs, "{\"$set\":[1,2]}")).isEqualTo(List.of(1L, 2L));
    assertThat(value(longs, "{\"$array\":{\"type\":\"int64\",\"values\":[{\"$bigint\":\"3\"}]}}"))
        .isEqualTo(List.of(3L));
  }

  @Test
  void readsMapsOfEntriesAndOfObjects() {
    assertThat(value(new Type.Map(Scalar.BIGINT, Scalar.STRING), "{\"$map\":[[1,\"a\"],[2,null]]}"))
        .hasToString("{1=a, 2=null}");
    assertThat(value(new Type.Map(Scalar.STRING, Scalar.BIGINT), "{\"a\":1,\"$$map\":2}"))
        .isEqualTo(Map.of("a", 1L, "$map", 2L));
  }

  @Test
  void readsStructsOfObjectsFilesAndErrors() {
    Type.Struct struct =
        new Type.Struct(
            List.of(new Type.Field("$a", Scalar.BIGINT), new Type.Field("b", Scalar.STRING)));
    assertThat(value(struct, "{\"x\":[{}],\"$$a\":1}")).hasToString("{$a=1, b=null}");
    Type.Struct blob =
        new Type.Struct(
            List.of(
                new Type.Field("size", Scalar.BIGINT),
                new Type.Field("lastModified", Scalar.TIMESTAMP),
                new Type.Field("bytes", Scalar.BINARY)));
    Map<?, ?> file =
        (Map<?, ?>) value(blob, "{\"$blob\":{\"size\":1,\"lastModified\":5,\"bytes\":\"BQ==\"}}");
    assertThat(file.get("lastModified")).isEqualTo(Instant.ofEpochMilli(5));
    assertThat(file.get("bytes")).isEqualTo(new byte[] {5});
  }

  @Test
  void refusesWhatIsNoJson() {
    for (String text : List.of("", "{", "[1", "\"a", "}", ",", "{\"a\"1}", "[1;2]", "\"a\\\"")) {
      assertThatThrownBy(() -> value(new Type.Array(Scalar.BIGINT), text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("byte ");
    }
  }

  private static Object value(Type type, String json) {
    return ValueDecoder.of(type, RecordFixtures.slice(json));
  }
}
