// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static io.github.sparkindexeddb.hadoop.Condition.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.hadoop.jdbc.JdbcOutputFormat;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import io.github.sparkindexeddb.wire.value.Type.Scalar;
import java.math.BigDecimal;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.junit.jupiter.api.Test;

/** The lines that connector-docs/tez.md shows of options, tables and records. */
class TezPageTest {
  @Test
  void configures() {
    Configuration conf = new Configuration(false);
    Credentials credentials = new Credentials();
    IndexedDbInputFormat.configure(conf, credentials)
        .endpoint("https://agent.example:8787")
        .token("the-reader-token")
        .store("shop", "orders")
        .columns("id", "total decimal(10,2)", "customer")
        .where(column("total").isAtLeast(100).and(column("customer", "city").is("Rome")))
        .mode(Mode.PERMISSIVE)
        .option("sampleSize", "all");
    assertThat(HadoopConfig.read(conf).columns()).contains("id, total decimal(10,2), customer");
    assertThat(HadoopConfig.read(conf).read().sampleSize()).isEmpty();
  }

  @Test
  void configuresATable() {
    Configuration conf = new Configuration(false);
    Credentials credentials = new Credentials();
    String password = "the-password";
    Configuration table =
        JdbcOutputFormat.configure(new Configuration(conf), credentials)
            .url("jdbc:postgresql://db.example:5432/shop?sslmode=verify-full")
            .user("shop", password)
            .table("revenue", "country", "day", "orders", "cents")
            .batch("revenue of 2026-11-22")
            .configuration();
    assertThat(table.get("jdbc.output.url"))
        .isEqualTo("jdbc:postgresql://db.example:5432/shop?sslmode=verify-full");
    assertThat(table.get("jdbc.output.user")).isEqualTo("shop");
    assertThat(table.get("jdbc.output.table")).isEqualTo("revenue");
    assertThat(table.get("jdbc.output.columns")).isEqualTo("country,day,orders,cents");
    assertThat(table.get("jdbc.output.batch")).isEqualTo("revenue of 2026-11-22");
    assertThat(table.get("jdbc.output.id")).isNotEmpty();
    assertThat(credentials.numberOfSecretKeys()).isEqualTo(1);
  }

  @Test
  void readsARecord() {
    RecordWritable record =
        RecordFixtures.record(
            List.of(
                Column.field("id", Scalar.BIGINT),
                Column.field("total", new Type.Decimal(10, 2)),
                Column.field(
                    "customer", new Type.Struct(List.of(new Type.Field("city", Scalar.STRING))))),
            "{\"id\":7,\"total\":12.5,\"customer\":{\"city\":\"Rome\"}}");
    long id = record.getLong("id");
    BigDecimal total = record.getDecimal("total");
    String city = (String) record.getMap("customer").get("city");
    String json = record.json();
    assertThat(id).isEqualTo(7);
    assertThat(total).isEqualTo("12.50");
    assertThat(city).isEqualTo("Rome");
    assertThat(json).endsWith("{\"city\":\"Rome\"}}");
  }
}
