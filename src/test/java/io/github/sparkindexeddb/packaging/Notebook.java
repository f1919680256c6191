// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a notebook asks of Spark, run through the JVM API: its reads with their options, its views
 * and its SQL. Python beside it is not run; a call of Spark that is not understood fails.
 */
record Notebook(List<Cell> cells) {
  private static final Pattern CALL =
      Pattern.compile(
          "(?m)^(?<frame>\\w+) = spark\\.read\\.format\\(\"indexeddb\"\\)"
              + "(?<options>(?:\\.option\\(\"\\w+\", [^)]+\\))*)\\.load\\(\"(?<path>[^\"]+)\"\\)$"
              + "|^(?<viewed>\\w+)\\.createOrReplaceTempView\\(\"(?<view>\\w+)\"\\)$"
              + "|spark\\.sql\\(\"\"\"(?<sql>(?s:.*?))\"\"\"\\)");

  private static final Pattern OPTION = Pattern.compile("\\.option\\(\"(\\w+)\", ([^)]+)\\)");
  private static final Pattern ANY_CALL =
      Pattern.compile("\\bspark\\.(read|sql|table|catalog)\\b|createOrReplaceTempView");

  /** A cell of code and, if it was run by Jupyter, what is shown under it. */
  record Cell(String code, JsonNode outputs) {
    /** What is shown as one MIME type, or printed; empty if nothing. */
    String shown(String type) {
      return Stream.of("/data/" + type.replace("/", "~1"), "/text")
          .flatMap(place -> outputs.findParents("output_type").stream().map(o -> o.at(place)))
          .flatMap(Notebook::lines)
          .collect(Collectors.joining());
    }
  }

  /** The rows of one query, and the cell that it is in. */
  record Answer(Cell cell, Dataset<Row> rows) {}

  /** A notebook of Jupyter. */
  static Notebook jupyter(Path file) throws IOException {
    List<Cell> cells = new ArrayList<>();
    for (JsonNode cell : Json.parse(Files.readAllBytes(file)).get("cells")) {
      if (cell.get("cell_type").asText().equals("code")) {
        String code = lines(cell.get("source")).collect(Collectors.joining());
        cells.add(new Cell(code, cell.get("outputs")));
      }
    }
    return new Notebook(cells);
  }

  /** A notebook of Databricks in its source format. */
  static Notebook databricks(Path file) throws IOException {
    String text = Files.readString(file);
    assertThat(text).startsWith("# Databricks notebook source\n");
    return new Notebook(
        Stream.of(text.substring(text.indexOf('\n')).split("\n# COMMAND -+\n"))
            .map(String::strip)
            .filter(cell -> !cell.startsWith("# MAGIC %md"))
            .map(Notebook::asPython)
            .map(code -> new Cell(code, Json.object()))
            .toList());
  }

  private static String asPython(String cell) {
    String magic = "# MAGIC %sql\n";
    return cell.startsWith(magic)
        ? "spark.sql(\"\"\"" + cell.substring(magic.length()).replace("# MAGIC ", "") + "\"\"\")"
        : cell;
  }

  private static Stream<String> lines(JsonNode text) {
    return text.isArray()
        ? Stream.iterate(0, i -> i < text.size(), i -> i + 1).map(i -> text.get(i).asText())
        : Stream.of(text.asText());
  }

  /**
   * Runs it from top to bottom.
   *
   * @param variables values of the Python variables that options are given
   * @return the answers of its queries
   */
  List<Answer> run(SparkSession spark, Map<String, String> variables) {
    Map<String, Dataset<Row>> frames = new HashMap<>();
    List<Answer> answers = new ArrayList<>();
    for (Cell cell : cells) {
      Matcher call = CALL.matcher(cell.code);
      int understood = 0;
      for (; call.find(); understood++) {
        if (call.group("frame") != null) {
          frames.put(call.group("frame"), read(spark, call, variables));
        } else if (call.group("view") != null) {
          frames.get(call.group("viewed")).createOrReplaceTempView(call.group("view"));
        } else {
          answers.add(new Answer(cell, spark.sql(call.group("sql"))));
        }
      }
      assertThat(ANY_CALL.matcher(cell.code).results()).as(cell.code).hasSize(understood);
    }
    return answers;
  }

  private static Dataset<Row> read(
      SparkSession spark, Matcher call, Map<String, String> variables) {
    DataFrameReader reader = spark.read().format("indexeddb");
    OPTION
        .matcher(call.group("options"))
        .results()
        .forEach(option -> reader.option(option.group(1), value(option.group(2), variables)));
    return reader.load(call.group("path"));
  }

  private static String value(String python, Map<String, String> variables) {
    if (python.startsWith("\"")) {
      return python.substring(1, python.length() - 1);
    }
    assertThat(variables).as("variables").containsKey(python);
    return variables.get(python);
  }
}
