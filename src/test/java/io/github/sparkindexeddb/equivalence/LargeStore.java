// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store of small records that is beyond what the export worker really takes for few. */
final class LargeStore {
  /** A fifth more than from where on the worker estimates. */
  private static final int RECORDS = 60_000;

  private static final long MINUTE = 60_000;
  private static final int GROUPS = 1000;
  private static final int TEXTS = 500;

  private LargeStore() {}

  static StoreCase generate(SeededRandom seededRandom) {
    Scalar number = seededRandom.oneOf(Scalar.DOUBLE, Scalar.BIGINT);
    return new StoreCase(
        "large",
        KeyPlace.INLINE.creation(),
        List.of(
            Column.field("id", number),
            Column.field("n", Scalar.BIGINT),
            Column.field("a", Scalar.DOUBLE),
            Column.field("d", Scalar.TIMESTAMP),
            Column.field("g", Scalar.INT),
            Column.field("t", Scalar.STRING)),
        false,
        Mode.FAILFAST,
        Optional.of(new Column("_key", Scalar.DOUBLE, Source.KEY)),
        Optional.empty(),
        seededRandom.oneOf(Map.of(), Map.of("recordsPerPartition", "9000")),
        false,
        List.of(),
        List.of(share(seededRandom)));
  }

  private static StoreCase.Share share(SeededRandom seededRandom) {
    return new StoreCase.Share(
        KeyPlace.INLINE.creation(),
        List.of(
            IndexGenerator.of("a"),
            IndexGenerator.of("d"),
            IndexGenerator.of("t"),
            new StoreCase.Index("both", "['g', 't']", "{}")),
        entries(seededRandom));
  }

  /** By keys that lie densely, evenly or unevenly. */
  private static List<StoreCase.Entry> entries(SeededRandom seededRandom) {
    int widest = seededRandom.oneOf(1, 1, 3, 9);
    int narrowest = seededRandom.oneOf(1, widest);
    List<StoreCase.Entry> entries = new ArrayList<>();
    for (int n = 1, id = 0; n <= RECORDS; n++, id += seededRandom.between(narrowest, widest)) {
      entries.add(KeyPlace.INLINE.entry(new Js.Num(id), record(seededRandom, n)));
    }
    return entries;
  }

  private static Js.Obj record(SeededRandom seededRandom, int n) {
    Map<String, Js> fields = new LinkedHashMap<>();
    fields.put("n", new Js.Num(n));
    fields.put("a", new Js.Num(seededRandom.between(-RECORDS, RECORDS) / 4.0));
    fields.put("d", new Js.Date(MINUTE * seededRandom.between(0, RECORDS / 3)));
    fields.put("g", new Js.Num(seededRandom.between(1, GROUPS)));
    fields.put("t", new Js.Text("t" + seededRandom.between(1, TEXTS)));
    return new Js.Obj(fields);
  }
}
