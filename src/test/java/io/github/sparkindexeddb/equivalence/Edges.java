// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.wire.value.Type;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Stream;

/** Values at the edges of each type, and some that repeat. */
final class Edges {
  /** Strings that UTF-16 and UTF-8 order differently, that share beginnings, that look alike. */
  static final List<String> TEXTS =
      List.of(
          "",
          "a",
          "A",
          "ab",
          "abc",
          "b",
          "a\u0000",
          "a%b",
          "a_b",
          "é",
          "\ud7ff",
          "\ud800",
          "a\ud800",
          "a\udbff",
          "\udc00",
          "\ue000",
          "a\ue000b",
          "\ufffd",
          "a\ufffd",
          "a\ufffdb",
          "\uffff",
          "a\uffff",
          "\ud83d\ude00",
          "a\ud83d\ude00",
          "\udbff\udfff",
          "z");

  static final List<Long> TIMES =
      List.of(
          0L,
          1L,
          -1L,
          999L,
          1_700_000_000_123L,
          1_700_000_000_124L,
          951_782_400_000L,
          -62_135_596_800_000L,
          253_402_300_799_999L,
          8_640_000_000_000_000L,
          -8_640_000_000_000_000L);

  private static final List<Double> DOUBLES =
      List.of(
          0.0,
          -0.0,
          1.0,
          -1.0,
          0.5,
          2.0,
          3.0,
          -2.5,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NEGATIVE_INFINITY,
          Double.MIN_VALUE,
          Double.MAX_VALUE,
          9_007_199_254_740_992.0);

  private static final List<String> WRAPPERS =
      List.of(
          "new Uint8Array(%s)",
          "new Uint8Array(%s).buffer",
          "new DataView(new Uint8Array(%s).buffer)",
          "new Uint8ClampedArray(%s)");

  private static final BigInteger SAFE = BigInteger.ONE.shiftLeft(53);
  private static final BigInteger LONG = BigInteger.ONE.shiftLeft(63);
  private static final long DAY = 86_400_000;

  private Edges() {}

  /** Values that fit a type which holds no others. */
  static List<Js> of(Type.Scalar type) {
    return switch (type) {
      case BOOLEAN -> List.of(new Js.Bool(true), new Js.Bool(false));
      case TINYINT -> integers(Byte.MAX_VALUE);
      case SMALLINT -> integers(Short.MAX_VALUE);
      case INT -> integers(Integer.MAX_VALUE);
      case BIGINT -> longs();
      case FLOAT ->
          numbers(
              DOUBLES.stream().filter(each -> Double.compare((float) (double) each, each) == 0));
      case DOUBLE -> numbers(DOUBLES.stream());
      case STRING -> texts();
      case TEXT, JSON -> anything();
      case BINARY -> binaries();
      case DATE -> times(TIMES.stream().map(time -> Math.floorDiv(time, DAY) * DAY));
      case TIMESTAMP, TIMESTAMP_NTZ -> times(TIMES.stream());
    };
  }

  /** Decimals that fit a type. */
  static List<Js> decimals(Type.Decimal type) {
    Stream<Double> numbers =
        Stream.of(0.0, 1.0, 1.5, -2.25, 0.01, 99.99, -0.5, 1000.0, 1e-7, 0.125, 1e20, -7e18, 1e-10);
    Stream<BigInteger> large =
        Stream.of(
            BigInteger.TEN,
            BigInteger.ONE.negate(),
            LONG,
            LONG.negate().subtract(BigInteger.ONE),
            BigInteger.TEN.pow(type.precision() - type.scale()).subtract(BigInteger.ONE));
    return Stream.concat(numbers(numbers).stream(), large.map(Js.Big::new))
        .filter(each -> Model.value(type, each) != Model.MISFIT)
        .toList();
  }

