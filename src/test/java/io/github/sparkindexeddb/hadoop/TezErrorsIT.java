// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import static io.github.sparkindexeddb.hadoop.Condition.column;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.TestTez;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.value.Mode;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.Credentials;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What Tez's diagnostics say of a read that must fail, and what becomes of records that do not fit.
 */
class TezErrorsIT {
  private static final BrowserDatabase SHOP =
      BrowserDatabase.named("shop")
          .store("orders", "{ keyPath: 'id' }")
          .records("[{ id: 1, v: 10 }, { id: 2, v: 'x' }, { id: 3, v: 30 }]")
          .store("customers", "{ keyPath: 'id' }")
          .records("[{ id: 1 }]");

  private static Agent agent;
  private static Agent guarded;
  private static LinkedApp app;

  private final Credentials credentials = new Credentials();

  @BeforeAll
  static void link() {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    guarded = Agent.start(AgentOptions.DEFAULT.withPort(0).withToken("the-reader-token"));
    app = LinkedApp.start(agent.uri().toString(), "{ shop: ['orders'], other: [] }", List.of(SHOP));
  }

  @AfterAll
  static void close() {
    app.close();
    agent.close();
    guarded.close();
  }

  @Test
  void namesTheNearestOption() {
    Configuration conf = orders().configuration();
    conf.set("indexeddb.maxPartition", "2");
    assertFails(ErrorCode.OPTION_UNKNOWN, conf)
        .contains("'maxPartition'", "The nearest is 'maxPartitions'");
  }

  @Test
  void saysWhatIsMissing() {
    ReadBuilder noStore =
        IndexedDbInputFormat.configure(new Configuration(TestTez.configuration()), credentials)
            .endpoint(agent.uri().toString());
    assertFails(ErrorCode.OPTION_MISSING, noStore.configuration())
        .contains("option 'database' is missing", "IndexedDbInputFormat.configure(");
  }

  @Test
  void namesTheNearestDatabaseAndStore() {
    assertFails(ErrorCode.DATABASE_NOT_FOUND, at(agent).store("shpo", "orders").configuration())
        .contains("Cannot read 'shpo/orders'", "'shop'", "'shop/orders'");
    assertFails(ErrorCode.STORE_NOT_FOUND, at(agent).store("shop", "ordres").configuration())
        .contains("Cannot read 'shop/ordres'", "'shop/orders'");
    assertFails(ErrorCode.STORE_NOT_ALLOWED, at(agent).store("shop", "customers").configuration())
        .contains("does not allow");
  }

  @Test
  void asksForTheOriginIfTwoHaveTheStore() {
    try (LinkedApp other = LinkedApp.start(agent.uri().toString(), SHOP)) {
      assertFails(ErrorCode.AMBIGUOUS_ORIGIN, orders().configuration())
          .contains("'" + app.origin() + "'", "'" + other.origin() + "'", "'origin'");
      assertThat(rows(orders().origin(other.origin()).columns("id").configuration()))
          .containsExactlyInAnyOrder("{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
    }
  }

  @Test
  void saysThatNoBrowserIsLinked() {
    assertFails(
            ErrorCode.NO_CLIENTS,
            at(guarded).token("the-reader-token").store("shop", "orders").configuration())
        .contains(guarded.uri().toString());
  }

  @Test
  void saysThatTheAgentIsNotThere() {
    assertFails(
            ErrorCode.AGENT_UNREACHABLE, orders().endpoint("http://127.0.0.1:1").configuration())
        .contains("Cannot reach the agent at http://127.0.0.1:1", "Start it");
  }

  @Test
  void asksForTheToken() {
    assertFails(ErrorCode.TOKEN_MISSING, at(guarded).store("shop", "orders").configuration());
    assertFails(
            ErrorCode.TOKEN_WRONG,
            at(guarded).token("another-token").store("shop", "orders").configuration())
        .doesNotContain("another-token", "the-reader-token");
  }

  @Test
  void refusesATokenInTheConfiguration() {
    Configuration conf = at(guarded).store("shop", "orders").configuration();
    conf.set("indexeddb.token", "the-reader-token");
    assertFails(ErrorCode.OPTION_INVALID, conf)
        .contains("a configuration is no place for a secret")
        .doesNotContain("the-reader-token");
  }

  @Test
  void namesTheNearestColumn() {
    assertFails(ErrorCode.OPTION_INVALID, orders().columns("idd").configuration())
        .contains("'idd'", "the nearest is 'id'", "give its type to read it anyway");
    assertFails(ErrorCode.OPTION_INVALID, orders().where(column("w").isMoreThan(1)).configuration())
        .contains("there is no column 'w'", "all are [_key, id, v]");
  }

  @Test
  void saysWhatAConditionCannotCompare() {
    assertFails(ErrorCode.OPTION_INVALID, orders().where(column("id").is("one")).configuration())
        .contains("column 'id' of type \"bigint\" cannot be compared with \"one\"");
  }

  @Test
  void failsForAValueThatDoesNotFitAfterTheLastAttempt() {
    TestTez.Outcome read = read(orders().columns("id bigint", "v bigint").configuration());
    assertThat(read.succeeded()).isFalse();
    assertThat(read.diagnostics())
        .contains("[VALUE_DOES_NOT_FIT]", "shop", "orders", "{\"number\":2}")
        .contains("string does not fit bigint", "mode=PERMISSIVE");
    assertThat(read.failedAttempts()).isEqualTo(4);
  }

  @Test
  void readsNullForWhatDoesNotFitAndCountsTheRecord() {
    TestTez.Outcome read =
        read(
            orders()
                .columns("id bigint", "v bigint")
                .mode(Mode.PERMISSIVE)
                .option("columnNameOfCorruptRecord", "bad")
                .configuration());
    assertThat(read.entries())
        .extracting(entry -> entry.record().json())
        .containsExactlyInAnyOrder(
            "{\"id\":1,\"v\":10,\"bad\":null}",
            "{\"id\":2,\"v\":null,\"bad\":\"{\\\"id\\\":2,\\\"v\\\":\\\"x\\\"}\"}",
            "{\"id\":3,\"v\":30,\"bad\":null}");
    assertThat(read.counter("CORRUPT_RECORDS")).isEqualTo(1);
  }

  @Test
  void leavesOutWhatDoesNotFitAnyColumn() {
    ReadBuilder ids = orders().option("schemaHints", "v bigint").columns("id");
    assertThat(rows(ids.mode(Mode.DROPMALFORMED).configuration()))
        .containsExactlyInAnyOrder("{\"id\":1}", "{\"id\":3}");
  }

  private ReadBuilder orders() {
    return at(agent).store("shop", "orders");
  }

  private ReadBuilder at(Agent where) {
    return IndexedDbInputFormat.configure(new Configuration(TestTez.configuration()), credentials)
        .endpoint(where.uri().toString())
        .option("waitForClients", "300ms");
  }

  private TestTez.Outcome read(Configuration conf) {
    return TestTez.read(TestTez.source(conf, IndexedDbInputFormat.class), credentials);
  }

  private List<String> rows(Configuration conf) {
    TestTez.Outcome read = read(conf);
    assertThat(read.succeeded()).as(read.diagnostics()).isTrue();
    return read.entries().stream().map(entry -> entry.record().json()).toList();
  }

  private AbstractStringAssert<?> assertFails(ErrorCode code, Configuration conf) {
    TestTez.Outcome read = read(conf);
    assertThat(read.succeeded()).as("the DAG's success").isFalse();
    return assertThat(read.diagnostics()).contains("[" + code + "] ");
  }
}
