// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every row of the table of values in types.md, with its edges. */
final class ValueCases {
  private ValueCases() {}

  static Stream<ValueCase> all() {
    return Stream.of(numbers(), texts(), binaries(), lists(), objects(), platform(), mixes())
        .flatMap(List::stream);
  }

  private static List<ValueCase> numbers() {
    return List.of(
        ValueCase.of("safe integers", "bigint")
            .stored("0", "-5", "9007199254740991", "-9007199254740991", "null")
            .seen(0L, -5L, 9007199254740991L, -9007199254740991L, null),
        ValueCase.of("negative zero", "double").stored("0", "-0").seen(0.0, -0.0),
        ValueCase.of("unsafe integers", "double")
            .stored("1", "9007199254740992")
            .seen(1.0, 9007199254740992.0),
        ValueCase.of("doubles", "double")
            .stored("1.5", "NaN", "Infinity", "-Infinity", "-0", "5e-324", "undefined")
            .seen(1.5, Double.NaN, 1 / 0.0, -1 / 0.0, -0.0, Double.MIN_VALUE, null),
        ValueCase.of("integers and doubles", "double").stored("1", "2.5").seen(1.0, 2.5),
        ValueCase.of("bigints of 64 bits", "bigint")
            .stored("0n", "9223372036854775807n", "-9223372036854775808n")
            .seen(0L, Long.MAX_VALUE, Long.MIN_VALUE),
        ValueCase.of("bigints of 38 digits", "decimal(38,0)")
            .stored("1n", "10n ** 38n - 1n", "1n - 10n ** 38n")
            .seen("1", "9".repeat(38), "-" + "9".repeat(38)),
        ValueCase.of("bigints of 39 digits", "string")
            .stored("1n", "10n ** 38n", "-(10n ** 38n)")
            .seen("1", "1" + "0".repeat(38), "-1" + "0".repeat(38)),
        ValueCase.of("booleans", "boolean").stored("true", "false").seen(true, false),
        ValueCase.of("boxed primitives", "struct<n:double,s:string,b:boolean,i:bigint>")
            .stored("{ n: new Number(-0), s: new String('s'), b: Object(false), i: Object(5n) }")
            .seen(List.of(-0.0, "s", false, 5L)));
  }

  private static List<ValueCase> texts() {
    return List.of(
        ValueCase.of("strings", "string")
            .stored("''", "'ä€😀'", "'null'", "'\\0'")
            .seen("", "ä€😀", "null", "\0"),
        ValueCase.of("lone surrogates", "string")
            .stored("'a\\ud800b'", "'\\udc00\\ud800'", "'\\ud83d\\ude00'")
            .seen("a\ufffdb", "\ufffd\ufffd", "😀"),
        ValueCase.of("dates", "timestamp")
            .stored("new Date(0)", "new Date(-1)", "new Date(1700000000123)", "new Date(NaN)")
            .seen(at(0), at(-1), at(1700000000123L), null),
        ValueCase.of("first and last date", "timestamp")
            .stored("new Date(-62135596800000)", "new Date(8.64e15)")
            .seen(Instant.parse("0001-01-01T00:00:00Z"), at(8_640_000_000_000_000L)),
        ValueCase.of("invalid dates only", "string").stored("new Date(NaN)").seen((Object) null),
        ValueCase.of("regular expressions", "string")
            .stored("/a+\\/b/gi", "new RegExp('')")
            .seen("/a+\\/b/gi", "/(?:)/"),
        ValueCase.of("errors", "struct<name:string,message:string,stack:string>")
            .stored(
                "Object.assign(new TypeError('no'), { stack: 'here' })",
                "Object.assign(new Error(''), { stack: '' })")
            .seen(List.of("TypeError", "no", "here"), List.of("Error", "", "")),
        ValueCase.of("nothing", "string").stored("null", "undefined").seen(null, null));
  }

  private static List<ValueCase> binaries() {
    return List.of(
        ValueCase.of("buffers", "binary")
            .stored(
                "new Uint8Array([1, 2, 255]).buffer",
                "new DataView(new Uint8Array([1, 2, 3, 4]).buffer, 1, 2)",
                "new Uint8Array([9, 8, 7]).subarray(1)",
                "new Uint8ClampedArray([300, -1])",
                "new ArrayBuffer(0)")
            .seen("0x0102ff", "0x0203", "0x0807", "0xff00", "0x"),
        ValueCase.of(
                "blobs and files",
                "struct<name:string,type:string,size:bigint,lastModified:timestamp,bytes:binary>")
            .stored(
                "new Blob(['hi'], { type: 'text/plain' })",
                "new File(['ä'], 'a.txt', { lastModified: 1700000000000 })",
                "new Blob([])")
            .seen(
                Arrays.asList(null, "text/plain", 2L, null, "0x6869"),
                List.of("a.txt", "", 2L, at(1700000000000L), "0xc3a4"),
                Arrays.asList(null, "", 0L, null, "0x")),
        typed("Int8Array", "tinyint", "-128, 127", (byte) -128, (byte) 127),
        typed("Int16Array", "smallint", "-32768, 32767", Short.MIN_VALUE, Short.MAX_VALUE),
        typed("Uint16Array", "int", "0, 65535", 0, 65535),
        typed("Int32Array", "int", "-2147483648, 7", Integer.MIN_VALUE, 7),
        typed("Uint32Array", "bigint", "0, 4294967295", 0L, 4294967295L),
        typed("Float16Array", "float", "0.5, -0", 0.5f, -0.0f),
        typed("Float32Array", "float", "1.5, NaN", 1.5f, Float.NaN),
        typed("Float64Array", "double", "0.1, -Infinity", 0.1, Double.NEGATIVE_INFINITY),
        typed("BigInt64Array", "bigint", "-(2n ** 63n), 1n", Long.MIN_VALUE, 1L),
        typed(
            "BigUint64Array", "decimal(20,0)", "0n, 2n ** 64n - 1n", "0", "18446744073709551615"));
  }

