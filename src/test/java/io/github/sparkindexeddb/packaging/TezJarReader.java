// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.packaging;

import static io.github.sparkindexeddb.hadoop.Condition.column;

import io.github.sparkindexeddb.hadoop.IndexedDbInputFormat;
import io.github.sparkindexeddb.testing.TestTez;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;

/**
 * Reads a store on a class path that has nothing of Spark: prints which of the libraries are there
 * that should not, which Jackson is, and a line for each record.
 */
final class TezJarReader {
  static final String RECORD = "record: ";
  static final String UNWANTED = "unwanted: ";
  static final String JACKSON = "Jackson: ";
  static final String END = "end: ";

  private static final List<String> FOREIGN =
      List.of(
          "org.apache.spark.sql.SparkSession",
          "org.apache.arrow.vector.FieldVector",
          "scala.Option",
          "okhttp3.OkHttpClient",
          "org.assertj.core.api.Assertions");

  private TezJarReader() {}

  /** Takes the agent's endpoint and its token. */
  public static void main(String[] arguments) {
    FOREIGN.stream().filter(TezJarReader::isThere).forEach(name -> say(UNWANTED + name));
    say(JACKSON + com.fasterxml.jackson.databind.cfg.PackageVersion.VERSION);
    Credentials credentials = new Credentials();
    Configuration conf =
        IndexedDbInputFormat.configure(new Configuration(TestTez.configuration()), credentials)
            .endpoint(arguments[0])
            .token(arguments[1])
            .store("shop", "orders")
            .where(column("id").isMoreThan(1))
            .configuration();
    TestTez.Outcome read =
        TestTez.read(TestTez.source(conf, IndexedDbInputFormat.class), credentials);
    read.entries()
        .forEach(
            entry -> say(RECORD + entry.record().getLong("id") + " " + entry.record().get("note")));
    say(END + read.status().getState() + " " + read.diagnostics());
    System.exit(0);
  }

  private static void say(String line) {
    System.out.println(line);
  }

  private static boolean isThere(String name) {
    try {
      Class.forName(name);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
