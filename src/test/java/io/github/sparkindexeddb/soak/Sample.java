// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * An agent at one time, and what had been read by then.
 *
 * @param seconds since the beginning
 */
record Sample(double seconds, Map<Figure, Double> figures, Tally.Totals totals) {
  Sample {
    figures = new EnumMap<>(figures);
  }

  double of(Figure figure) {
    return figures.get(figure);
  }

  String line() {
    return String.format(
        Locale.ROOT,
        "%7.1f s  heap %5.1f MB  resident %4.0f MB  threads %3.0f  descriptors %4.0f  spool %5.1f MB"
            + " in %4.0f files  scans %3.0f  rows %d  reads %d  errors %s",
        seconds,
        of(Figure.HEAP_MB),
        of(Figure.RESIDENT_MB),
        of(Figure.THREADS),
        of(Figure.DESCRIPTORS),
        of(Figure.SPOOL_MB),
        of(Figure.SPOOL_FILES),
        of(Figure.SCANS),
        totals.rows(),
        totals.reads(),
        totals.errors());
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("seconds", seconds);
    figures.forEach((figure, value) -> json.put(figure.name().toLowerCase(Locale.ROOT), value));
    return json.put("rows", totals.rows()).put("reads", totals.reads());
  }
}
