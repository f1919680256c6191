// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.JsonFields;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/**
 * The kinds of value seen in one place of records, with what was inside the composite ones.
 *
 * @param kinds how often each was seen
 * @param list elements of arrays and sets
 * @param map keys and values of Maps
 * @param object fields of plain objects
 */
public record TypeNode(
    Map<Kind, Long> kinds, Optional<TypeNode> list, Optional<Entries> map, Optional<Names> object) {
  static final TypeNode EMPTY =
      new TypeNode(Map.of(), Optional.empty(), Optional.empty(), Optional.empty());

  /** More distinct names than this make an object a map. */
  public static final int MAX_NESTED_NAMES = 250;

  /** The same for the record itself, whose names are the table's columns. */
  public static final int MAX_ROOT_NAMES = 10_000;

  /** More than this no JavaScript number counts. */
  private static final long MAX_COUNT = 1L << 53;

  public TypeNode {
    kinds = Collections.unmodifiableMap(copy(kinds));
  }

  /** The keys and values of Maps. */
  public record Entries(TypeNode keys, TypeNode values) {
    Entries and(Entries other) {
      return new Entries(
          keys.and(other.keys, MAX_NESTED_NAMES), values.and(other.values, MAX_NESTED_NAMES));
    }
  }

  /** Fields of objects: each by name, or, if the names are too many, all their values in one. */
  public sealed interface Names {
    /** Returns all values as if of one field. */
    TypeNode values();

    ObjectNode json();

    /** Returns how many places there are in all fields. */
    long nodes();

    /** Sorted by where they were first seen. */
    record Named(List<SeenField> fields) implements Names {
      public Named {
        fields = fields.stream().sorted(SeenField.ORDER).toList();
      }

      @Override
      public TypeNode values() {
        return fields.stream()
            .map(SeenField::node)
            .reduce(EMPTY, (a, b) -> a.and(b, MAX_NESTED_NAMES));
      }

      @Override
      public long nodes() {
        return fields.stream().mapToLong(field -> field.node.nodes()).sum();
      }

      @Override
      public ObjectNode json() {
        ObjectNode json = Json.object();
        json.set("fields", Json.array(fields, SeenField::json));
        return json;
      }
    }

    /** More names than stay names. */
    record Collapsed(TypeNode values) implements Names {
      @Override
      public long nodes() {
        return values.nodes();
      }

      @Override
      public ObjectNode json() {
        ObjectNode json = Json.object();
        json.set("values", values.json());
        return json;
      }
    }
  }

  /**
   * A field by name.
   *
   * @param ordinal of the record where the field was first seen
   * @param position within its object there
   */
  public record SeenField(String name, long ordinal, int position, TypeNode node) {
    static final Comparator<SeenField> ORDER =
        Comparator.comparingLong(SeenField::ordinal)
            .thenComparingInt(SeenField::position)
            .thenComparing(SeenField::name);

    SeenField and(SeenField other) {
      SeenField first = ORDER.compare(this, other) <= 0 ? this : other;
      return new SeenField(
          name, first.ordinal, first.position, node.and(other.node, MAX_NESTED_NAMES));
    }

    ObjectNode json() {
      ObjectNode json = Json.object().put("name", name);
      json.putArray("at").add(ordinal).add(position);
      json.set("node", node.json());
      return json;
    }

    static SeenField fromJson(JsonNode json) {
      JsonFields fields = JsonFields.of(json, "summary field");
      JsonNode at = fields.node("at");
      if (at.size() != 2 || !at.path(0).canConvertToLong() || !at.path(1).canConvertToInt()) {
        throw fields.invalid("at", at, "a record and a place in it");
      }
      TypeNode node = TypeNode.fromJson(fields.node("node"), MAX_NESTED_NAMES);
      return new SeenField(fields.text("name"), at.get(0).asLong(), at.get(1).asInt(), node);
    }
  }

  /**
   * Returns the node of the values of both.
   *
   * @param maxNames distinct names that stay names
   */
  TypeNode and(TypeNode other, int maxNames) {
    Map<Kind, Long> sums = copy(kinds);
    other.kinds.forEach((kind, count) -> sums.merge(kind, count, TypeNode::sum));
    return new TypeNode(
        sums,
        both(list, other.list, (a, b) -> a.and(b, MAX_NESTED_NAMES)),
        both(map, other.map, Entries::and),
        both(object, other.object, (a, b) -> merged(a, b, maxNames)));
  }

  /** Returns how many places there are, this one and those inside. */
  long nodes() {
    long inside = list.map(TypeNode::nodes).orElse(0L);
    inside += map.map(entries -> entries.keys.nodes() + entries.values.nodes()).orElse(0L);
    return 1 + inside + object.map(Names::nodes).orElse(0L);
  }

  private static Names merged(Names a, Names b, int maxNames) {
    if (a instanceof Names.Named left && b instanceof Names.Named right) {
      Map<String, SeenField> byName = new HashMap<>();
      left.fields.forEach(field -> byName.put(field.name, field));
      right.fields.forEach(field -> byName.merge(field.name, field, SeenField::and));
      return limited(List.copyOf(byName.values()), maxNames);
    }
    return new Names.Collapsed(a.values().and(b.values(), MAX_NESTED_NAMES));
  }

  /** Returns the sum, or the most that there can be of anything. */
  static long sum(long a, long b) {
    return Math.min(MAX_COUNT, a + b);
  }

  private static Names limited(List<SeenField> fields, int maxNames) {
    Names.Named names = new Names.Named(fields);
    return fields.size() > maxNames ? new Names.Collapsed(names.values()) : names;
  }

  private static <T> Optional<T> both(Optional<T> a, Optional<T> b, BinaryOperator<T> merge) {
    return a.isPresent() && b.isPresent()
        ? Optional.of(merge.apply(a.get(), b.get()))
        : a.or(() -> b);
  }

  private static Map<Kind, Long> copy(Map<Kind, Long> kinds) {
    return kinds.isEmpty() ? new EnumMap<>(Kind.class) : new EnumMap<>(kinds);
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    ObjectNode counts = json.putObject("kinds");
    kinds.forEach((kind, count) -> counts.put(kind.json(), count));
    list.ifPresent(node -> json.set("list", node.json()));
    map.ifPresent(
        entries -> {
          ObjectNode node = json.putObject("map");
          node.set("keys", entries.keys.json());
          node.set("values", entries.values.json());
        });
    object.ifPresent(names -> json.set("object", names.json()));
    return json;
  }

  static TypeNode fromJson(JsonNode json, int maxNames) {
    JsonFields fields = JsonFields.of(json, "summary node");
    TypeNode node =
        new TypeNode(
            kinds(fields, fields.node("kinds")),
            fields.present("list").map(list -> fromJson(list, MAX_NESTED_NAMES)),
            fields.present("map").map(TypeNode::entries),
            fields.present("object").map(names -> names(names, maxNames)));
    fields.end();
    return node;
  }

  private static Map<Kind, Long> kinds(JsonFields fields, JsonNode counts) {
    Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
    counts
        .fields()
        .forEachRemaining(
            entry ->
                kinds.put(
                    Arrays.stream(Kind.values())
                        .filter(kind -> kind.json().equals(entry.getKey()))
                        .findFirst()
                        .orElseThrow(() -> fields.invalid("kinds", entry.getKey(), "a known kind")),
                    count(fields, entry.getValue())));
    return kinds;
  }

  private static long count(JsonFields fields, JsonNode value) {
    if (!value.canConvertToLong() || value.asLong() < 0 || value.asLong() > MAX_COUNT) {
      throw fields.invalid("kinds", value, "counts");
    }
    return value.asLong();
  }

  private static Entries entries(JsonNode json) {
    JsonFields fields = JsonFields.of(json, "summary of map entries");
    return new Entries(
        fromJson(fields.node("keys"), MAX_NESTED_NAMES),
        fromJson(fields.node("values"), MAX_NESTED_NAMES));
  }

  private static Names names(JsonNode json, int maxNames) {
    JsonFields fields = JsonFields.of(json, "summary of fields");
    Optional<TypeNode> others =
        fields.present("values").map(values -> fromJson(values, MAX_NESTED_NAMES));
    List<SeenField> named =
        others.isPresent()
            ? fields.optionalList("fields", SeenField::fromJson).orElse(List.of())
            : fields.list("fields", SeenField::fromJson);
    return others
        .map(node -> node.and(new Names.Named(named).values(), MAX_NESTED_NAMES))
        .<Names>map(Names.Collapsed::new)
        .orElseGet(() -> limited(named, maxNames));
  }
}
