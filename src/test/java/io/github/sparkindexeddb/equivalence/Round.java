// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.TestApp;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Some stores in one or two browsers of their own, and queries of each. */
final class Round implements AutoCloseable {
  private static final int STORES = 2 * (Theme.values().length - 1);
  private static final String DATABASE = "equivalence";

  /** Most of the time of a query is spent on waiting for the browser. */
  private static final int AT_A_TIME = 4;

  private final Setting setting;
  private final SparkSession spark;
  private final Agent agent;
  private final SeededRandom seededRandom;
  private final long seed;
  private final List<StoreCase> stores;
  private final LinkedApp app;
  private final ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);

  private Round(
      Setting setting, Agent agent, long seed, SeededRandom seededRandom, List<StoreCase> stores) {
    this.setting = setting;
    this.spark = setting.session();
    this.agent = agent;
    this.seed = seed;
    this.seededRandom = seededRandom;
    this.stores = stores;
    List<BrowserDatabase> databases =
        IntStream.range(0, stores.get(0).shares().size()).mapToObj(this::database).toList();
    app = app(databases.get(0));
    databases.stream().skip(1).forEach(app::otherBrowser);
    stores.stream()
        .filter(store -> !store.writes().isEmpty())
        .forEach(store -> app.tab().evaluate(store.writer(DATABASE)));
  }

  static Round start(Agent agent, long seed) {
    SeededRandom seededRandom = new SeededRandom(seed);
    Setting setting = Setting.generate(seededRandom);
    int browsers = seededRandom.chance(0.5) ? 2 : 1;
    List<StoreCase> stores =
        IntStream.range(0, STORES)
            .mapToObj(i -> StoreGenerator.generate(seededRandom, "s" + i, Theme.of(i), browsers))
            .toList();
    return new Round(setting, agent, seed, seededRandom, stores);
  }

  /** One store that is beyond the worker's own thresholds. */
  static Round ofLargeStore(Agent agent, long seed) {
    SeededRandom seededRandom = new SeededRandom(seed);
    Setting setting = Setting.generate(seededRandom).withoutThresholds();
    StoreCase store = LargeStore.generate(seededRandom);
    return new Round(setting, agent, seed, seededRandom, List.of(store));
  }

  private LinkedApp app(BrowserDatabase database) {
    TestApp testApp = TestApp.start().linksTo(agent.uri().toString()).allows(allowed());
    setting.thresholds().ifPresent(testApp::withThresholds);
    LinkedApp linked = LinkedApp.open(testApp, List.of(database));
    linked.awaitState("linked");
    return linked;
  }

  private String allowed() {
    return stores.stream()
        .map(store -> store.name() + ": " + (store.redacted() ? StoreCase.REDACTION : "true"))
        .collect(Collectors.joining(", ", "{ " + DATABASE + ": { ", " } }"));
  }

  private BrowserDatabase database(int browser) {
    BrowserDatabase database = BrowserDatabase.named(DATABASE);
    stores.forEach(store -> store.addTo(database, browser));
    return database;
  }

  /**
   * Asks so many queries of each store, some at a time, and notes what came of each, until it has
   * so many cases.
   */
  void ask(int queries, CaseCounts caseCounts, int cases) {
    for (int i = 0; i < stores.size() && caseCounts.cases() < cases; i++) {
      Theme theme = Theme.of(i);
      ask(
          stores.get(i),
          generator -> Stream.generate(() -> generator.next(theme)).limit(queries),
          0.5,
          caseCounts);
    }
  }

  /** Asks what there is to ask of a large store, of which each full read takes long. */
  void askOfLargeStore(CaseCounts caseCounts) {
    ask(stores.get(0), QueryGenerator::ofLargeStore, 0.05, caseCounts);
  }

  /**
   * Asks queries of one store.
   *
   * @param plainly how likely a query is asked without push-down, too: all of it is read then
   */
  private void ask(
      StoreCase store,
      Function<QueryGenerator, Stream<Query>> queries,
      double plainly,
      CaseCounts caseCounts) {
    String pushing = seededRandom.chance(0.1) ? "repeat" : "true";
    QueryTrial queryTrial =
        new QueryTrial(store, local(store), table(store, "false"), table(store, pushing));
    References references = References.of(store.localSchema(), store.localRows());
    QueryGenerator generator = new QueryGenerator(seededRandom, references, !store.inferred());
    List<CompletableFuture<QueryTrial.Outcome>> outcomes =
        new ArrayList<>(
            queries
                .apply(generator)
                .map(query -> asked(queryTrial, query, seededRandom.chance(plainly)))
                .toList());
    TezTable.of(store, place())
        .ifPresent(table -> askTez(table, queryTrial.local(), references, outcomes));
    outcomes.forEach(
        outcome -> caseCounts.add(outcome.join(), "-Dequivalence.seed=" + seed + " " + setting));
  }

  /** A sixth as many queries of the third engine. */
  private void askTez(
      TezTable table,
      Dataset<Row> local,
      References references,
      List<CompletableFuture<QueryTrial.Outcome>> outcomes) {
    QueryGenerator generator = new QueryGenerator(seededRandom, references.only(table::has), false);
    for (int i = outcomes.size() / 6; i > 0; i--) {
      TezQuery query = generator.ofTez();
      SeededRandom names = new SeededRandom(seededRandom.between(0, 1 << 30));
      outcomes.add(
          CompletableFuture.supplyAsync(() -> query.outcome(table, local, names), threads));
    }
  }

  private Map<String, String> place() {
    return Map.of("endpoint", agent.uri().toString(), "origin", app.origin(), "database", DATABASE);
  }

  private CompletableFuture<QueryTrial.Outcome> asked(
      QueryTrial queryTrial, Query query, boolean plainly) {
    return CompletableFuture.supplyAsync(() -> queryTrial.of(query, plainly), threads);
  }

  private Dataset<Row> local(StoreCase store) {
    return spark.createDataFrame(store.localRows(), store.localSchema());
  }

  private Dataset<Row> table(StoreCase store, String pushdown) {
    DataFrameReader reader =
        spark
            .read()
            .format("indexeddb")
            .option("endpoint", agent.uri().toString())
            .option("origin", app.origin())
            .option("mode", store.mode().name())
            .option("pushdown", pushdown)
            .options(store.options());
    store.corrupt().ifPresent(name -> reader.option("columnNameOfCorruptRecord", name));
    return (store.inferred() ? reader : reader.schema(store.schema()))
        .load(DATABASE + "/" + store.name());
  }

  @Override
  public void close() {
    threads.shutdownNow();
    app.close();
  }
}
