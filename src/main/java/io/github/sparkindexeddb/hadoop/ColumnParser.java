// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.config.Option;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads columns as SQL writes them: {@code id, total decimal(10,2), tags array<string>}. As in a
 * schema of one's own in Spark, {@code string} is any value as text.
 *
 * <p>Confined to one thread.
 */
final class ColumnParser {
  private static final int MAX_DECIMAL_DIGITS = 38;

  private static final Map<String, Type> NAMED =
      Map.ofEntries(
          Map.entry("boolean", Scalar.BOOLEAN),
          Map.entry("tinyint", Scalar.TINYINT),
          Map.entry("smallint", Scalar.SMALLINT),
          Map.entry("int", Scalar.INT),
          Map.entry("integer", Scalar.INT),
          Map.entry("bigint", Scalar.BIGINT),
          Map.entry("long", Scalar.BIGINT),
          Map.entry("float", Scalar.FLOAT),
          Map.entry("double", Scalar.DOUBLE),
          Map.entry("string", Scalar.TEXT),
          Map.entry("json", Scalar.JSON),
          Map.entry("binary", Scalar.BINARY),
          Map.entry("date", Scalar.DATE),
          Map.entry("timestamp", Scalar.TIMESTAMP),
          Map.entry("timestamp_ntz", Scalar.TIMESTAMP_NTZ));

  private final Option<String> option;
  private final String text;
  private int position;

  private ColumnParser(Option<String> option, String text) {
    this.option = option;
    this.text = text;
  }

  /**
   * A column that the text names.
   *
   * @param type absent if the text gives none
   */
  record RequestedColumn(String name, Optional<Type> type) {}

  /**
   * Parses a list of columns.
   *
   * @param option that gives the text, for messages
   * @throws IndexedDbException {@code OPTION_INVALID} or {@code TYPE_NOT_SUPPORTED}
   */
  static List<RequestedColumn> parse(Option<String> option, String text) {
    return new ColumnParser(option, text).columns();
  }

  private List<RequestedColumn> columns() {
    List<RequestedColumn> columns = new ArrayList<>();
    do {
      String name = name();
      boolean ends = peek() == 0 || peek() == ',';
      columns.add(new RequestedColumn(name, ends ? Optional.empty() : Optional.of(type())));
    } while (accept(','));
    if (peek() != 0) {
      throw invalid("a comma or the end");
    }
    return columns;
  }

  private Type type() {
    accept(':');
    String word = word().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "array" -> array();
      case "map" -> map();
      case "struct" -> struct();
      case "decimal" -> decimal();
      default -> Optional.ofNullable(NAMED.get(word)).orElseThrow(() -> notSupported(word));
    };
  }

  private Type array() {
    expect('<');
    Type element = type();
    expect('>');
    return new Type.Array(element);
  }

  private Type map() {
    expect('<');
    Type key = type();
    expect(',');
    Type value = type();
    expect('>');
    return new Type.Map(key, value);
  }

  private Type struct() {
    expect('<');
    List<Type.Field> fields = new ArrayList<>();
    do {
      fields.add(new Type.Field(name(), type()));
    } while (accept(','));
    expect('>');
    return new Type.Struct(fields);
  }

  private Type decimal() {
    int precision = 10;
    int scale = 0;
    if (accept('(')) {
      precision = digits();
      scale = accept(',') ? digits() : 0;
      expect(')');
    }
    if (precision < 1 || precision > MAX_DECIMAL_DIGITS || scale > precision) {
      throw notSupported("decimal(%s,%s)".formatted(precision, scale));
    }
    return new Type.Decimal(precision, scale);
  }

  private int digits() {
    String word = word();
    if (!word.matches("[0-9]{1,2}")) {
      throw invalid("a number of digits");
    }
    return Integer.parseInt(word);
  }

  /** Reads a word, or any text in backticks, with two of them for one. */
  private String name() {
    if (peek() != '`') {
      return word();
    }
    StringBuilder name = new StringBuilder();
    do {
      int end = text.indexOf('`', position + 1);
      if (end < 0) {
        throw invalid("a name that ends with a backtick");
      }
      name.append(name.isEmpty() ? "" : "`").append(text, position + 1, end);
      position = end + 1;
    } while (position < text.length() && text.charAt(position) == '`');
    return name.toString();
  }

  private String word() {
    peek();
    int begin = position;
    while (position < text.length()
        && (Character.isLetterOrDigit(text.charAt(position)) || text.charAt(position) == '_')) {
      position++;
    }
    if (position == begin) {
      throw invalid("a name or a type");
    }
    return text.substring(begin, position);
  }

  /** Returns the next character that is no space; 0 at the end. */
  private char peek() {
    while (position < text.length() && Character.isWhitespace(text.charAt(position))) {
      position++;
    }
    return position < text.length() ? text.charAt(position) : 0;
  }

  /** Reads the character if it is the next one. */
  private boolean accept(char wanted) {
    boolean accepted = peek() == wanted;
    position += accepted ? 1 : 0;
    return accepted;
  }

  private void expect(char wanted) {
    if (!accept(wanted)) {
      throw invalid("'" + wanted + "'");
    }
  }

  private IndexedDbException invalid(String wanted) {
    return option.invalid(
        text,
        "at character %s it has not %s".formatted(position + 1, wanted),
        "Write columns as in CREATE TABLE, for example 'id, total decimal(10,2)'.");
  }

  private IndexedDbException notSupported(String type) {
    return IndexedDbException.of(
        ErrorCode.TYPE_NOT_SUPPORTED,
        "Cannot use '%s' as option '%s': there is no type '%s'. Use one of %s, decimal(p,s), array,"
            + " map or struct.",
        text,
        option.key(),
        type,
        NAMED.keySet().stream().sorted().toList());
  }
}
