// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Runs queries, one JSON object a line, and answers how long each took: inferring the schema, planning (until Spark starts
 * its first job) and reading (until the sink has all rows).
 */
class Reads {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final AtomicLong jobStarted = new AtomicLong();

  private Reads(SparkSession spark) {
    this.spark = spark;
    spark
        .sparkContext()
        .addSparkListener(
            new SparkListener() {
              @Override
              public void onJobStart(SparkListenerJobStart job) {
                jobStarted.compareAndSet(0, job.time());
              }
            });
  }

  public static void main(String[] args) throws Exception {
    SparkSession session =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.warehouse.dir", args[0] + "/warehouse")
            .config("spark.local.dir", args[0])
            .getOrCreate();
    Reads reads = new Reads(session);
    System.out.println(JSON.createObjectNode().put("spark", session.version()));
    BufferedReader queries = new BufferedReader(new InputStreamReader(System.in));
    for (String line = queries.readLine(); line != null; line = queries.readLine()) {
      System.out.println(reads.answer(line));
    }
    session.stop();
  }

  private ObjectNode answer(String line) {
    try {
      return run(JSON.readTree(line));
    } catch (Exception e) {
      e.printStackTrace();
      return JSON.createObjectNode().put("error", String.valueOf(e));
    }
  }

  private ObjectNode run(JsonNode query) throws Exception {
    long begin = System.nanoTime();
    Dataset<Row> store = load(query);
    store.createOrReplaceTempView("store");
    long inferred = System.nanoTime();
    ObjectNode answer = JSON.createObjectNode().put("inferMs", (inferred - begin) / 1e6);
    Dataset<Row> rows = spark.sql(query.path("sql").asText());
    if (query.path("value").asBoolean()) {
      return answer.put("value", String.valueOf(rows.first().get(0)));
    }
    spark.sparkContext().listenerBus().waitUntilEmpty();
    jobStarted.set(0);
    long wall = System.currentTimeMillis();
    rows.write().format("noop").mode("overwrite").save();
    double total = (System.nanoTime() - inferred) / 1e6;
    spark.sparkContext().listenerBus().waitUntilEmpty();
    double plan = Math.max(0, jobStarted.get() - wall);
    return answer.put("planMs", plan).put("readMs", total - plan);
  }

  private Dataset<Row> load(JsonNode query) throws IOException {
    Map<String, String> options = JSON.convertValue(query.path("options"), JSON.getTypeFactory().constructMapType(Map.class, String.class, String.class));
    DataFrameReader reader = spark.read().format(query.path("format").asText());
    return reader.options(options == null ? Map.of() : options).load(query.path("path").asText());
  }
}
