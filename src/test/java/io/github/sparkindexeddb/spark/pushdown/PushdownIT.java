// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.pushdown;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.spark.testing.FakeAgent;
import io.github.sparkindexeddb.spark.testing.Orders;
import io.github.sparkindexeddb.testing.EverySpark;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real plans push, as {@code connector-docs/pushdown.md} tells it. */
@EverySpark
class PushdownIT {
  private static final Path PAGE = Path.of("connector-docs", "pushdown.md");
  private static final int ORDERS = 10;

  /** A row of the page's table, up to its first cell. */
  private static final Pattern QUERY = Pattern.compile("\\| `(SELECT [^|]*)` \\|.*");

  private static final Pattern PUSHED =
      Pattern.compile(
          "(pushed|aggregated|ordered|limit) \\[.*?\\](?=, (aggregated|ordered|limit|left|clients)|; conc)");

  private static final Pattern LEFT =
      Pattern.compile("left to Spark \\[(.*?)\\](?=, clients|; conc)");

  private static final Pattern OPERATOR =
      Pattern.compile("(?m)^[ :+|-]*(Filter|Aggregate|Sort|GlobalLimit)\\b");

  private static FakeAgent agent;

  @BeforeAll
  static void start() throws IOException {
    agent =
        new FakeAgent(
            Orders.store(ORDERS)
                .withClients(List.of(Orders.records(0, 6), Orders.records(6, ORDERS))));
  }

  @AfterAll
  static void stop() throws IOException {
    agent.close();
  }

  @BeforeEach
  void forget() {
    agent.scans.clear();
  }