  /** One of each class with values inside, but errors, whose stacks nobody knows. */
  static List<Js> holders() {
    return List.of(
        new Js.RegExp("a+", "gi"),
        new Js.Blob("image/png"),
        new Js.SetOf(List.of(new Js.Num(1), new Js.Text("a"), Js.UNDEFINED)),
        new Js.SetOf(List.of()),
        new Js.MapOf(List.of(), List.of()),
        new Js.MapOf(
            List.of(new Js.Text("k"), new Js.Num(1)), List.of(new Js.Num(1), new Js.Date(7))),
        new Js.MapOf(List.of(new Js.Text("k")), List.of(Js.NULL)),
        typed("Int8Array", "int8", -128.0, 0.0, 127.0),
        typed("Int16Array", "int16", 5.0),
        typed("Uint16Array", "uint16", 65535.0),
        typed("Int32Array", "int32", -2147483648.0),
        typed("Uint32Array", "uint32", 4294967295.0, 1.0),
        typed("Float32Array", "float32", 0.5, -0.0, Double.NaN),
        typed("Float64Array", "float64", 0.1, 1e300),
        new Js.Typed("BigInt64Array", "int64", List.of(new Js.Big(LONG.negate()))),
        new Js.Typed("BigUint64Array", "uint64", List.of(new Js.Big(LONG), new Js.Big(SAFE))));
  }

  private static Js typed(String type, String tag, Double... numbers) {
    return new Js.Typed(type, tag, numbers(Stream.of(numbers)));
  }

  static Js.Bytes bytes(SeededRandom seededRandom, List<Integer> bytes) {
    return new Js.Bytes(bytes, seededRandom.oneOf(WRAPPERS));
  }

  /** One value of each sort, in which no column is interested. */
  static List<Js> anything() {
    return Stream.concat(plain().stream(), holders().stream()).toList();
  }

  private static List<Js> plain() {
    return List.of(
        new Js.Text("x"),
        new Js.Text("5"),
        new Js.Text("a\ud800"),
        new Js.Num(5),
        new Js.Num(5.5),
        new Js.Num(Double.NaN),
        new Js.Num(-0.0),
        new Js.Num(1e21),
        new Js.Num(1.5e-7),
        new Js.Bool(true),
        new Js.Date(1_700_000_000_123L),
        new Js.Big(BigInteger.TWO.pow(70)),
        new Js.Big(BigInteger.valueOf(5)),
        new Js.Bytes(List.of(1, 2), WRAPPERS.get(0)),
        new Js.Arr(List.of(new Js.Num(1), Js.NULL, new Js.Text("a"))),
        new Js.Obj(java.util.Map.of("$a", new Js.Date(7))),
        new Js.Boxed(new Js.Num(7)));
  }

  /** Those of {@link #anything()} that are keys, and so in an index. */
  static List<Js> anyKey() {
    return List.of(
        new Js.Text("x"),
        new Js.Text("\uffff"),
        new Js.Num(5.5),
        new Js.Num(Double.POSITIVE_INFINITY),
        new Js.Num(Double.NEGATIVE_INFINITY),
        new Js.Date(1_700_000_000_123L),
        new Js.Date(-8_640_000_000_000_000L),
        new Js.Bytes(List.of(1, 2), WRAPPERS.get(0)),
        new Js.Arr(List.of(new Js.Num(1), new Js.Text("a"))));
  }

  private static List<Js> integers(long highest) {
    return numbers(
        Stream.of(
            0.0, 1.0, 2.0, 3.0, -1.0, 7.0, (double) highest, (double) highest - 1, -1.0 - highest));
  }

  private static List<Js> longs() {
    Stream<BigInteger> large =
        Stream.of(
            SAFE,
            SAFE.add(BigInteger.ONE),
            SAFE.negate().subtract(BigInteger.ONE),
            LONG.subtract(BigInteger.ONE),
            LONG.subtract(BigInteger.TWO),
            LONG.negate(),
            BigInteger.TWO);
    return Stream.concat(
            numbers(Stream.of(0.0, 1.0, 2.0, 3.0, -1.0, 7.0, 41.0, 0x1p53 - 1, 1 - 0x1p53))
                .stream(),
            large.map(Js.Big::new))
        .toList();
  }

  private static List<Js> texts() {
    return TEXTS.stream().map(text -> (Js) new Js.Text(text)).toList();
  }

  private static List<Js> binaries() {
    return Stream.of(
            List.<Integer>of(),
            List.of(0),
            List.of(1),
            List.of(1, 2),
            List.of(1, 2, 0),
            List.of(255))
        .flatMap(bytes -> WRAPPERS.stream().map(wrapper -> (Js) new Js.Bytes(bytes, wrapper)))
        .toList();
  }

  private static List<Js> times(Stream<Long> times) {
    return times.map(time -> (Js) new Js.Date(time)).toList();
  }

  private static List<Js> numbers(Stream<Double> numbers) {
    return numbers.map(number -> (Js) new Js.Num(number)).toList();
  }
}
