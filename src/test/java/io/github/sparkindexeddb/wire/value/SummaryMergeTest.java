// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.wire.value;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.wire.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Merging is associative and commutative for any summaries, so that a schema does not depend on
 * which client answered first. A failure names its seed; {@code -Dseed=…} repeats it.
 */
class SummaryMergeTest {
  private static final int TRIALS = 300;

  @Test
  void theResultDoesNotDependOnOrderOrGrouping() {
    long seed = Long.getLong("seed", System.nanoTime());
    Random random = new Random(seed);
    for (int trial = 0; trial < TRIALS; trial++) {
      List<Summary> parts =
          IntStream.range(0, 2 + random.nextInt(5)).mapToObj(i -> summary(random)).toList();
      String expected = Json.write(fold(parts).json());
      List<Summary> shuffled = new ArrayList<>(parts);
      Collections.shuffle(shuffled, random);
      assertThat(Json.write(fold(shuffled).json()))
          .as("-Dseed=%d, trial %d, other order", seed, trial)
          .isEqualTo(expected);
      assertThat(Json.write(grouped(shuffled, random).json()))
          .as("-Dseed=%d, trial %d, other grouping", seed, trial)
          .isEqualTo(expected);
    }
  }

  @Test
  void theEmptySummaryChangesNothing() {
    Random random = new Random(1);
    for (int trial = 0; trial < TRIALS; trial++) {
      Summary summary = summary(random);
      assertThat(summary.and(Summary.EMPTY)).isEqualTo(summary);
      assertThat(Summary.EMPTY.and(summary)).isEqualTo(summary);
    }
  }

  @Test
  void namesCollapseInAnyOrder() {
    Summary low = Summary.fromJson(wide(0, 200));
    Summary middle = Summary.fromJson(wide(100, 251));
    Summary high = Summary.fromJson(wide(251, 260));
    Summary one = low.and(middle).and(high);
    assertThat(one).isEqualTo(high.and(middle.and(low))).isEqualTo(low.and(high).and(middle));
    JsonNode nested = one.json().at("/root/object/fields/0/node/object");
    assertThat(nested.has("values")).isTrue();
    assertThat(nested.at("/values/kinds/integer").asLong()).isEqualTo(200 + 151 + 9);
  }

  private static Summary fold(List<Summary> parts) {
    return parts.stream().reduce(Summary.EMPTY, Summary::and);
  }

  private static Summary grouped(List<Summary> parts, Random random) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int cut = 1 + random.nextInt(parts.size() - 1);
    return grouped(parts.subList(0, cut), random)
        .and(grouped(parts.subList(cut, parts.size()), random));
  }

  /** A record with one object that has the fields f{from} to f{to - 1}. */
  private static JsonNode wide(int from, int to) {
    ObjectNode inner = Json.object();
    inner.putObject("kinds").put("object", 1);
    ArrayNode fields = inner.putObject("object").putArray("fields");
    for (int i = from; i < to; i++) {
      ObjectNode field = fields.addObject().put("name", "f" + i);
      field.putArray("at").add(from).add(i);
      field.putObject("node").putObject("kinds").put("integer", 1);
    }
    ObjectNode json = Json.object().put("records", 1);
    json.putObject("corrupt").put("count", 0);
    ObjectNode root = json.putObject("root");
    root.putObject("kinds").put("object", 1);
    ObjectNode field = root.putObject("object").putArray("fields").addObject().put("name", "x");
    field.putArray("at").add(0).add(0);
    field.set("node", inner);
    return json;
  }

  private static Summary summary(Random random) {
    ObjectNode json = Json.object().put("records", random.nextInt(100));
    ObjectNode corrupt = json.putObject("corrupt").put("count", random.nextInt(3));
    if (corrupt.path("count").asInt() > 0) {
      corrupt.set("key", new Key.NumberKey(random.nextInt(5)).json());
      corrupt.put("reason", random.nextBoolean() ? "cyclic" : "unclonable");
    }
    json.set("root", node(random, 3));
    return Summary.fromJson(json);
  }

  private static ObjectNode node(Random random, int depth) {
    ObjectNode json = Json.object();
    ObjectNode kinds = json.putObject("kinds");
    for (int i = random.nextInt(3); i >= 0; i--) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      kinds.put(kind.json(), 1 + random.nextInt(9));
    }
    if (depth > 0) {
      contents(random, depth - 1, json);
    }
    return json;
  }

  private static void contents(Random random, int depth, ObjectNode json) {
    if (random.nextBoolean()) {
      json.set("list", node(random, depth));
    }
    if (random.nextInt(4) == 0) {
      ObjectNode map = json.putObject("map");
      map.set("keys", node(random, depth));
      map.set("values", node(random, depth));
    }
    if (random.nextInt(8) == 0) {
      json.putObject("object").set("values", node(random, depth));
    } else if (random.nextBoolean()) {
      json.putObject("object").set("fields", fields(random, i -> node(random, depth)));
    }
  }

  /** At times so many that two of them collapse. */
  private static ArrayNode fields(Random random, IntFunction<ObjectNode> node) {
    int size = random.nextInt(30) == 0 ? 150 : random.nextInt(4);
    List<Integer> names = new ArrayList<>(IntStream.range(0, size * 2).boxed().toList());
    Collections.shuffle(names, random);
    return Json.array(
        names.subList(0, size),
        name -> {
          ObjectNode field = Json.object().put("name", "f" + name);
          field.putArray("at").add(random.nextInt(3)).add(random.nextInt(3));
          field.set(
              "node", size > 100 ? Json.object().set("kinds", Json.object()) : node.apply(name));
          return field;
        });
  }
}
