// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Mode;
import io.github.sparkindexeddb.wire.Nearest;
import io.github.sparkindexeddb.wire.Target;
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

  /** By the keys as documented, with database and store instead of a path. */
  private final Map<String, String> texts;

  private ReadOptions(Map<String, String> texts) {
    this.texts = texts;
  }

  /**
   * @param given texts by keys of any case
   * @throws IndexedDbException {@code OPTION_UNKNOWN}, {@code OPTION_INVALID} or {@code
   *     OPTION_MISSING}
   */
  public static ReadOptions parse(Map<String, String> given) {
    Map<String, String> texts = new TreeMap<>();
    given.forEach((key, text) -> put(texts, known(key), text));
    splitPath(texts);
    require(texts, Options.ENDPOINT, "which agent to ask");
    require(texts, Options.DATABASE, "what to read");
    require(texts, Options.STORE, "what to read");
    return new ReadOptions(texts);
  }

  private static Option<?> known(String key) {
    return Options.ALL.stream()
        .filter(option -> option.key().equalsIgnoreCase(key))
        .findFirst()
        .orElseThrow(() -> unknown(key));
  }

  private static void put(Map<String, String> texts, Option<?> option, String text) {
    option.parse(text);
    String before = texts.put(option.key(), text);
    if (before != null && !before.equals(text)) {
      throw option.invalid(text, "it is given twice with different values", "Give it once.");
    }
  }

  private static void splitPath(Map<String, String> texts) {
    String path = texts.remove(Options.PATH.key());
    if (path == null) {
      return;
    }
    for (Option<?> other : List.of(Options.DATABASE, Options.STORE)) {
      if (texts.containsKey(other.key())) {
        throw Options.PATH.invalid(
            path,
            "option '" + other.key() + "' is given too, as '" + texts.get(other.key()) + "'",
            "Give either the path, or database and store.");
      }
    }
    int slash = path.indexOf('/');
    texts.put(Options.DATABASE.key(), path.substring(0, slash));
    texts.put(Options.STORE.key(), path.substring(slash + 1));
  }

  private static void require(Map<String, String> texts, Option<?> option, String what) {
    if (!texts.containsKey(option.key())) {
      throw new IndexedDbException(
          ErrorCode.OPTION_MISSING,
          "Cannot read: option '"
              + option.key()
              + "' is missing. Say "
              + what
              + ", as in "
              + EXAMPLE
              + ".",
          Json.object().put("option", option.key()));
    }
  }

  private static IndexedDbException unknown(String key) {
    List<String> keys = Options.ALL.stream().map(Option::key).toList();
    Optional<String> nearest = Nearest.to(key, keys);
    return new IndexedDbException(
        ErrorCode.OPTION_UNKNOWN,
        "Cannot use option '"
            + key
            + "': there is none of that name. "
            + nearest.map(name -> "The nearest is '" + name + "'; all are ").orElse("Use one of ")
            + String.join(", ", keys)
            + ".",
        Json.object().put("option", key).put("nearest", nearest.orElse(null)));
  }

  /** One or several agents, comma-separated. */
  public String endpoint() {
    return present(Options.ENDPOINT);
  }

  public Optional<String> token() {
    return value(Options.TOKEN);
  }

  /** Origin, client, database and store. */
  public Target target() {
    return new Target(
        value(Options.ORIGIN),
        value(Options.CLIENT),
        present(Options.DATABASE),
        present(Options.STORE));
  }

  /** 1 or more. */
  public int minClients() {
    return present(Options.MIN_CLIENTS);
  }

  /** Zero or longer. */
  public Duration waitForClients() {
    return present(Options.WAIT_FOR_CLIENTS);
  }

  /** DDL of single columns, not parsed. */
  public Optional<String> schemaHints() {
    return value(Options.SCHEMA_HINTS);
  }

  public Mode mode() {
    return present(Options.MODE);
  }

  public Optional<String> columnNameOfCorruptRecord() {
    return value(Options.CORRUPT_RECORD);
  }

  /** Records per client to infer the schema from; absent: all. */
  public OptionalLong sampleSize() {
    return present(Options.SAMPLE_SIZE);
  }

  /** 1 or more, over all clients. */
  public OptionalInt maxPartitions() {
    return value(Options.MAX_PARTITIONS).map(OptionalInt::of).orElse(OptionalInt.empty());
  }

  /** 1 or more. */
  public OptionalLong recordsPerPartition() {
    return value(Options.RECORDS_PER_PARTITION).map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  public boolean pushdown() {
    return present(Options.PUSHDOWN);
  }

  private <T> T present(Option<T> option) {
    return value(option).orElseThrow();
  }

  /** What was given, or the default. */
  private <T> Optional<T> value(Option<T> option) {
    return Optional.ofNullable(texts.get(option.key())).or(option::fallback).map(option::parse);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReadOptions options && texts.equals(options.texts);
  }

  @Override
  public int hashCode() {
    return texts.hashCode();
  }

  /** What was given, without the token. */
  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>(texts);
    shown.replace(Options.TOKEN.key(), "(redacted)");
    return shown.toString();
  }
}