  private static ValueCase typed(String name, String element, String values, Object... seen) {
    return ValueCase.of(name, "array<" + element + ">")
        .stored("new " + name + "([" + values + "])", "new " + name + "(0)")
        .seen(Arrays.asList(seen), List.of());
  }

  private static List<ValueCase> lists() {
    return List.of(
        ValueCase.of("arrays", "array<bigint>")
            .stored(
                "[1, 2]",
                "[]",
                "null",
                "[1, , undefined, 3]",
                "new Array(2)",
                "Object.assign([7], { other: 'x' })")
            .seen(
                List.of(1L, 2L),
                List.of(),
                null,
                Arrays.asList(1L, null, null, 3L),
                Arrays.asList(null, null),
                List.of(7L)),
        ValueCase.of("empty arrays only", "array<string>").stored("[]").seen(List.of()),
        ValueCase.of("arrays of arrays", "array<array<double>>")
            .stored("[[1], [], [0.5]]", "[null]")
            .seen(
                List.of(List.of(1.0), List.of(), List.of(0.5)), Arrays.asList((List<Object>) null)),
        ValueCase.of("arrays of objects", "array<struct<a:bigint,b:string>>")
            .stored("[{ a: 1 }, { b: 'x' }]")
            .seen(List.of(Arrays.asList(1L, null), Arrays.asList(null, "x"))),
        ValueCase.of("sets", "array<string>")
            .stored("new Set(['b', 'a', null])", "new Set()")
            .seen(Arrays.asList("b", "a", null), List.of()),
        ValueCase.of("arrays of mixed elements", "array<string>")
            .stored("[1, 'a', null]")
            .seen(Arrays.asList("1", "\"a\"", null)));
  }

  private static List<ValueCase> objects() {
    return List.of(
        ValueCase.of("objects", "struct<z:bigint,a:struct<b:timestamp>,c:string>")
            .stored("{ z: 1, a: { b: new Date(5) } }", "{ c: 'x', z: 2 }", "null")
            .seen(Arrays.asList(1L, List.of(at(5)), null), Arrays.asList(2L, null, "x"), null),
        ValueCase.of("empty objects only", "map<string,string>").stored("{}").seen(Map.of()),
        ValueCase.of("objects of 251 names", "map<string,bigint>")
            .stored("Object.fromEntries(Array.from({ length: 251 }, (_, i) => ['k' + i, i]))")
            .seen(names(251)),
        ValueCase.of("maps", "map<string,array<bigint>>")
            .stored("new Map([['a', [1]], ['b', null]])", "new Map()")
            .seen(entries("a", List.of(1L), "b", null), Map.of()),
        ValueCase.of("maps by number", "map<bigint,string>")
            .stored("new Map([[1, 'x'], [-2, 'y']])")
            .seen(Map.of(1L, "x", -2L, "y")),
        ValueCase.of("empty maps only", "map<string,string>").stored("new Map()").seen(Map.of()));
  }

