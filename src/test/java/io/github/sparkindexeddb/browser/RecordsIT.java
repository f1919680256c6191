// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.PlainScan;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store as files, with the lines of files.md: curl, DuckDB and Spark's own readers. */
class RecordsIT {
  private static final Path DOCUMENT = Path.of("connector-docs/files.md");
  private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
  private static final int RECORDS = 3000;
  private static final BrowserDatabase SHOP =
      BrowserDatabase.named("shop")
          .store("orders", "{ keyPath: 'id' }")
          .records(
              """
              Array.from({ length: 3000 }, (_, i) => ({
                id: i,
                total: i / 4,
                placed: new Date(1.7e12 + i * 1001),
                note: ['', 'plain', 'a, "b"', 'two\\nlines', null, ' padded ', '\\ud83d\\ude00'][i % 7],
                tags: ['a', 'b'].slice(i % 3),
                address: i % 2 ? { city: 'Köln' } : null,
              }))""")
          .store("odd", "{ keyPath: 'id' }")
          .records("[{ id: 1, text: 'a\\ud800b' }, { id: 2, text: 'c' }]")
          .store("late", "{ keyPath: 'id' }")
          .records(
              "Array.from({ length: 60000 }, (_, i) => ({ id: i, v: i === 58001 ? 'x' : i,"
                  + " filler: 'x'.repeat(500) }))");

  private static Agent agent;
  private static LinkedApp app;

  @TempDir private static Path folder;

  @BeforeAll
  static void link() throws Exception {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app = LinkedApp.start(agent.uri().toString(), SHOP);
    for (String line : lines("sh")) {
      if (line.startsWith("curl ")) {
        assertThat(shell(line)).as(line).isZero();
      }
    }
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
  }

  @Test
  void sparksOwnReaderOfCsvGivesWhatTheConnectorGives() throws Exception {
    String columns = "id, total, placed, note";
    Dataset<Row> whole = connector().selectExpr(columns.split(", "));
    Dataset<Row> csv =
        documented("csv")
            .schema(whole.schema())
            .option("nullValue", "\u0000")
            .csv(file("orders.csv"))
            .selectExpr(columns.split(", "));
    assertThat(Plain.rows(csv.orderBy("id"))).isEqualTo(Plain.rows(whole.orderBy("id")));
  }

  @Test
  void sparkInfersTheTypesOfCsv() throws Exception {
    Dataset<Row> csv = documented("csv").csv(file("orders.csv"));
    assertThat(csv.count()).isEqualTo(RECORDS);
    assertThat(csv.selectExpr("sum(total)").first().getDouble(0)).isEqualTo(expectedSum());
    assertThat(csv.schema().apply("placed").dataType().simpleString()).isEqualTo("timestamp");
  }

  @Test
  void sparksOwnReaderOfJsonGivesEveryRecord() {
    Dataset<Row> json = TestSpark.spark().read().json(file("orders.ndjson"));
    Dataset<Row> same =
        json.selectExpr(
            "id", "total", "timestamp_millis(placed.`$date`) AS placed", "note", "tags", "address");
    assertThat(Plain.rows(same.orderBy("id"))).isEqualTo(Plain.rows(connector().orderBy("id")));
  }

