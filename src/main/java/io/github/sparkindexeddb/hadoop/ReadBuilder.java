// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.config.HadoopOptions;
import io.github.sparkindexeddb.config.Options;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.value.Mode;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;

/**
 * Writes a read's options into a Hadoop configuration, each at once and checked, so that nobody
 * types a key. {@code connector-docs/options.md} says of each option in full what a method here
 * says in short; all throw {@link IndexedDbException} {@code OPTION_INVALID} for what is not
 * allowed.
 *
 * <p>Confined to one thread.
 */
public final class ReadBuilder {
  /** Without it Tez would read a store of less than 50 MiB in one task. */
  private static final String SPLIT_COUNT = "tez.grouping.split-count";

  /** Most tasks for a fleet of browsers; a store of fewer splits has a task for each. */
  private static final int MAX_TASKS = 200;

  private final Configuration conf;
  private final Credentials credentials;

  ReadBuilder(Configuration conf, Credentials credentials) {
    this.conf = conf;
    this.credentials = credentials;
    conf.setIfUnset(SPLIT_COUNT, Integer.toString(MAX_TASKS));
  }

  /** Sets the agent, as {@code http://localhost:8787}, or several separated by commas. */
  public ReadBuilder endpoint(String addresses) {
    Endpoint.parse(addresses, Optional.empty());
    return option(Options.ENDPOINT.key(), addresses);
  }

  /** Sets the agent's reader token, for the endpoint set before; it goes into the credentials. */
  public ReadBuilder token(String token) {
    String endpoint = conf.getRaw(HadoopOptions.PREFIX + Options.ENDPOINT.key());
    if (endpoint == null) {
      throw Options.TOKEN.invalid("", "it is not known of which agent", "Give the endpoint first.");
    }
    HadoopConfig.setToken(credentials, endpoint, token);
    return this;
  }

  /** Sets database and object store, as the app calls them. */
  public ReadBuilder store(String database, String store) {
    return option(Options.DATABASE.key(), database).option(Options.STORE.key(), store);
  }

  /** Reads only clients of this origin; required if the store exists on more than one. */
  public ReadBuilder origin(String origin) {
    return option(Options.ORIGIN.key(), origin);
  }

  /** Leaves out the clients of these ids, such as one that makes reads fail. */
  public ReadBuilder exceptClients(String... ids) {
    return option(Options.EXCEPT_CLIENTS.key(), String.join(",", ids));
  }

  /** Sets the columns to read: {@code "id"}, or with its type {@code "total decimal(10,2)"}. */
  public ReadBuilder columns(String... columns) {
    return option(HadoopOptions.COLUMNS.key(), String.join(", ", columns));
  }

  /** Reads only records for which the condition is true; the browser sends no others. */
  public ReadBuilder where(Condition condition) {
    return option(HadoopOptions.PREDICATE.key(), condition.toString());
  }

  /** Sets what happens to a record with a value that does not fit its column. */
  public ReadBuilder mode(Mode mode) {
    return option(Options.MODE.key(), mode.name());
  }

  /** Sets any option by its key, such as {@code maxPartitions}. */
  public ReadBuilder option(String key, String value) {
    HadoopConfig.set(conf, key, value);
    return this;
  }

  /** Returns the configuration that was given, with all that was set since. */
  public Configuration configuration() {
    return conf;
  }
}
