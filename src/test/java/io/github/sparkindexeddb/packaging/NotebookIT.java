// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.packaging.Notebook.Answer;
import io.github.sparkindexeddb.packaging.Notebook.Cell;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.ShopDatabase;
import io.github.sparkindexeddb.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The notebooks of the examples: what they ask of Spark, on the shop of a real browser. */
class NotebookIT {
  private static final String RUN = "examples/02-notebook/run";
  private static final Path JUPYTER = Path.of("examples/02-notebook/shop.ipynb");
  private static final Path DATABRICKS = Path.of("examples/03-databricks/shop.py");
  private static final String TOKEN = "reader-secret";
  private static final int ORDERS = 10_000;
  private static final ShopDatabase SHOP = ShopDatabase.of(ORDERS);

  private static Agent agent;
  private static LinkedApp app;

  @BeforeAll
  static void link() {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0).withToken(TOKEN));
    app = LinkedApp.start(agent.uri().toString(), SHOP.database());
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
  }

  @Test
  void jupyterGetsWhatTheBrowserHas() throws IOException {
    List<Answer> answers = runJupyter();
    assertThat(answers).hasSize(4);
    assertThat(column(answers.get(0), "orders").mapToLong(Long.class::cast).sum())
        .isEqualTo(ORDERS);
    assertThat(answers.get(1).rows().count()).isEqualTo(5);
    assertThat(Plain.rows(answers.get(2).rows()))
        .isEqualTo(List.of(List.of(false, inWeek("!paid")), List.of(true, inWeek("paid"))));
    assertThat(plan(answers.get(2)))
        .contains("aggregated [count(*) by paid]", "pushed [(placed IS NOT NULL AND placed >= ");
    assertDraws(answers.get(3));
  }

  @Test
  void databricksGetsWhatTheBrowserHasAndNeedsTheToken() throws IOException {
    SparkSession spark = TestSpark.spark().newSession();
    List<Answer> answers =
        Notebook.databricks(DATABRICKS)
            .run(spark, Map.of("endpoint", agent.uri().toString(), "token", TOKEN));
    assertThat(answers).hasSize(3);
    assertThat(answers.get(0).rows().count()).isEqualTo(8);
    assertThat(column(answers.get(1), "orders").mapToLong(Long.class::cast).sum())
        .isEqualTo(ORDERS);
    assertThat(plan(answers.get(1))).contains("aggregated [count(*) by paid]");
    assertDraws(answers.get(2));
  }

  /** The outputs in the file are those of this very code on the example's shop. */
  @Test
  void jupyterShowsWhatIsAsked() throws IOException {
    List<Cell> cells = Notebook.jupyter(JUPYTER).cells();
    List<Answer> answers = runJupyter();
    String schema = answers.get(0).rows().sparkSession().table("orders").schema().treeString();
    assertThat(cells.stream().map(cell -> cell.shown("text/plain").strip()))
        .contains(schema.strip());
    for (Answer answer : answers.subList(0, 3)) {
      for (Row row : answer.rows().collectAsList()) {
        assertThat(answer.cell().shown("text/plain")).contains(shown(row));
      }
    }
    assertThat(cells.get(cells.size() - 1).shown("image/png")).startsWith("iVBOR");
    assertThat(cells)
        .extracting(Cell::outputs)
        .extracting(JsonNode::toString)
        .allSatisfy(outputs -> assertThat(outputs).doesNotContain("rror", "arning", "file:"));
  }

  @Test
  void theExampleSaysWhatPythonLacks() {
    Command command = Command.run(Duration.ofMinutes(1), "env", "PYTHON=/bin/false", RUN);
    assertThat(command.status()).as(command.output()).isEqualTo(1);
    assertThat(command.output())
        .isEqualTo(
            "notebook: failed at Python: '/bin/false' has no module 'pyspark'. Install pyspark"
                + " (pip install pyspark), or name another Python in the variable PYTHON.\n");
    Command refused = Command.run(Duration.ofMinutes(1), RUN, "--recods", "1");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.output())
        .contains("there is no option '--recods'", "Usage: examples/02-notebook/run");
  }

  private static List<Answer> runJupyter() throws IOException {
    SparkSession spark = TestSpark.spark().newSession();
    spark.conf().set("spark.datasource.indexeddb.token", TOKEN);
    return Notebook.jupyter(JUPYTER).run(spark, Map.of("endpoint", agent.uri().toString()));
  }

  /** The chart has a bar for each week, and the bars are all of the revenue. */
  private static void assertDraws(Answer answer) {
    Dataset<Row> weeks = answer.rows();
    assertThat(weeks.columns()).containsExactly("week", "paid", "open");
    assertThat(weeks.schema().apply("week").dataType().typeName()).isEqualTo("timestamp");
    assertThat(weeks.count()).isEqualTo(16);
    long cents =
        weeks.selectExpr("CAST(round(sum(paid + open) * 100) AS bigint)").first().getLong(0);
    String sum = SHOP.orders() + ".reduce((sum, { total }) => sum + Math.round(total * 100), 0)";
    assertThat(cents).isEqualTo(app.tab().evaluate(sum).longValue());
  }

  private static String plan(Answer answer) {
    return answer.rows().queryExecution().executedPlan().toString();
  }

  private static long inWeek(String paid) {
    String orders =
        "%s.filter(({ paid, placed }) => %s && placed >= Date.UTC(2026, 1, 2) && placed <"
            + " Date.UTC(2026, 1, 9)).length";
    return app.tab().evaluate(orders.formatted(SHOP.orders(), paid)).longValue();
  }

  private static Stream<Object> column(Answer answer, String name) {
    return Plain.column(answer.rows().select(name)).stream();
  }

  /** A row as pandas prints it, but for the space between its columns. */
  private static String[] shown(Row row) {
    String[] shown = new String[row.size()];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = shown(row.get(i));
    }
    return shown;
  }

  private static String shown(Object value) {
    if (value instanceof Double number) {
      return String.format(Locale.ROOT, "%.2f", number);
    }
    return value instanceof Boolean truth ? (truth ? "True" : "False") : value.toString();
  }
}
