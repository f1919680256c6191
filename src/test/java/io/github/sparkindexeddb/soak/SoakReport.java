// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.sparkindexeddb.wire.Json;
import java.util.List;
import java.util.Locale;

/**
 * What a soak came to.
 *
 * @param problems the first things that went wrong, each as a sentence
 */
record SoakReport(
    SoakOptions options, Tally.Totals totals, List<Sample> samples, List<String> problems) {
  Verdict verdict() {
    return Verdict.of(totals, samples);
  }

  /** One line for who runs it. */
  String line() {
    String result = verdict().isOk() ? "ok" : "NOT ok: " + String.join("; ", verdict().faults());
    return String.format(
        Locale.ROOT,
        "soak: %s, %d rows in %d reads, heap %s MB, threads %s, descriptors %s, spool %s MB",
        result,
        totals.rows(),
        totals.reads(),
        change(Figure.HEAP_MB),
        change(Figure.THREADS),
        change(Figure.DESCRIPTORS),
        change(Figure.SPOOL_MB));
  }

  private String change(Figure figure) {
    return String.format(
        Locale.ROOT, "%.0f → %.0f", Verdict.second(figure, samples), Verdict.last(figure, samples));
  }

  ObjectNode json() {
    ObjectNode json = Json.object().put("ok", verdict().isOk());
    json.put("seconds", options.duration().toSeconds()).put("seed", options.seed());
    json.put("behaving", options.population().behaving());
    json.put("misbehaving", options.population().misbehaving());
    json.put("rows", totals.rows()).put("reads", totals.reads());
    json.put("wrong", totals.wrong()).put("missing", totals.missing());
    json.put("failed", totals.failed());
    json.set("faults", Json.array(verdict().faults(), TextNode::valueOf));
    json.set("problems", Json.array(problems, TextNode::valueOf));
    totals.errors().forEach(json.putObject("errors")::put);
    totals.acts().forEach(json.putObject("misbehaviours")::put);
    ObjectNode medians = json.putObject("medians");
    for (Figure figure : Figure.values()) {
      medians
          .putObject(figure.name().toLowerCase(Locale.ROOT))
          .put("secondThird", Verdict.second(figure, samples))
          .put("lastThird", Verdict.last(figure, samples));
    }
    return json.set("samples", Json.array(samples, Sample::json));
  }
}
