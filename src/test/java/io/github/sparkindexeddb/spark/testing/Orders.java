// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.testing;

import io.github.sparkindexeddb.testing.TestSpark;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** The store that integration tests of this package read: orders, of one client or two. */
public final class Orders {
  /** The whole table, as DDL. */
  public static final String DDL =
      "id bigint, customer struct<name:string,address:struct<city:string,zip:bigint>>,"
          + " lines array<struct<sku:string,n:bigint>>, total double, placed timestamp,"
          + " tags map<string,string>, mixed string";

  private static final String SUMMARY =
      object(
          field("id", kind("integer")),
          field(
              "customer",
              object(
                  field("name", kind("string")),
                  field(
                      "address",
                      object(field("city", kind("string")), field("zip", kind("integer")))))),
          field(
              "lines",
              "{'kinds':{'list':10},'list':"
                  + object(field("sku", kind("string")), field("n", kind("integer")))
                  + "}"),
          field("total", kind("number")),
          field("placed", kind("date")),
          field(
              "tags",
              "{'kinds':{'map':10},'map':{'keys':"
                  + kind("string")
                  + ",'values':"
                  + kind("string")
                  + "}}"),
          field("mixed", "{'kinds':{'string':5,'boolean':5}}"));

  private Orders() {}

  public static FakeAgentStore store(int orders) {
    return FakeAgentStore.of(SUMMARY.replace('\'', '"'), records(0, orders));
  }

  public static List<String> records(int from, int to) {
    return IntStream.range(from, to).mapToObj(Orders::record).toList();
  }

  /** A read of an agent's orders, before any other option. */
  public static DataFrameReader read(FakeAgent agent) {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.endpoint())
        .option("database", "shop")
        .option("store", "orders");
  }

  /** The same records without our source. */
  public static Dataset<Row> expected(int from, int to) {
    return expected(StructType.fromDDL(DDL), from, to);
  }

  public static Dataset<Row> expected(StructType schema, int from, int to) {
    return TestSpark.spark()
        .read()
        .schema(schema)
        .json(TestSpark.spark().createDataset(records(from, to), Encoders.STRING()));
  }

  private static String record(int n) {
    return String.format(
            "{'id':%1$d,'customer':{'name':'Ann %1$d','address':{'city':'Basel','zip':%2$d}},"
                + "'lines':[{'sku':'a','n':%1$d},{'sku':null}],'total':%1$d.5,"
                + "'placed':'2026-01-02T03:04:%3$02d.006Z','tags':{'k':'v%1$d'},'mixed':'%1$d'}",
            n, 4000 + n, n % 60)
        .replace('\'', '"');
  }

  static String kind(String name) {
    return "{'kinds':{'" + name + "':10}}";
  }

  static String field(String name, String node) {
    return "{'name':'" + name + "','node':" + node;
  }

  /** Fields stand as they are listed. */
  static String object(String... fields) {
    String listed =
        IntStream.range(0, fields.length)
            .mapToObj(i -> fields[i] + ",'at':[0," + i + "]}")
            .reduce((a, b) -> a + "," + b)
            .orElse("");
    return "{'kinds':{'object':10},'object':{'fields':[" + listed + "]}}";
  }
}