  private static List<ValueCase> platform() {
    String rect = "x,y,width,height,top,right,bottom,left";
    String matrix = "a,b,c,d,e,f,m11,m12,m13,m14,m21,m22,m23,m24,m31,m32,m33,m34,m41,m42,m43,m44";
    return List.of(
        ValueCase.of("points", longs("x,y,z,w", ""))
            .stored("new DOMPoint(1, 2, 3, 4)", "new DOMPointReadOnly(5)")
            .seen(List.of(1L, 2L, 3L, 4L), List.of(5L, 0L, 0L, 1L)),
        ValueCase.of("rectangles", longs(rect, ""))
            .stored("new DOMRect(1, 2, 3, 4)", "new DOMRectReadOnly(1, 2)")
            .seen(List.of(1L, 2L, 3L, 4L, 2L, 4L, 6L, 1L), List.of(1L, 2L, 0L, 0L, 2L, 1L, 2L, 1L)),
        ValueCase.of("points and objects", "struct<x:bigint,y:bigint,z:bigint,w:bigint>")
            .stored("{ x: 1, y: 2 }", "new DOMPoint(3)")
            .seen(Arrays.asList(1L, 2L, null, null), List.of(3L, 0L, 0L, 1L)),
        ValueCase.of("quads", "struct<" + quads() + ">")
            .stored("new DOMQuad(new DOMPoint(1, 2))")
            .seen(
                List.of(
                    List.of(1L, 2L, 0L, 1L),
                    List.of(0L, 0L, 0L, 1L),
                    List.of(0L, 0L, 0L, 1L),
                    List.of(0L, 0L, 0L, 1L))),
        ValueCase.of("matrices", longs(matrix, ",is2D:boolean,isIdentity:boolean"))
            .stored(
                "new DOMMatrix([1, 2, 3, 4, 5, 6])", "new DOMMatrixReadOnly([1, 0, 0, 1, 0, 0])")
            .seen(
                row("1 2 3 4 5 6 1 2 0 0 3 4 0 0 0 0 1 0 5 6 0 1", true, false),
                row("1 0 0 1 0 0 1 0 0 0 0 1 0 0 0 0 1 0 0 0 0 1", true, true)),
        ValueCase.of("exceptions", "struct<name:string,message:string,stack:string>")
            .stored(
                "new DOMException('no', 'DataError')",
                // A class of its own in some browsers.
                "self.QuotaExceededError ? new QuotaExceededError('full')"
                    + " : new DOMException('full', 'QuotaExceededError')")
            .seen(
                Arrays.asList("DataError", "no", null),
                Arrays.asList("QuotaExceededError", "full", null)),
        ValueCase.of(
                "file lists",
                "array<struct<name:string,type:string,size:bigint,lastModified:timestamp,"
                    + "bytes:binary>>")
            .stored(
                "(() => { const data = new DataTransfer();"
                    + " data.items.add(new File(['x'], 'a', { lastModified: 5 })); return data.files; })()")
            .seen(List.of(List.of("a", "", 1L, at(5), "0x78"))),
        ValueCase.of("mixed with others", "string")
            .stored("new DOMPoint(1.5)", "new DOMException('no', 'DataError')", "7")
            .seen(
                "{\"x\":1.5,\"y\":0,\"z\":0,\"w\":1}",
                "{\"$error\":{\"name\":\"DataError\",\"message\":\"no\",\"stack\":null}}",
                "7"));
  }

  private static String quads() {
    return String.join(
        ",",
        Stream.of("p1:", "p2:", "p3:", "p4:").map(name -> name + longs("x,y,z,w", "")).toList());
  }

  private static String longs(String names, String others) {
    return "struct<" + names.replace(",", ":bigint,") + ":bigint" + others + ">";
  }

  private static List<Object> row(String longs, boolean... flags) {
    List<Object> row = new ArrayList<>();
    Stream.of(longs.split(" ")).map(Long::valueOf).forEach(row::add);
    for (boolean flag : flags) {
      row.add(flag);
    }
    return row;
  }

  private static List<ValueCase> mixes() {
    return List.of(
        ValueCase.of("mixed types", "string")
            .stored(
                "1",
                "'a'",
                "true",
                "null",
                "new Date(5)",
                "new Date(NaN)",
                "[new Date(NaN)]",
                "10n",
                "NaN",
                "-0",
                "new Uint8Array([1, 2])",
                "[1, { $a: new Map([[1, new Set([2])]]) }]",
                "/a/g",
                "new Float32Array([0.5])",
                "'\\ud800'")
            .seen(
                "1",
                "\"a\"",
                "true",
                null,
                "{\"$date\":5}",
                null,
                "[{\"$date\":null}]",
                "{\"$bigint\":\"10\"}",
                "{\"$number\":\"NaN\"}",
                "{\"$number\":\"-0\"}",
                "{\"$binary\":\"AQI=\"}",
                "[1,{\"$$a\":{\"$map\":[[1,{\"$set\":[2]}]]}}]",
                "{\"$regexp\":{\"source\":\"a\",\"flags\":\"g\"}}",
                "{\"$array\":{\"type\":\"float32\",\"values\":[0.5]}}",
                "\"\\ud800\""),
        ValueCase.of("numbers and large bigints", "string")
            .stored("1", "10n ** 20n")
            .seen("1", "{\"$bigint\":\"100000000000000000000\"}"),
        ValueCase.of("mixed fields", "struct<a:string,b:bigint>")
            .stored("{ a: 1, b: 1 }", "{ a: 'x', b: 2 }")
            .seen(Arrays.asList("1", 1L), Arrays.asList("\"x\"", 2L)),
        ValueCase.of("objects and arrays", "string")
            .stored("{ a: 1 }", "[2]")
            .seen("{\"a\":1}", "[2]"));
  }

  private static Instant at(long milliseconds) {
    return Instant.ofEpochMilli(milliseconds);
  }

  private static Map<String, Object> names(int count) {
    Map<String, Object> names = new TreeMap<>();
    for (long i = 0; i < count; i++) {
      names.put("k" + i, i);
    }
    return names;
  }

  private static Map<String, Object> entries(String k1, Object v1, String k2, Object v2) {
    Map<String, Object> entries = new TreeMap<>();
    entries.put(k1, v1);
    entries.put(k2, v2);
    return entries;
  }
}
