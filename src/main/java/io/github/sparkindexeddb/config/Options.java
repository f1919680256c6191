// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import io.github.sparkindexeddb.config.Option.Note;
import io.github.sparkindexeddb.config.Option.Visibility;
import io.github.sparkindexeddb.wire.value.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Every option of a read. {@code connector-docs/options.md} is generated from this class. */
public final class Options {
  private static final String FIRST_VERSION = "0.1.0";
  private static final List<Option<?>> DECLARED = new ArrayList<>();

  public static final Option<String> ENDPOINT =
      required(
          "endpoint",
          OptionParser.ADDRESSES,
          "The address of the agent, as `http://localhost:8787`. Several, separated by commas, are read as one. Only"
              + " where `AgentPlugin` runs an agent in the driver it may be left out.");

  public static final Option<String> TOKEN =
      secret(
          "token",
          OptionParser.SECRET,
          "The reader token of the agent, if it was started with one. It is sent in a header only, and to other machines"
              + " over `https` only.");

  public static final Option<String> PATH =
      optional(
          "path",
          OptionParser.PATH,
          "Database and store in one, as `load(\"shop/orders\")` gives them. For a database whose name holds"
              + " a `/` use `database` and `store`.");

  public static final Option<String> DATABASE =
      optional(
          "database",
          OptionParser.NAME,
          "The IndexedDB database. Required, unless `path` is given.");

  public static final Option<String> STORE =
      optional(
          "store", OptionParser.NAME, "The object store in it. Required, unless `path` is given.");

  public static final Option<String> ORIGIN =
      optional(
          "origin",
          OptionParser.ORIGIN_NAME,
          "Only clients of this origin. Required if the store exists on more than one.");

  public static final Option<String> CLIENT =
      optional("client", OptionParser.TEXT, "Only the client with this id.");

  public static final Option<List<String>> EXCEPT_CLIENTS =
      optional(
          "exceptClients",
          OptionParser.IDS,
          "Clients that are left out, by their ids, as one that makes reads fail. An id that no client has does no"
              + " harm.");

  public static final Option<Integer> MIN_CLIENTS =
      defaulted(
          "minClients",
          OptionParser.SMALL_COUNT,
          "1",
          "Fewer connected clients than this are an error, so that a read does not quietly miss browsers.");

  public static final Option<Duration> WAIT_FOR_CLIENTS =
      defaulted(
          "waitForClients",
          OptionParser.TIME,
          "10s",
          "How long to wait until `minClients` clients are connected. `0s` does not wait.");

  public static final Option<String> SCHEMA_HINTS =
      optional(
          "schemaHints",
          OptionParser.TEXT,
          "Types of single columns in DDL, as `total DECIMAL(10,2), note STRING`; the others are inferred.");

  public static final Option<OptionalLong> SAMPLE_SIZE =
      defaulted(
          "sampleSize",
          OptionParser.SAMPLE,
          "10000",
          "Records per client, spread over all keys, from which the schema is inferred. `all` looks at each one,"
              + " in the browser. No record is sampled if a schema is given.");

  public static final Option<Mode> MODE =
      defaulted(
          "mode",
          OptionParser.MODE,
          "FAILFAST",
          "What happens to a record with a value that does not fit its column: the read fails, the value is null,"
              + " or the record is left out.");

  public static final Option<String> CORRUPT_RECORD =
      optional(
          "columnNameOfCorruptRecord",
          OptionParser.TEXT,
          "Under `PERMISSIVE`, the name of a further string column that holds such a record as JSON.");

  public static final Option<Integer> MAX_PARTITIONS =
      optional(
          "maxPartitions",
          OptionParser.SMALL_COUNT,
          "At most so many partitions over all clients, but never fewer than clients.");

  public static final Option<Long> RECORDS_PER_PARTITION =
      optional(
          "recordsPerPartition",
          OptionParser.COUNT,
          "About so many records in one partition. Without it each client is read in two or more, by its size.");

  public static final Option<Pushdown> PUSHDOWN =
      defaulted(
          "pushdown",
          OptionParser.PUSHDOWN,
          "true",
          "`true` lets the browsers filter, limit and aggregate what they can. `false` reads every column and record"
              + " and leaves the rest to the engine, for comparison. `repeat` has the engine apply the filters again, so"
              + " that its plan shows them.");

  /** All options, in the order of the reference page. */
  public static final List<Option<?>> ALL = List.copyOf(DECLARED);

  private Options() {}

  /** Declares an option without which there is no read. */
  private static <T> Option<T> required(String key, OptionParser<T> parser, String meaning) {
    return declared(key, parser, Optional.empty(), note(meaning, Visibility.SHOWN));
  }

  private static <T> Option<T> optional(String key, OptionParser<T> parser, String meaning) {
    return declared(key, parser, Optional.empty(), note(meaning, Visibility.SHOWN));
  }

  private static <T> Option<T> secret(String key, OptionParser<T> parser, String meaning) {
    return declared(key, parser, Optional.empty(), note(meaning, Visibility.SECRET));
  }

  private static <T> Option<T> defaulted(
      String key, OptionParser<T> parser, String fallback, String meaning) {
    return declared(key, parser, Optional.of(fallback), note(meaning, Visibility.SHOWN));
  }

  private static Note note(String meaning, Visibility visibility) {
    return new Note(meaning, FIRST_VERSION, visibility);
  }

  private static <T> Option<T> declared(
      String key, OptionParser<T> parser, Optional<String> fallback, Note note) {
    Option<T> option = new Option<>(key, parser, fallback, note);
    DECLARED.add(option);
    return option;
  }
}