  @Test
  void thePageTellsWhatPlansPushAndWhyNot() throws IOException {
    view("true");
    String page =
        Files.readAllLines(PAGE).stream()
            .map(PushdownIT::withPlan)
            .collect(Collectors.joining("\n", "", "\n"));
    if (Boolean.getBoolean("update.docs")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as("mvn test -Dtest=PushdownIT -Dupdate.docs=true rewrites the table")
        .hasContent(page);
  }

  @Test
  void everyQueryOfThePageHasTheSameAnswerWithoutPushdown() throws IOException {
    List<String> queries =
        Files.readAllLines(PAGE).stream()
            .map(QUERY::matcher)
            .filter(Matcher::matches)
            .map(MatchResult.class::cast)
            .map(query -> query.group(1))
            .toList();
    view("true");
    List<List<String>> pushed = queries.stream().map(PushdownIT::answer).toList();
    view("false");
    List<List<String>> plain = queries.stream().map(PushdownIT::answer).toList();

    assertThat(queries).hasSizeGreaterThan(20);
    for (int n = 0; n < queries.size(); n++) {
      assertThat(pushed.get(n)).as(queries.get(n)).isEqualTo(plain.get(n));
    }
    assertThat(agent.scans).anyMatch(scan -> scan.query().aggregation().isPresent());
  }

  @Test
  void aColumnThatIsOnlyInAConditionStaysInTheBrowser() {
    Orders.read(agent).load().filter("customer.address.zip > 4003").select("id").collectAsList();

    ScanRequest scan = agent.scans.peek();
    assertThat(scan.projection().columns()).extracting(Column::name).containsExactly("id");
    assertThat(SparkTypes.toSpark(scan.query().tested()).toDDL())
        .isEqualTo("customer STRUCT<address: STRUCT<zip: BIGINT>>");
  }

  @Test
  void aQuerySeesWholeColumnsWhereAMisfitMakesThemNull() {
    Orders.read(agent)
        .option("mode", "PERMISSIVE")
        .load()
        .filter("customer.address.zip > 4003")
        .select("customer.name")
        .collectAsList();

    ScanRequest scan = agent.scans.peek();
    for (List<Column> columns : List.of(scan.query().tested(), scan.projection().columns())) {
      assertThat(SparkTypes.toSpark(columns).toDDL())
          .isEqualTo("customer STRUCT<name: STRING, address: STRUCT<city: STRING, zip: BIGINT>>");
    }
  }

  @Test
  void nothingIsReducedWhereRecordsMayBeDropped() {
    Dataset<Row> frame = Orders.read(agent).option("mode", "DROPMALFORMED").load();

    assertThat(frame.filter("id > 3").count()).isEqualTo(6);
    frame.limit(2).collectAsList();

    assertThat(agent.scans)
        .extracting(ScanRequest::query)
        .allMatch(query -> query.aggregation().isEmpty() && query.limit().isEmpty());
    assertThat(agent.scans.peek().query().predicate()).isPresent();
    assertThat(plan(frame.limit(2))).contains("left to Spark [limit: mode is DROPMALFORMED]");
  }

  @Test
  void aKeyThatIsOnlyInAConditionStillTellsWhichRecordsAreDropped() {
    Orders.read(agent)
        .option("mode", "DROPMALFORMED")
        .load()
        .filter("_key IS NOT NULL")
        .select("id")
        .collectAsList();

    assertThat(agent.scans.peek().projection().judged().orElseThrow())
        .extracting(Column::name)
        .contains("_key", "id", "mixed");
  }

  @Test
  void nothingIsPushedWithoutPushdown() {
    Dataset<Row> frame = Orders.read(agent).option("pushdown", "false").load();

    frame.filter("id > 3").limit(2).collectAsList();
    frame.orderBy("id").limit(2).collectAsList();
    frame.count();

    assertThat(agent.scans).hasSize(3).extracting(ScanRequest::query).containsOnly(Query.ALL);
    assertThat(plan(frame.filter("id > 3"))).contains("option pushdown is false");
  }

  @Test
  void repeatingKeepsTheFilterInThePlan() {
    Dataset<Row> frame = Orders.read(agent).option("pushdown", "repeat").load().filter("id > 3");

    assertThat(frame.count()).isEqualTo(6);
    assertThat(operators(frame)).isEqualTo("Filter");
    assertThat(agent.scans.peek().query().predicate()).isPresent();
    assertThat(agent.scans.peek().query().aggregation()).isEmpty();
  }

  @Test
  void onlyAFilterInThePlanPrunesPartitionsOfTheOtherSide(@TempDir Path folder) {
    String parts = folder.resolve("parts").toString();
    TestSpark.spark()
        .range(20)
        .selectExpr("id", "id AS part")
        .write()
        .partitionBy("part")
        .parquet(parts);

    // This table is narrowed by the other in either case.
    String pruned = "PartitionFilters: \\[.*dynamicpruning";
    assertThat(prunedBy("repeat", parts)).containsPattern(pruned);
    assertThat(prunedBy("true", parts)).doesNotContainPattern(pruned);
  }

  /** The plan of a join that was executed. */
  private static String prunedBy(String pushdown, String parts) {
    Dataset<Row> some =
        Orders.read(agent)
            .option("pushdown", pushdown)
            .load()
            .filter("id > 3 AND id < 6")
            .select("id");
    Dataset<Row> joined =
        TestSpark.spark()
            .read()
            .parquet(parts)
            .select("part")
            .join(broadcast(some), col("part").equalTo(some.col("id")));
    assertThat(joined.collectAsList()).hasSize(2);
    return plan(joined);
  }

  @Test
  void aJoinSendsTheKeysOfItsOtherSide() {
    Dataset<Row> keys =
        TestSpark.spark().range(20).selectExpr("id AS k", "id % 7 AS r").filter("r = 3");

    List<Row> rows =
        Orders.read(agent)
            .load()
            .select("id")
            .join(broadcast(keys), col("id").equalTo(col("k")))
            .collectAsList();

    assertThat(rows).extracting(row -> row.getLong(0)).containsExactly(3L);
    assertThat(agent.scans)
        .extracting(scan -> scan.query().predicate().map(Object::toString).orElse(""))
        .last()
        .asString()
        .contains("id IN (", "\"3\"", "\"10\"", "\"17\"");
  }

  @Test
  void statisticsAreCountedByTheScanThatIsRead() {
    Dataset<Row> frame = Orders.read(agent).load().select("id");

    assertThat(frame.queryExecution().optimizedPlan().stats().rowCount()).hasToString("Some(10)");
    assertThat(frame.queryExecution().optimizedPlan().stats().sizeInBytes().toLong())
        .isEqualTo(10 * (8 + 8));
    frame.collectAsList();

    assertThat(agent.scans).hasSize(1);
  }

  private static void view(String pushdown) {
    Orders.read(agent)
        .option("pushdown", pushdown)
        .load()
        .selectExpr("*", "_key", "_client")
        .createOrReplaceTempView("orders");
  }

  private static String withPlan(String line) {
    Matcher row = QUERY.matcher(line);
    if (!row.matches()) {
      return line;
    }
    Dataset<Row> frame = TestSpark.spark().sql(row.group(1));
    String plan = plan(frame);
    return "| `%s` | %s | %s | %s |"
        .formatted(row.group(1), pushed(plan), operators(frame), reasons(plan));
  }

  private static String pushed(String plan) {
    return PUSHED
        .matcher(plan)
        .results()
        .map(found -> "`" + found.group() + "`")
        .collect(Collectors.joining(", "));
  }

  private static String operators(Dataset<Row> frame) {
    return OPERATOR
        .matcher(frame.queryExecution().optimizedPlan().toString())
        .results()
        .map(found -> found.group(1).replace("Global", ""))
        .collect(Collectors.joining(", "));
  }

  private static String reasons(String plan) {
    return LEFT.matcher(plan)
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.joining(", "));
  }

  /** Sorted; a limit without an order leaves open which rows come. */
  private static List<String> answer(String query) {
    List<String> rows = new ArrayList<>();
    TestSpark.spark().sql(query).collectAsList().forEach(row -> rows.add(row.toString()));
    rows.sort(null);
    boolean any = query.contains("LIMIT") && !query.contains("ORDER");
    return any ? List.of(rows.size() + " rows") : rows;
  }

  private static String plan(Dataset<Row> frame) {
    return frame.queryExecution().executedPlan().toString();
  }
}
