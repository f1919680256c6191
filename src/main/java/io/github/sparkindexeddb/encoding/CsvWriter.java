// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding;

import io.github.sparkindexeddb.encoding.column.DecimalEncoder;
import io.github.sparkindexeddb.encoding.column.ValueText;
import io.github.sparkindexeddb.encoding.line.GrowableBytes;
import io.github.sparkindexeddb.encoding.line.MemoryLimit;
import io.github.sparkindexeddb.encoding.line.Numbers;
import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Strings;
import io.github.sparkindexeddb.encoding.line.Token;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Lines as RFC 4180 has them: null is empty, and the empty text a pair of quotes. */
final class CsvWriter extends LineWriter {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS");

  /** Dates have four digits of the year up to here, and six and a sign otherwise. */
  private static final int MAX_PLAIN_YEAR = 9999;

  private static final int YEAR_DIGITS = 4;

  private final RecordTape tape;
  private final List<Type> types;
  private final List<JsonCell> cells;
  private final GrowableBytes cell = new GrowableBytes(new MemoryLimit(Integer.MAX_VALUE));

  CsvWriter(List<Column> columns, RecordTape tape) {
    this.tape = tape;
    this.types = columns.stream().map(Column::type).toList();
    this.cells = types.stream().map(type -> JsonCell.of(type, tape)).toList();
  }

  @Override
  void write(int[] values, GrowableBytes out) {
    for (int i = 0; i < values.length; i++) {
      if (i > 0) {
        out.putByte(',');
      }
      if (!tape.isNull(values[i])) {
        write(i, values[i], out);
      }
    }
    out.putByte('\n');
  }

  private void write(int column, int value, GrowableBytes out) {
    Type type = types.get(column);
    if (type instanceof Type.Decimal decimal) {
      BigInteger unscaled = DecimalEncoder.unscaled(tape, value, decimal.scale()).orElseThrow();
      put(new BigDecimal(unscaled, decimal.scale()).toPlainString(), out);
      return;
    }
    if (!(type instanceof Type.Scalar scalar) || scalar == Type.Scalar.JSON) {
      cell.truncate(0);
      cells.get(column).write(value, cell);
      CsvQuotes.write(cell, out);
      return;
    }
    switch (scalar) {
      case STRING, TEXT -> {
        cell.truncate(0);
        ValueText.write(tape, value, cell);
        CsvQuotes.write(cell, out);
      }
      case BINARY -> putBase64(value, out);
      case DATE -> put(date(time(value)), out);
      case TIMESTAMP -> put(time(value) + "Z", out);
      case TIMESTAMP_NTZ -> put(time(value), out);
      default -> putPlain(value, out);
    }
  }

  private void putBase64(int value, GrowableBytes out) {
    int text = tape.kind(value) == Token.BINARY ? tape.tagged(value) : value;
    cell.truncate(0);
    Strings.writeUtf8(tape, text, cell);
    CsvQuotes.write(cell, out);
  }

  /** Writes a boolean, a number or a bigint as Spark spells it. */
  private void putPlain(int value, GrowableBytes out) {
    switch (tape.kind(value)) {
      case SPECIAL_NUMBER -> {
        String number = Strings.exact(tape, tape.tagged(value));
        put(number.equals("-0") ? "-0.0" : number.replace("Infinity", "Inf"), out);
      }
      case BIGINT -> put(Numbers.text(tape, tape.tagged(value)), out);
      default -> ValueText.writeJson(tape, value, out);
    }
  }

  /** Returns a Date as {@code toISOString} writes it, without the zone. */
  private String time(int date) {
    long millis = Numbers.integer(tape, tape.tagged(date));
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(millis, 1000L),
            (int) Math.floorMod(millis, 1000L) * 1_000_000,
            ZoneOffset.UTC);
    int year = time.getYear();
    return year >= 0 && year <= MAX_PLAIN_YEAR
        ? TIME.format(time)
        : "%+07d".formatted(year) + TIME.format(time.withYear(0)).substring(YEAR_DIGITS);
  }

  private static String date(String time) {
    return time.substring(0, time.indexOf('T'));
  }

  private static void put(String ascii, GrowableBytes out) {
    out.put(ascii.getBytes(StandardCharsets.US_ASCII));
  }
}