  @Test
  void duckDbReadsTheFiles() throws Exception {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      List<String> queries = lines("sql");
      assertThat(queries).hasSize(3);
      for (String query : queries.subList(0, 2)) {
        assertThat(row(duck, query)).as(query).containsExactly((long) RECORDS, expectedSum());
      }
      assertThat(row(duck, queries.get(2))).containsExactly(1_700_000_000_000L);
      String notes = queries.get(0).replace("count(*), sum(total)", "note") + " WHERE id = ";
      assertThat(row(duck, notes + 0)).containsExactly("");
      assertThat(row(duck, notes + 2)).containsExactly("a, \"b\"");
      assertThat(row(duck, notes + 4)).containsOnlyNulls();
    }
  }

  @Test
  void duckDbReadsHalvesOfCharactersInCsvAlone() throws Exception {
    for (String format : List.of("csv", "ndjson")) {
      String path = "/v1/records?database=shop&store=odd&format=" + format;
      String curl = "curl -fsS '" + agent.uri() + path + "' -o orders-odd." + format;
      assertThat(shell(curl)).isZero();
    }
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:")) {
      assertThat(row(duck, "SELECT text FROM read_csv('orders-odd.csv') WHERE id = 1"))
          .containsExactly("a\ufffdb");
      assertThatThrownBy(
              () -> row(duck, "SELECT text FROM read_ndjson('orders-odd.ndjson') WHERE id = 1"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("Malformed JSON");
    }
  }

  @Test
  void theArrowStreamHoldsEveryRow() throws IOException {
    List<List<Object>> rows = PlainScan.rows(Files.readAllBytes(folder.resolve("orders.arrows")));
    assertThat(rows).hasSize(RECORDS);
    assertThat(rows.get(9).get(0)).isEqualTo(9L);
  }

  @Test
  void aRangeOfKeysIsAllThatIsSent() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("some.csv"));
    assertThat(lines).hasSize(101);
    assertThat(lines.subList(0, 2))
        .containsExactly("_key,total,placed", "100,25,2023-11-14T22:15:00.100Z");
    assertThat(lines.get(100)).startsWith("199,49.75,");
  }

  @Test
  void curlTellsAFileThatIsCut() throws Exception {
    String url = agent.uri() + "/v1/records?database=shop&store=late";
    assertThat(shell("curl -fsS -D late.txt '" + url + "' -o late.ndjson")).isEqualTo(18);
    String scan =
        Files.readAllLines(folder.resolve("late.txt")).stream()
            .filter(line -> line.startsWith("Spark-IndexedDB-Scan: "))
            .map(line -> line.substring(line.indexOf(' ')).strip())
            .findFirst()
            .orElseThrow();
    assertThat(shell("curl -fsS " + agent.uri() + "/v1/scans/" + scan + " -o why.json")).isZero();
    JsonNode why = Json.parse(Files.readAllBytes(folder.resolve("why.json")));
    assertThat(why.findValue("code").asText()).isEqualTo("VALUE_DOES_NOT_FIT");
    assertThat(shell("curl -fsS '" + url + "&sampleSize=all' -o late.ndjson")).isZero();
    assertThat(Files.readAllLines(folder.resolve("late.ndjson"))).hasSize(60_001);
  }

  private static double expectedSum() {
    return RECORDS * (RECORDS - 1) / 8.0;
  }

  private static Dataset<Row> connector() {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .load("shop/orders");
  }

  /** A reader with the options that the document gives for a format. */
  private static DataFrameReader documented(String format) throws IOException {
    String line =
        lines("python").stream()
            .filter(each -> each.startsWith("spark.read") && each.contains("." + format + "("))
            .findFirst()
            .orElseThrow();
    DataFrameReader reader = TestSpark.spark().read();
    Pattern.compile("option\\(\"(\\w+)\", (?:True|'(.)')\\)")
        .matcher(line)
        .results()
        .forEach(option -> reader.option(option.group(1), option.group(2) == null ? "true" : "\""));
    return reader;
  }

  /** The lines of all blocks of a language, about this agent and these files. */
  private static List<String> lines(String language) throws IOException {
    List<String> lines = new ArrayList<>();
    BLOCK
        .matcher(Files.readString(DOCUMENT))
        .results()
        .filter(block -> block.group(1).equals(language))
        .flatMap(block -> block.group(2).lines())
        .map(line -> line.replace("http://localhost:8787", agent.uri().toString()))
        .forEach(lines::add);
    return lines;
  }

  private static int shell(String line) throws IOException, InterruptedException {
    return new ProcessBuilder("bash", "-c", line)
        .directory(folder.toFile())
        .inheritIO()
        .start()
        .waitFor();
  }

  private static String file(String name) {
    return folder.resolve(name).toString();
  }

  private static List<Object> row(Connection duck, String query) throws SQLException {
    String here = query.replace("('orders", "('" + folder + "/orders");
    try (ResultSet result = duck.createStatement().executeQuery(here)) {
      result.next();
      List<Object> values = new ArrayList<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        values.add(result.getObject(i));
      }
      return values;
    }
  }
}
