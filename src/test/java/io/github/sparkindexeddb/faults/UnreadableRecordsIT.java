// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.agent.Agent;
import io.github.sparkindexeddb.agent.AgentOptions;
import io.github.sparkindexeddb.testing.BrowserDatabase;
import io.github.sparkindexeddb.testing.LinkedApp;
import io.github.sparkindexeddb.testing.Plain;
import io.github.sparkindexeddb.testing.Refusal;
import io.github.sparkindexeddb.testing.Tab;
import io.github.sparkindexeddb.testing.TestApp;
import io.github.sparkindexeddb.testing.TestBrowser;
import io.github.sparkindexeddb.testing.TestSpark;
import io.github.sparkindexeddb.wire.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Records of which the browser itself can read nothing any more, or only a part. */
class UnreadableRecordsIT {
  /** Chromium keeps values in files of their own that take more than 64 KiB when compressed. */
  private static final BrowserDatabase LOST =
      BrowserDatabase.named("lost")
          .store("large", "{ keyPath: 'id' }")
          .index("n", "'n'", "{}")
          .records(
              "Array.from({ length: 6 }, (_, i) => ({ id: i + 1, n: 10 * i, note: [1, 3].includes(i) ? "
                  + "Array.from({ length: 15000 * (i + 1) }, () => Math.random().toString(36)).join('')"
                  + " : 'short' }))")
          .store("files", "{ keyPath: 'id' }")
          .records(
              "[{ id: 1, file: new Blob(['x'.repeat(200001)]) }, { id: 2, file: new Blob(['y']) }]")
          .store("huge", "{ keyPath: 'id' }")
          .records(
              "[{ id: 1, file: new Blob(Array(300).fill(new Uint8Array(1 << 20))) },"
                  + " { id: 2, file: new Blob(['y']) }]")
          .store("certificates", "{ keyPath: 'id' }")
          .record("{ id: 1, name: 'a' }")
          .store("cyclic", "{ keyPath: 'id' }")
          .records(
              "[{ id: 1, name: 'a' }, (() => { const record = { id: 2, name: 'b', only: 'here' };"
                  + " record.self = { record }; return record; })()]");

  private static final String CERTIFICATE =
      """
      {
        const request = indexedDB.open('lost');
        await new Promise(resolve => { request.onsuccess = resolve; });
        const certificate =
          await RTCPeerConnection.generateCertificate({ name: 'ECDSA', namedCurve: 'P-256' });
        const transaction = request.result.transaction('certificates', 'readwrite');
        transaction.objectStore('certificates').put({ id: 2, name: 'b', certificate });
        await new Promise(resolve => { transaction.oncomplete = resolve; });
        request.result.close();
      }
      """;

  private static Agent agent;
  private static TestApp app;
  private static Tab tab;

  @BeforeAll
  static void loseFiles() throws IOException {
    agent = Agent.start(AgentOptions.DEFAULT.withPort(0));
    app = TestApp.start().linksTo(agent.uri().toString()).allows(BrowserDatabase.allowing(LOST));
    tab = TestBrowser.shared().profileOnDisk().open(app.seedPage());
    LOST.createIn(tab);
    tab.evaluate(CERTIFICATE);
    List<Path> files = filesOfValues();
    assertThat(files).hasSize(4);
    // A Blob, a record, a longer one; the last is the Blob that is merely huge.
    Files.delete(files.get(0));
    Files.delete(files.get(1));
    FileChannel.open(files.get(2), StandardOpenOption.WRITE).truncate(1000).close();
    tab.navigate(app.page());
    LinkedApp.awaitState(tab, "linked");
  }

  @AfterAll
  static void close() {
    tab.close();
    app.close();
    agent.close();
  }

  @Test
  void namesKeyAndFieldOfARecordThatTheBrowserHasLost() {
    Refusal.assertRefused(
            ErrorCode.VALUE_DOES_NOT_FIT, () -> large("FAILFAST").select("note").collectAsList())
        .contains("field 'note'")
        // Of two that are lost, each in a split of its own.
        .containsPattern("\\{\"number\":[24]}")
        .contains("'lost/large'")
        .contains("a record that the browser cannot read");
  }

  @Test
  void readsAllElseOfAStoreThatHasLostRecords() {
    Dataset<Row> large = large("FAILFAST");
    assertThat(large.columns()).containsExactly("id", "n", "note");
    assertThat(large.count()).isEqualTo(6);
    assertThat(Plain.rows(large.selectExpr("min(_key)", "max(_key)")))
        .containsExactly(List.of(1.0, 6.0));
    assertThat(Plain.rows(large.where("id > 4").orderBy("id")))
        .containsExactly(List.of(5L, 40L, "short"), List.of(6L, 50L, "short"));
    assertThat(Plain.rows(large.where("_key in (1, 3)").selectExpr("n").orderBy("n")))
        .containsExactly(List.of(0L), List.of(20L));
  }

