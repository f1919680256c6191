// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.value.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The options of one read. Parsing is strict: what is unknown, malformed, contradictory or missing
 * is an error. It never shows the token. Immutable; equal to another of the same texts.
 */
public final class ReadOptions {
  private static final String EXAMPLE =
      "spark.read.format(\"indexeddb\").option(\"endpoint\", \"http://localhost:8787\").load(\"shop/orders\")";

  /** The texts, with database and store instead of a path. */
  private final GivenOptions givenOptions;

  private ReadOptions(GivenOptions givenOptions) {
    this.givenOptions = givenOptions;
  }

  /**
   * Parses the options of a read.
   *
   * @param given texts by keys of any case
   * @throws IndexedDbException {@code OPTION_UNKNOWN}, {@code OPTION_INVALID} or {@code
   *     OPTION_MISSING}
   */
  public static ReadOptions parse(Map<String, String> given) {
    return of(splitPath(GivenOptions.parse(given)));
  }

  /** Returns the options of a read from Spark. */
  static ReadOptions of(GivenOptions givenOptions) {
    return of(givenOptions, EXAMPLE);
  }

  /**
   * Returns the options of a read.
   *
   * @param givenOptions with database and store instead of a path
   * @param example of a read, for messages
   * @throws IndexedDbException {@code OPTION_MISSING}
   */
  static ReadOptions of(GivenOptions givenOptions, String example) {
    givenOptions.require(Options.ENDPOINT, "which agent to ask", example);
    givenOptions.require(Options.DATABASE, "what to read", example);
    givenOptions.require(Options.STORE, "what to read", example);
    givenOptions
        .value(Options.CLIENT)
        .ifPresent(client -> requireNotExcepted(givenOptions, client));
    return new ReadOptions(givenOptions);
  }

  private static void requireNotExcepted(GivenOptions givenOptions, String client) {
    if (givenOptions.value(Options.EXCEPT_CLIENTS).orElse(List.of()).contains(client)) {
      throw Options.EXCEPT_CLIENTS.invalid(
          givenOptions.text(Options.EXCEPT_CLIENTS).orElseThrow(),
          "option 'client' is given too, as '%s'".formatted(PlainText.of(client)),
          "Name a client either to read it alone, or to leave it out.");
    }
  }

  /**
   * Returns the same texts with database and store instead of a path.
   *
   * @throws IndexedDbException {@code OPTION_INVALID} if both are given
   */
  static GivenOptions splitPath(GivenOptions givenOptions) {
    Optional<String> given = givenOptions.text(Options.PATH);
    if (given.isEmpty()) {
      return givenOptions;
    }
    String path = given.get();
    for (Option<?> other : List.of(Options.DATABASE, Options.STORE)) {
      givenOptions.text(other).ifPresent(text -> refuseBeside(path, other, text));
    }
    int slash = path.indexOf('/');
    Map<String, String> more = new TreeMap<>(givenOptions.byKey());
    more.remove(Options.PATH.key());
    more.put(Options.DATABASE.key(), path.substring(0, slash));
    more.put(Options.STORE.key(), path.substring(slash + 1));
    return new GivenOptions(more);
  }

  private static void refuseBeside(String path, Option<?> other, String text) {
    throw Options.PATH.invalid(
        path,
        "option '%s' is given too, as '%s'".formatted(other.key(), PlainText.of(text)),
        "Give either the path, or database and store.");
  }

  /** Returns the addresses of one or several agents, comma-separated. */
  public String endpoint() {
    return present(Options.ENDPOINT);
  }

  public Optional<String> token() {
    return value(Options.TOKEN);
  }

  /** Returns database and store, and of which clients. */
  public Target target() {
    return new Target(
        value(Options.ORIGIN),
        value(Options.CLIENT),
        value(Options.EXCEPT_CLIENTS).orElse(List.of()),
        present(Options.DATABASE),
        present(Options.STORE));
  }

  /** Returns the number of clients to wait for, 1 or more. */
  public int minClients() {
    return present(Options.MIN_CLIENTS);
  }

  /** Returns how long to wait for them, zero or longer. */
  public Duration waitForClients() {
    return present(Options.WAIT_FOR_CLIENTS);
  }

  /** Returns the DDL of single columns, not parsed. */
  public Optional<String> schemaHints() {
    return value(Options.SCHEMA_HINTS);
  }

  public Mode mode() {
    return present(Options.MODE);
  }

  public Optional<String> columnNameOfCorruptRecord() {
    return value(Options.CORRUPT_RECORD);
  }

  /** Returns the records per client to infer the schema from; absent: all. */
  public OptionalLong sampleSize() {
    return present(Options.SAMPLE_SIZE);
  }

  /** Returns the most partitions over all clients, 1 or more. */
  public OptionalInt maxPartitions() {
    return value(Options.MAX_PARTITIONS).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** Returns the wanted records of a partition, 1 or more. */
  public OptionalLong recordsPerPartition() {
    return value(Options.RECORDS_PER_PARTITION).map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  public Pushdown pushdown() {
    return present(Options.PUSHDOWN);
  }

  private <T> T present(Option<T> option) {
    return givenOptions.present(option);
  }

  private <T> Optional<T> value(Option<T> option) {
    return givenOptions.value(option);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReadOptions options && givenOptions.equals(options.givenOptions);
  }

  @Override
  public int hashCode() {
    return givenOptions.hashCode();
  }

  /** Returns the given options, without the token. */
  @Override
  public String toString() {
    return givenOptions.toString();
  }
}
