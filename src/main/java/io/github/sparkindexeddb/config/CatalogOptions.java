// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.config;

import io.github.sparkindexeddb.wire.IndexedDbException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The options of a catalog: those of every read from it, but for database and store, which stand in
 * the names of its tables. As strict as those of a read. Immutable.
 */
public final class CatalogOptions {
  private static final List<Option<?>> IN_THE_NAME =
      List.of(Options.PATH, Options.DATABASE, Options.STORE);

  /** Options that change neither which agents are called nor what columns a table has. */
  private static final List<Option<?>> OF_ONE_READ =
      List.of(
          Options.ORIGIN,
          Options.CLIENT,
          Options.EXCEPT_CLIENTS,
          Options.MIN_CLIENTS,
          Options.WAIT_FOR_CLIENTS,
          Options.MODE,
          Options.MAX_PARTITIONS,
          Options.RECORDS_PER_PARTITION,
          Options.PUSHDOWN);

  private final String catalog;
  private final GivenOptions givenOptions;

  private CatalogOptions(String catalog, GivenOptions givenOptions) {
    this.catalog = catalog;
    this.givenOptions = givenOptions;
  }

  /**
   * Parses the options of a catalog.
   *
   * @param catalog its name
   * @param given texts by keys of any case
   * @throws IndexedDbException {@code OPTION_UNKNOWN}, {@code OPTION_INVALID} or {@code
   *     OPTION_MISSING}
   */
  public static CatalogOptions parse(String catalog, Map<String, String> given) {
    GivenOptions givenOptions = GivenOptions.parse(given);
    for (Option<?> option : IN_THE_NAME) {
      givenOptions
          .text(option)
          .ifPresent(
              text -> {
                throw option.invalid(
                    text,
                    "it is in the name of each table of catalog '%s'".formatted(catalog),
                    "Leave it out, and read from %s.<database>.<store>.".formatted(catalog));
              });
    }
    givenOptions.require(
        Options.ENDPOINT,
        "which agent to ask",
        "spark.sql.catalog.%s.endpoint=http://localhost:8787".formatted(catalog));
    return new CatalogOptions(catalog, givenOptions);
  }

  /** Returns the options of every read of a store. */
  public ReadOptions of(String database, String store) {
    return ReadOptions.of(givenOptions.and(named(database, store)));
  }

  /**
   * Returns the options of one read of a store.
   *
   * @param given texts by keys of any case, which win over the catalog's
   * @throws IndexedDbException {@code OPTION_UNKNOWN} or {@code OPTION_INVALID}, also for what
   *     would change the columns of the table
   */
  public ReadOptions of(String database, String store, Map<String, String> given) {
    GivenOptions more = GivenOptions.parse(given);
    Options.ALL.stream()
        .filter(option -> !OF_ONE_READ.contains(option))
        .forEach(option -> more.text(option).ifPresent(text -> refuse(option, text)));
    return ReadOptions.of(givenOptions.and(more.byKey()).and(named(database, store)));
  }

  private void refuse(Option<?> option, String text) {
    throw option.invalid(
        text,
        "the columns of a table are known before the options of one read",
        "Set spark.sql.catalog.%s.%s, or read with format(\"indexeddb\")."
            .formatted(catalog, option.key()));
  }

  private static Map<String, String> named(String database, String store) {
    return Map.of(Options.DATABASE.key(), database, Options.STORE.key(), store);
  }

  /** Returns the addresses of one or several agents, comma-separated. */
  public String endpoint() {
    return givenOptions.present(Options.ENDPOINT);
  }

  public Optional<String> token() {
    return givenOptions.value(Options.TOKEN);
  }

  public Optional<String> origin() {
    return givenOptions.value(Options.ORIGIN);
  }

  public Optional<String> client() {
    return givenOptions.value(Options.CLIENT);
  }

  /** Returns the ids of clients that are left out. */
  public List<String> exceptClients() {
    return givenOptions.value(Options.EXCEPT_CLIENTS).orElse(List.of());
  }

  /** Returns the number of clients to wait for, 1 or more. */
  public int minClients() {
    return givenOptions.present(Options.MIN_CLIENTS);
  }

  /** Returns how long to wait for them, zero or longer. */
  public Duration waitForClients() {
    return givenOptions.present(Options.WAIT_FOR_CLIENTS);
  }

  /** Returns the given options, without the token. */
  @Override
  public String toString() {
    return givenOptions.toString();
  }
}