  @Test
  void lostRecordsAreNullAndCountedWhenPermitted() {
    Dataset<Row> large =
        read("PERMISSIVE").option("columnNameOfCorruptRecord", "broken").load("lost/large");
    String unreadable = "{\"$unreadable\":\"the browser cannot read it\"}";
    assertThat(Plain.rows(large.selectExpr("_key", "n", "broken").orderBy("_key")))
        .containsExactly(
            Arrays.asList(1.0, 0L, null),
            Arrays.asList(2.0, null, unreadable),
            Arrays.asList(3.0, 20L, null),
            Arrays.asList(4.0, null, unreadable),
            Arrays.asList(5.0, 40L, null),
            Arrays.asList(6.0, 50L, null));
  }

  @Test
  void lostRecordsAreDroppedWhenAsked() {
    Dataset<Row> large = large("DROPMALFORMED");
    assertThat(Plain.rows(large.select("id").orderBy("id")))
        .containsExactly(List.of(1L), List.of(3L), List.of(5L), List.of(6L));
    assertThat(large.count()).isEqualTo(4);
    assertThat(Plain.rows(large.orderBy(large.col("id").desc()).limit(3).select("id")))
        .containsExactly(List.of(6L), List.of(5L), List.of(3L));
  }

  @Test
  void aLostFileIsJudgedAsItIsRead() {
    Dataset<Row> files = read("DROPMALFORMED").load("lost/files");
    assertThat(files.collectAsList()).hasSize(1);
    assertThat(files.count()).isEqualTo(1);
    assertThat(Plain.rows(files.select("id"))).containsExactly(List.of(2L));
    assertThat(Plain.rows(files.select("file.size"))).containsExactly(List.of(1L));
  }

  @Test
  void aFileThatIsTooLargeIsNullWhenPermitted() {
    Dataset<Row> huge = read("PERMISSIVE").load("lost/huge");
    assertThat(Plain.rows(huge.selectExpr("id", "file is null").orderBy("id")))
        .containsExactly(List.of(1L, true), List.of(2L, false));
    Dataset<Row> strict = read("FAILFAST").load("lost/huge");
    assertThat(Plain.rows(strict.selectExpr("id", "file.size").orderBy("id")))
        .containsExactly(List.of(1L, 314_572_800L), List.of(2L, 1L));
    Refusal.assertRefused(ErrorCode.VALUE_DOES_NOT_FIT, strict::collectAsList)
        .contains("field 'file.bytes'")
        .contains("{\"number\":1}")
        .contains("the file is larger than 67108864 bytes");
  }

  @Test
  void aRecordOfAClassThatWorkersLackIsNoRowOfNulls() {
    Refusal.assertRefused(
            ErrorCode.VALUE_DOES_NOT_FIT,
            () -> read("FAILFAST").load("lost/certificates").collectAsList())
        .contains("field 'id'")
        .contains("{\"number\":2}")
        .contains("a record that the browser cannot read");
    Dataset<Row> whole = read("DROPMALFORMED").load("lost/certificates");
    assertThat(Plain.rows(whole)).containsExactly(List.of(1L, "a"));
    assertThat(whole.count()).isEqualTo(1);
  }

  @Test
  void allElseOfARecordThatContainsItselfIsRead() throws IOException {
    Dataset<Row> cyclic = read("FAILFAST").load("lost/cyclic");
    assertThat(cyclic.columns()).containsExactly("id", "name", "only", "self");
    assertThat(Plain.rows(cyclic.select("id", "only").orderBy("id")))
        .containsExactly(Arrays.asList(1L, null), List.of(2L, "here"));
    Refusal.assertRefused(ErrorCode.VALUE_DOES_NOT_FIT, cyclic::collectAsList)
        .contains("field 'self.record'")
        .contains("{\"number\":2}");
    String csv = "/v1/records?database=lost&store=cyclic&format=csv&mode=PERMISSIVE";
    try (var body = URI.create(agent.uri() + csv).toURL().openStream()) {
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("id,name,only,self\n1,a,,\n2,b,here,\n");
    }
  }

  private static Dataset<Row> large(String mode) {
    return read(mode).load("lost/large");
  }

  private static DataFrameReader read(String mode) {
    return TestSpark.spark()
        .read()
        .format("indexeddb")
        .option("endpoint", agent.uri().toString())
        .option("mode", mode);
  }

  /** Those of values and Blobs that have a file of some size, by it. */
  private static List<Path> filesOfValues() throws IOException {
    String port = "_" + URI.create(app.origin()).getPort() + ".indexeddb.blob";
    try (Stream<Path> all = Files.walk(TestBrowser.shared().folder().resolve("IndexedDB"))) {
      return all.filter(path -> path.toString().contains(port))
          .filter(path -> Files.isRegularFile(path) && path.toFile().length() > 100_000)
          .sorted(Comparator.comparing(path -> path.toFile().length()))
          .toList();
    }
  }
}
