// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.encoding.column;

import io.github.sparkindexeddb.encoding.line.RecordTape;
import io.github.sparkindexeddb.encoding.line.Strings;
import io.github.sparkindexeddb.wire.value.WellFormedText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Finds fields of objects by their names. Most objects have them in one order, so the next name is
 * compared with the next wanted one first.
 */
public final class FieldIndex {
  private static final char REPLACEMENT = '\uFFFD';

  private final RecordTape tape;
  private final byte[][] names;

  /** Places of names by their hash, with room between them; -1 where there is none. */
  private final int[] places;

  private final Map<String, Integer> placesByName = new HashMap<>();

  /** UTF-8 has no form for a half of a character, so a name with U+FFFD may mean one with such. */
  private final boolean hasReplacement;

  /** Begins with the wanted names; where one is twice, the first place is that of both. */
  public FieldIndex(RecordTape tape, List<String> wanted) {
    this.tape = tape;
    List<String> distinct = List.copyOf(new LinkedHashSet<>(wanted));
    this.names = new byte[distinct.size()][];
    this.places = new int[Integer.highestOneBit(names.length + 1) << 2];
    Arrays.fill(places, -1);
    for (int place = 0; place < names.length; place++) {
      String name = distinct.get(place);
      names[place] = name.getBytes(StandardCharsets.UTF_8);
      placesByName.put(name, place);
      int at = hash(names[place], 0, names[place].length) & places.length - 1;
      while (places[at] >= 0) {
        at = at + 1 & places.length - 1;
      }
      places[at] = place;
    }
    this.hasReplacement = distinct.stream().anyMatch(name -> name.indexOf(REPLACEMENT) >= 0);
  }

  /** Returns how many places there are. */
  public int size() {
    return names.length;
  }

  /** Returns the place of a wanted name. */
  public int place(String name) {
    return placesByName.get(name);
  }

  /**
   * Finds the fields of an object.
   *
   * @param found gets, from an index on, the value for each place, or {@link RecordTape#NOTHING}
   */
  public void find(int object, int[] found, int from) {
    Arrays.fill(found, from, from + names.length, RecordTape.NOTHING);
    int next = 0;
    for (int name = object + 1; !tape.isClose(name); name = tape.next(name + 1)) {
      if (tape.isEscaped(name)) {
        findEscaped(name, found, from);
      } else {
        int place = next < names.length && isNamed(name, next) ? next : placeOf(name);
        if (place >= 0) {
          found[from + place] = name + 1;
          next = place + 1;
        }
      }
    }
  }

  private void findEscaped(int name, int[] found, int from) {
    String exact = Strings.exact(tape, name);
    Integer place = placesByName.get(exact);
    if (place != null) {
      found[from + place] = name + 1;
    } else if (hasReplacement) {
      Integer meant = placesByName.get(WellFormedText.of(exact));
      if (meant != null && found[from + meant] == RecordTape.NOTHING) {
        found[from + meant] = name + 1;
      }
    }
  }

  private boolean isNamed(int name, int place) {
    byte[] wanted = names[place];
    byte[] text = tape.text();
    int start = tape.start(name);
    int length = tape.end(name) - start;
    if (length != wanted.length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text[start + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }

  private int placeOf(int name) {
    int at = hash(tape.text(), tape.start(name), tape.end(name)) & places.length - 1;
    while (places[at] >= 0) {
      if (isNamed(name, places[at])) {
        return places[at];
      }
      at = at + 1 & places.length - 1;
    }
    return -1;
  }

  private static int hash(byte[] bytes, int from, int to) {
    int hash = to - from;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + bytes[i];
    }
    return hash ^ hash >>> 15;
  }
}
