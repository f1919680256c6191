// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Column.Source;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes up stores: keys, columns, indexes, records, and how they are read. */
final class StoreGenerator {
  private final SeededRandom seededRandom;
  private final String name;
  private final Theme theme;
  private final KeyPlace place;
  private final Keys keys;
  private final Mode mode;
  private final boolean inferred;
  private final double wrong;
  private final Optional<String> corrupt;
  private final List<StoreCase.Entry> writes = new ArrayList<>();

  private StoreGenerator(SeededRandom seededRandom, String name, Theme theme) {
    this.seededRandom = seededRandom;
    this.name = name;
    this.theme = theme;
    this.place = theme.place(seededRandom);
    this.mode = theme.mode(seededRandom);
    this.inferred = mode == Mode.FAILFAST && seededRandom.chance(0.4);
    Keys any = theme.keys(seededRandom);
    // The types of fields that hold arrays are not to be inferred here.
    boolean maybeArrays = any == Keys.ARRAY || any == Keys.MIXED;
    this.keys =
        inferred && !place.isOutside() && maybeArrays
            ? seededRandom.oneOf(Keys.NUMBER, Keys.STRING, Keys.DATE, Keys.BINARY)
            : any;
    this.wrong = mode == Mode.FAILFAST ? 0 : seededRandom.oneOf(0.02, 0.2);
    this.corrupt =
        mode == Mode.PERMISSIVE && seededRandom.chance(0.3)
            ? Optional.of("_bad")
            : Optional.empty();
  }

  /** A store in as many browsers. */
  static StoreCase generate(SeededRandom seededRandom, String name, Theme theme, int browsers) {
    return new StoreGenerator(seededRandom, name, theme).generate(browsers);
  }

  private StoreCase generate(int browsers) {
    boolean ofValues = theme == Theme.ANYTHING && place.isOutside() && seededRandom.chance(0.25);
    Type keyType = theme.keyType(seededRandom, keys);
    List<List<Js>> keysOfAll = Stream.generate(() -> keys(keyType)).limit(browsers).toList();
    List<Column> columns = new ArrayList<>(keyColumns(keyType, keysOfAll));
    Map<Column, Supplier<Js>> supplies = new LinkedHashMap<>();
    List<Column> fields =
        ofValues
            ? List.of(new Column("value", scalar(), Source.VALUE))
            : theme.fields(seededRandom, inferred);
    fields.forEach(field -> supplies.put(field, supply(field)));
    columns.addAll(fields);
    RecordGenerator.StoreHabits habits =
        new RecordGenerator.StoreHabits(ofValues, inferred, place.isOutside(), wrong > 0);
    return assembled(columns, keysOfAll, new RecordGenerator(seededRandom, supplies, habits));
  }

  private Supplier<Js> supply(Column field) {
    return theme == Theme.REPEATED && field.name().equals(Theme.FIELD)
        ? new Supply(seededRandom, true, 0, false).hiddenAndRepeated((Scalar) field.type())
        : new Supply(
                seededRandom,
                seededRandom.chance(0.5),
                wrong,
                !inferred,
                !inferred && corrupt.isEmpty())
            .of(field.type());
  }

  /** Values of a type that the field's column need not have, all of which are keys or not. */
  private Supplier<Js> misfits(Scalar type) {
    double others = seededRandom.oneOf(0.0, wrong, 0.5);
    return new Supply(seededRandom, seededRandom.chance(0.5), others, false).of(type);
  }

  private StoreCase assembled(
      List<Column> columns, List<List<Js>> keysOfAll, RecordGenerator records) {
    List<StoreCase.Share> shares = new ArrayList<>();
    for (List<Js> own : keysOfAll) {
      if (!shares.isEmpty()) {
        theme.otherType(seededRandom).ifPresent(type -> records.supply(Theme.FIELD, misfits(type)));
      }
      List<StoreCase.Entry> entries =
          new ArrayList<>(own.stream().map(key -> place.entry(key, records.next())).toList());
      if (theme == Theme.WRITTEN && shares.isEmpty()) {
        takeWrites(entries);
      }
      boolean other = !shares.isEmpty() && theme.mayDiffer() && seededRandom.chance(0.7);
      shares.add(
          new StoreCase.Share(
              other ? "{}" : place.creation(),
              theme.indexes(seededRandom, columns),
              other ? beside(entries) : entries));
    }
    return new StoreCase(
        name,
        place.creation(),
        columns,
        inferred,
        mode,
        metaKey(keysOfAll),
        corrupt,
        options(),
        theme == Theme.REDACTED,
        writes,
        shares);
  }

  /** Some of the records are not there at first, and all the time come and go. */
  private void takeWrites(List<StoreCase.Entry> entries) {
    for (int i = entries.size() - 1; i > 0; i -= 4) {
      StoreCase.Entry entry = entries.remove(i);
      Js.Obj record = (Js.Obj) entry.record();
      writes.add(place.entry(entry.key(), record.with("n", new Js.Num(StoreCase.WRITTEN + i))));
    }
  }

  /** The same records in a store that knows nothing of the keys in them, and has others. */
  private List<StoreCase.Entry> beside(List<StoreCase.Entry> entries) {
    List<Js> others = Keys.MIXED.distinct(seededRandom, entries.size());
    return IntStream.range(0, others.size())
        .mapToObj(i -> KeyPlace.OUTSIDE.entry(others.get(i), entries.get(i).record()))
        .toList();
  }

  /** Where nothing may be malformed, only those that fit their column. */
  private List<Js> keys(Type type) {
    return place.keys(seededRandom, keys, inferred ? size() + 1 : size()).stream()
        .filter(
            key ->
                mode != Mode.FAILFAST
                    || inferred
                    || place.counted()
                    || Model.value(type, place.first(key)) != Model.MISFIT)
        .toList();
  }

  private List<Column> keyColumns(Type chosen, List<List<Js>> keysOfAll) {
    Type counted =
        inferred ? Scalar.BIGINT : seededRandom.oneOf(Scalar.BIGINT, Scalar.INT, Scalar.DOUBLE);
    if (!inferred) {
      return place.columns(chosen, counted);
    } else if (place.isOutside()) {
      return place.columns(Keys.inferred(keysOfAll, place.counted()), counted);
    }
    return place.columns(Keys.inferredField(keysOfAll, place::first), counted);
  }

  private Optional<Column> metaKey(List<List<Js>> keysOfAll) {
    return place.isOutside() || theme.mayDiffer()
        ? Optional.empty()
        : Optional.of(new Column("_key", Keys.inferred(keysOfAll, place.counted()), Source.KEY));
  }

  private Map<String, String> options() {
    Map<String, String> options = new LinkedHashMap<>();
    if (seededRandom.chance(0.3)) {
      options.put("recordsPerPartition", seededRandom.oneOf("7", "40"));
    }
    if (seededRandom.chance(0.4)) {
      options.put("maxPartitions", seededRandom.oneOf("1", "3"));
    }
    return options;
  }

  private Type scalar() {
    return inferred
        ? seededRandom.oneOf(Scalar.DOUBLE, Scalar.STRING, Scalar.TIMESTAMP, Scalar.BIGINT)
        : seededRandom.oneOf(Scalar.values());
  }

  private int size() {
    if (theme != Theme.ANYTHING) {
      return 4 * seededRandom.between(10, 50);
    }
    return switch (seededRandom.between(0, 9)) {
      case 0 -> seededRandom.between(0, 4);
      case 1, 2, 3 -> seededRandom.between(5, 40);
      default -> seededRandom.between(40, 250);
    };
  }
}
