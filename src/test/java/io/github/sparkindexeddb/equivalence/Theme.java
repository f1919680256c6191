// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.util.List;
import java.util.Optional;

/**
 * What a store is about. Those of a theme have few columns, so that most queries are about the one
 * thing that chance alone would bring up too seldom.
 */
enum Theme {
  ANYTHING {
    @Override
    KeyPlace place(SeededRandom seededRandom) {
      return seededRandom.oneOf(
          KeyPlace.INLINE,
          KeyPlace.INLINE,
          KeyPlace.INLINE,
          KeyPlace.NESTED,
          KeyPlace.COMPOUND,
          KeyPlace.COUNTED_INLINE,
          KeyPlace.OUTSIDE,
          KeyPlace.OUTSIDE,
          KeyPlace.COUNTED_OUTSIDE);
    }

    @Override
    List<Column> fields(SeededRandom seededRandom, boolean inferred) {
      return ColumnGenerator.fields(seededRandom, inferred);
    }

    @Override
    List<StoreCase.Index> indexes(SeededRandom seededRandom, List<Column> columns) {
      return IndexGenerator.indexes(seededRandom, columns);
    }

    @Override
    Optional<String> focus(SeededRandom seededRandom) {
      return Optional.empty();
    }
  },
  /** Dates as keys and in an index: Spark's timestamps lie between them. */
  TIMES(Scalar.TIMESTAMP) {
    @Override
    Keys keys(SeededRandom seededRandom) {
      return Keys.DATE;
    }

    @Override
    Optional<String> focus(SeededRandom seededRandom) {
      return Optional.of(seededRandom.oneOf(FIELD, "_key", "_key", "_key"));
    }
  },
  /** Keys of all types, of which the column that shows them has one. */
  MIXED_KEYS(Scalar.values()) {
    @Override
    KeyPlace place(SeededRandom seededRandom) {
      return KeyPlace.OUTSIDE;
    }

    @Override
    Mode mode(SeededRandom seededRandom) {
      return Mode.PERMISSIVE;
    }

    @Override
    Keys keys(SeededRandom seededRandom) {
      return Keys.MIXED;
    }

    @Override
    Type keyType(SeededRandom seededRandom, Keys keys) {
      return seededRandom.oneOf(Scalar.DOUBLE, Scalar.TIMESTAMP, Scalar.STRING, Scalar.BINARY);
    }

    @Override
    Optional<String> focus(SeededRandom seededRandom) {
      return Optional.of("_key");
    }
  },
  /** A function of the app leaves out records, and the indexed value of others. */
  REDACTED(Scalar.DOUBLE, Scalar.TIMESTAMP, Scalar.STRING) {
    @Override
    Mode mode(SeededRandom seededRandom) {
      return Mode.FAILFAST;
    }
  },
  /** The app puts and deletes records while queries are asked. */
  WRITTEN(Scalar.DOUBLE, Scalar.TIMESTAMP, Scalar.STRING, Scalar.BIGINT) {
    @Override
    KeyPlace place(SeededRandom seededRandom) {
      return KeyPlace.INLINE;
    }

    @Override
    Mode mode(SeededRandom seededRandom) {
      return seededRandom.oneOf(Mode.FAILFAST, Mode.PERMISSIVE);
    }

    @Override
    Optional<String> focus(SeededRandom seededRandom) {
      return Optional.of(seededRandom.oneOf(FIELD, FIELD, "id"));
    }
  },
  /** The same fields are keys in one browser and none in another, or have values of other types. */
  OTHER_STORES(Scalar.DOUBLE, Scalar.TIMESTAMP, Scalar.STRING) {
    @Override
    KeyPlace place(SeededRandom seededRandom) {
      return KeyPlace.INLINE;
    }

    @Override
    Mode mode(SeededRandom seededRandom) {
      return seededRandom.oneOf(Mode.PERMISSIVE, Mode.DROPMALFORMED);
    }

    @Override
    boolean mayDiffer() {
      return true;
    }

    @Override
    Optional<Scalar> otherType(SeededRandom seededRandom) {
      return seededRandom.chance(0.7)
          ? Optional.of(
              seededRandom.oneOf(
                  Scalar.DOUBLE, Scalar.TIMESTAMP, Scalar.STRING, Scalar.BINARY, Scalar.BOOLEAN))
          : Optional.empty();
    }

    @Override
    Optional<String> focus(SeededRandom seededRandom) {
      return Optional.of(seededRandom.oneOf(FIELD, FIELD, "id", "id"));
    }
  },
  /** A {@code multiEntry} index that looks complete and is not. */
  REPEATED(Scalar.BIGINT, Scalar.DOUBLE, Scalar.STRING) {
    @Override
    KeyPlace place(SeededRandom seededRandom) {
      return KeyPlace.COUNTED_INLINE;
    }

    @Override
    Mode mode(SeededRandom seededRandom) {
      return seededRandom.oneOf(Mode.PERMISSIVE, Mode.DROPMALFORMED);
    }

    @Override
    List<StoreCase.Index> indexes(SeededRandom seededRandom, List<Column> columns) {
      return List.of(IndexGenerator.ofEach(FIELD));
    }
  };

  /** The one field that a theme has beside the record's number. */
  static final String FIELD = "a";

  private final List<Scalar> types;

  Theme(Scalar... types) {
    this.types = List.of(types);
  }

  /** Anything, and after it one of the themes, each in turn. */
  static Theme of(int store) {
    return store % 2 == 0 ? ANYTHING : values()[1 + store / 2 % (values().length - 1)];
  }

  KeyPlace place(SeededRandom seededRandom) {
    return seededRandom.oneOf(KeyPlace.INLINE, KeyPlace.NESTED);
  }

  Mode mode(SeededRandom seededRandom) {
    return seededRandom.oneOf(Mode.FAILFAST, Mode.FAILFAST, Mode.PERMISSIVE, Mode.DROPMALFORMED);
  }

  Keys keys(SeededRandom seededRandom) {
    return seededRandom.oneOf(Keys.values());
  }

  /** What the column of the key is. */
  Type keyType(SeededRandom seededRandom, Keys keys) {
    return keys.type(seededRandom);
  }

  List<Column> fields(SeededRandom seededRandom, boolean inferred) {
    return List.of(
        Column.field("n", Scalar.BIGINT), Column.field(FIELD, seededRandom.oneOf(types)));
  }

  List<StoreCase.Index> indexes(SeededRandom seededRandom, List<Column> columns) {
    return List.of(IndexGenerator.of(FIELD));
  }

  /** The column that the next condition should be about. */
  Optional<String> focus(SeededRandom seededRandom) {
    return Optional.of(FIELD);
  }

  /** Whether the stores of two browsers may have different keys. */
  boolean mayDiffer() {
    return false;
  }

  /** What another browser has in the field in place of the column's type, if it has. */
  Optional<Scalar> otherType(SeededRandom seededRandom) {
    return Optional.empty();
  }
}
