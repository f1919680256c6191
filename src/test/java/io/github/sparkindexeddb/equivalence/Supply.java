// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.wire.value.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * An endless supply of values for one column.
 *
 * @param dense every value is a key, so that an index over it has every record
 * @param wrong how likely a value is of some other type
 * @param files a File may stand where an object should that has fields of its names
 * @param errors an Error, too; its stack is nowhere told apart, so no text may be made of it
 */
record Supply(
    SeededRandom seededRandom, boolean dense, double wrong, boolean files, boolean errors) {
  private static final List<Js> NOTHING =
      List.of(Js.NULL, Js.UNDEFINED, Js.MISSING, Js.MISSING, Js.INVALID_DATE);

  /** Without Errors. */
  Supply(SeededRandom seededRandom, boolean dense, double wrong, boolean files) {
    this(seededRandom, dense, wrong, files, false);
  }

  Supplier<Js> of(Type type) {
    if (type instanceof Type.Struct struct) {
      return objects(struct);
    } else if (type instanceof Type.Array array) {
      return lists(array);
    } else if (type instanceof Type.Map map) {
      return maps(map);
    }
    List<Js> pool = pool(type);
    return orNothing(() -> boxedNow(seededRandom.oneOf(pool)));
  }

  /** Arrays, and other classes whose elements fit if there are such. */
  private Supplier<Js> lists(Type.Array type) {
    Supplier<Js> elements = new Supply(seededRandom, false, 0, false).of(type.element());
    List<Js> holders = files ? fitting(type) : List.of();
    return orNothing(
        () ->
            holders.isEmpty() || seededRandom.chance(0.7)
                ? new Js.Arr(
                    IntStream.range(0, seededRandom.between(0, 3))
                        .mapToObj(i -> present(elements))
                        .toList())
                : seededRandom.oneOf(holders));
  }

  /** Maps, whose keys do not fit now and then where that may be, and plain objects. */
  private Supplier<Js> maps(Type.Map type) {
    Supplier<Js> keys = new Supply(seededRandom, true, wrong, false).of(type.key());
    Supplier<Js> values = new Supply(seededRandom, false, 0, false).of(type.value());
    return orNothing(
        () -> {
          Map<Object, Js> distinct = new LinkedHashMap<>();
          for (int i = seededRandom.between(0, 3); i > 0; i--) {
            Js key = Js.MapOf.key(keys.get());
            distinct.putIfAbsent(
                wrong > 0 ? Keys.identity(key) : Model.value(type.key(), key), key);
          }
          List<Js> own = List.copyOf(distinct.values());
          return new Js.MapOf(own, own.stream().map(key -> present(values)).toList());
        });
  }

  private static List<Js> fitting(Type type) {
    return Edges.holders().stream()
        .filter(each -> Model.value(type, each) != Model.MISFIT)
        .toList();
  }

  /**
   * Values of which a {@code multiEntry} index has just as many entries as there are records, if
   * their number divides by four: for some it has none, but for as many others, which are lists,
   * two.
   */
  Supplier<Js> hiddenAndRepeated(Type.Scalar type) {
    List<Js> keys = Edges.of(type).stream().filter(Supply::isKey).toList();
    Deque<Js> next = new ArrayDeque<>();
    return () -> {
      if (next.isEmpty()) {
        next.addAll(
            List.of(
                seededRandom.oneOf(keys),
                new Js.Boxed(seededRandom.oneOf(keys)),
                new Js.Arr(List.of(keys.get(0), keys.get(keys.size() - 1))),
                seededRandom.oneOf(keys)));
      }
      return next.remove();
    };
  }

  /** Few different values, so that they repeat. */
  private List<Js> pool(Type type) {
    List<Js> edges =
        type instanceof Type.Scalar scalar ? Edges.of(scalar) : Edges.decimals((Type.Decimal) type);
    List<Js> keys = edges.stream().filter(Supply::isKey).toList();
    List<Js> choices = dense && !keys.isEmpty() ? keys : edges;
    return IntStream.range(0, seededRandom.oneOf(1, 3, 6, 12))
        .mapToObj(i -> seededRandom.oneOf(choices))
        .toList();
  }

  private Supplier<Js> objects(Type.Struct type) {
    Map<String, Supplier<Js>> fields = new LinkedHashMap<>();
    type.fields().forEach(field -> fields.put(field.name(), of(field.type())));
    boolean mayBeError =
        type.fields().stream().allMatch(field -> List.of("name", "message").contains(field.name()));
    boolean mayBeFile =
        type.fields().stream().anyMatch(field -> field.name().equals("lastModified"));
    return orNothing(
        () -> {
          if (mayBeError && errors && seededRandom.chance(0.5)) {
            return new Js.Err(seededRandom.oneOf(Edges.TEXTS));
          } else if (mayBeFile && !dense && files && seededRandom.chance(0.2)) {
            return new Js.File("f", seededRandom.oneOf(0L, 999L, 1_700_000_000_123L));
          }
          Js.Obj object = new Js.Obj(Map.of());
          for (Map.Entry<String, Supplier<Js>> field : fields.entrySet()) {
            object = object.with(field.getKey(), field.getValue().get());
          }
          return object;
        });
  }

  private Supplier<Js> orNothing(Supplier<Js> values) {
    return () -> {
      if (seededRandom.chance(wrong)) {
        return seededRandom.oneOf(dense ? Edges.anyKey() : Edges.anything());
      }
      return !dense && seededRandom.chance(0.15) ? seededRandom.oneOf(NOTHING) : values.get();
    };
  }

  private Js boxedNow(Js value) {
    boolean primitive =
        value instanceof Js.Num
            || value instanceof Js.Text
            || value instanceof Js.Bool
            || value instanceof Js.Big;
    return primitive && !dense && seededRandom.chance(0.05) ? new Js.Boxed(value) : value;
  }

  private static Js present(Supplier<Js> elements) {
    Js element = elements.get();
    return element == Js.MISSING ? Js.UNDEFINED : element;
  }

  private static boolean isKey(Js value) {
    return value instanceof Js.Text
        || value instanceof Js.Date
        || value instanceof Js.Bytes
        || value instanceof Js.Num number && !Double.isNaN(number.value());
  }
}
