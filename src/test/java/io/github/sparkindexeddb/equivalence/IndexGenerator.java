// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Makes up the indexes of a store, some of which are traps. */
final class IndexGenerator {
  private static final Pattern KEY_PATH = Pattern.compile("[\\p{L}_]\\w*(\\.\\w+)*|größe");

  private IndexGenerator() {}

  static List<StoreCase.Index> indexes(SeededRandom seededRandom, List<Column> columns) {
    List<String> paths = new ArrayList<>();
    columns.stream()
        .filter(column -> column.source() == Source.FIELD)
        .forEach(column -> addPaths(column.name(), column.type(), paths));
    // A field of no column, whose name differs from one in capitals alone.
    paths.add("VAL");
    paths.removeIf(path -> !KEY_PATH.matcher(path).matches());
    List<StoreCase.Index> indexes = new ArrayList<>();
    for (String path : paths) {
      if (seededRandom.chance(0.6)) {
        indexes.add(of(path));
      }
      if (seededRandom.chance(path.equals("tags") ? 0.7 : 0.1)) {
        indexes.add(ofEach(path));
      }
    }
    for (int i = 0; i < 2 && paths.size() >= 2 && seededRandom.chance(0.7); i++) {
      indexes.add(compound(seededRandom, paths, i));
    }
    return indexes;
  }

  static StoreCase.Index of(String path) {
    return new StoreCase.Index(path, "'" + path + "'", "{}");
  }

  /** Lists have an entry for each of their elements. */
  static StoreCase.Index ofEach(String path) {
    return new StoreCase.Index("each " + path, "'" + path + "'", "{ multiEntry: true }");
  }

  private static StoreCase.Index compound(
      SeededRandom seededRandom, List<String> paths, int number) {
    List<String> parts = new ArrayList<>();
    while (parts.size() < 2) {
      String part = seededRandom.oneOf(paths);
      if (!parts.contains(part)) {
        parts.add(part);
      }
    }
    if (seededRandom.chance(0.3)) {
      parts.add(seededRandom.oneOf(paths));
    }
    String keyPath = "['" + String.join("', '", parts) + "']";
    return new StoreCase.Index("compound " + number, keyPath, "{}");
  }

  private static void addPaths(String path, Type type, List<String> paths) {
    if (type instanceof Type.Struct struct) {
      struct.fields().forEach(field -> addPaths(path + "." + field.name(), field.type(), paths));
    } else {
      paths.add(path);
    }
  }
}
