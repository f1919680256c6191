// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import io.github.sparkindexeddb.wire.IndexedDbException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options of the input format for Tez, MapReduce and what is built on them: those of {@link
 * Options}, but for what only Spark has, and two for what Spark says in its own words.
 */
public final class HadoopOptions {
  /** Prefix of each key in a Hadoop configuration. */
  public static final String PREFIX = "indexeddb.";

  public static final Option<String> COLUMNS =
      new Option<>(
          "columns",
          OptionParser.TEXT,
          Optional.empty(),
          note(
              "The columns to read, in order: `id, total decimal(10,2), customer struct<city:string>`. One without"
                  + " a type has the inferred one; if all have types, no record is sampled. Without this option all"
                  + " columns are read. Names with other characters than letters, digits and `_` stand in backticks."));

  public static final Option<String> PREDICATE =
      new Option<>(
          "predicate",
          OptionParser.TEXT,
          Optional.empty(),
          note(
              "Only records for which this is true, as JSON: `{\"op\":\">\",\"column\":[\"total\"],\"value\":10}`."
                  + " `IndexedDbInputFormat.configure(…).where(…)` writes it."));

  /** All options, in the order of the reference page. */
  public static final List<Option<?>> ALL =
      Stream.concat(
              Options.ALL.stream().filter(option -> option != Options.PUSHDOWN),
              Stream.of(COLUMNS, PREDICATE))
          .toList();

  private static final String EXAMPLE =
      "IndexedDbInputFormat.configure(configuration, credentials).endpoint(\"http://localhost:8787\").store(\"shop\","
          + " \"orders\")";

  private final GivenOptions givenOptions;
  private final ReadOptions read;

  private HadoopOptions(GivenOptions givenOptions) {
    this.givenOptions = givenOptions;
    this.read = ReadOptions.of(givenOptions, EXAMPLE);
  }

  /**
   * Parses the options of a read.
   *
   * @param given texts by keys of any case
   * @throws IndexedDbException {@code OPTION_UNKNOWN}, {@code OPTION_INVALID} or {@code
   *     OPTION_MISSING}
   */
  public static HadoopOptions parse(Map<String, String> given) {
    return new HadoopOptions(ReadOptions.splitPath(GivenOptions.parse(given, ALL)));
  }

  /**
   * Returns the option of a key.
   *
   * @param key in any case
   * @throws IndexedDbException {@code OPTION_UNKNOWN}, naming the nearest
   */
  public static Option<?> known(String key) {
    return GivenOptions.known(key, ALL);
  }

  /** Returns the options that Spark has too. */
  public ReadOptions read() {
    return read;
  }

  /** Returns the columns as in {@code CREATE TABLE}, not parsed. */
  public Optional<String> columns() {
    return givenOptions.value(COLUMNS);
  }

  /** Returns the predicate as JSON, not parsed. */
  public Optional<String> predicate() {
    return givenOptions.value(PREDICATE);
  }

  private static Option.Note note(String meaning) {
    return new Option.Note(meaning, "0.1.0", Option.Visibility.SHOWN);
  }
}
