// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Suggestion;
import io.github.sparkindexeddb.wire.value.Column;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of a record, and where their values stand in its line of JSON. Immutable, shared by
 * all records of a read.
 */
final class RecordLayout {
  static final RecordLayout EMPTY = new RecordLayout(List.of());

  private final List<Column> columns;
  private final Map<String, Integer> indices = new HashMap<>();

  RecordLayout(List<Column> columns) {
    this.columns = List.copyOf(columns);
    for (int i = 0; i < columns.size(); i++) {
      indices.put(columns.get(i).name(), i);
    }
  }

  /** Returns the layout of records whose lines begin with their key, without it. */
  RecordLayout withoutKey() {
    return new RecordLayout(columns.subList(1, columns.size()));
  }

  List<Column> columns() {
    return columns;
  }

  Column column(int index) {
    return columns.get(index);
  }

  /**
   * Returns the index of a column.
   *
   * @throws IllegalArgumentException naming the nearest, if there is no such column
   */
  int indexOf(String name) {
    Integer index = indices.get(name);
    if (index == null) {
      List<String> names = columns.stream().map(Column::name).toList();
      throw new IllegalArgumentException(
          "Cannot read column '%s': the record has none of that name. %s"
              .formatted(name, Suggestion.of(name, names).sentence("It has", names.toString())));
    }
    return index;
  }

  /**
   * Finds the values in a record.
   *
   * @param values to be filled with where the value of each column begins and ends
   * @throws IllegalArgumentException if the line is no object of these columns
   */
  void locate(byte[] line, int length, int[] values) {
    int at = expect(line, length, 0, '{');
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        at = expect(line, length, at, ',');
      }
      JsonSlice name = JsonSlice.at(line, at, length);
      if (!name.text().equals(columns.get(i).name())) {
        throw name.unexpected("'" + columns.get(i).name() + "'");
      }
      at = expect(line, length, name.to(), ':');
      JsonSlice value = JsonSlice.at(line, at, length);
      values[2 * i] = value.from();
      values[2 * i + 1] = value.to();
      at = value.to();
    }
    if (expect(line, length, at, '}') != length) {
      throw new IllegalArgumentException("more than an object is in the line");
    }
  }

  private static int expect(byte[] line, int length, int at, char wanted) {
    if (at >= length || line[at] != wanted) {
      throw new IllegalArgumentException("byte " + at + " is not '" + wanted + "'");
    }
    return at + 1;
  }

  byte[] bytes() {
    return Json.write(Json.array(columns, Column::json)).getBytes(StandardCharsets.UTF_8);
  }

  static RecordLayout fromBytes(byte[] json) {
    return new RecordLayout(Json.list(Json.parse(json), Column::fromJson));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordLayout layout && columns.equals(layout.columns);
  }

  @Override
  public int hashCode() {
    return columns.hashCode();
  }

  @Override
  public String toString() {
    return columns.toString();
  }
}
