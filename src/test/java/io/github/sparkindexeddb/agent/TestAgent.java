// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.agent.scan.ArrowSchema;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeDisk;
import io.github.sparkindexeddb.testing.FakeScheduler;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An agent on a free port, with a clock and a disk that a test controls. As a field that is
 * registered as an extension it ends after each test.
 */
public final class TestAgent implements AutoCloseable, AfterEachCallback {
  private final FakeScheduler scheduler = new FakeScheduler();
  private final FakeDisk disk = new FakeDisk();
  private final Agent agent;
  private final Http http;

  private TestAgent(AgentOptions options, Executor files) {
    agent = Agent.start(options, new Agent.Surroundings(scheduler, disk, files));
    http = new Http(agent.uri());
  }

  static TestAgent start() {
    return start(options -> options);
  }

  public static TestAgent start(UnaryOperator<AgentOptions> options) {
    return start(options, Runnable::run);
  }

  /**
   * @param files runs what waits for the files of options; else the clock's thread does
   */
  static TestAgent start(UnaryOperator<AgentOptions> options, Executor files) {
    return new TestAgent(options.apply(AgentOptions.DEFAULT.withPort(0)), files);
  }

  FakeScheduler scheduler() {
    return scheduler;
  }

  FakeDisk disk() {
    return disk;
  }

  public Agent agent() {
    return agent;
  }

  Http http() {
    return http;
  }

  public FakeBrowser link(String client, FakeStore... stores) {
    return FakeBrowser.link(agent.uri(), FakeBrowser.Setup.of(client, stores));
  }

  /** Creates a scan of one split per client. */
  String scan(FakeStore store) {
    return scanResponse(store, 1).path("scan").asText();
  }

  JsonNode scanResponse(FakeStore store, int atMost) {
    var body = Http.scan(store.database(), store.name());
    body.putObject("splits").put("atMost", atMost);
    Http.Answer answer = http.post("/v1/scans", body);
    if (answer.status() != 200) {
      throw new AssertionError("the scan was refused: " + answer.json());
    }
    return answer.json();
  }

  Http.Answer split(String scan, int n) {
    return http.get(path(scan, n));
  }

  JsonNode progress(String scan) {
    return http.get("/v1/scans/" + scan).json();
  }

  static String path(String scan, int n) {
    return "/v1/scans/" + scan + "/splits/" + n;
  }

  /** Returns the whole body of a split of these batches, of the columns of {@link Http#scan}. */
  static byte[] sealed(byte[] batches) {
    return sealed("id", batches);
  }

  /** Returns the whole body of a split of these batches, of one column of numbers. */
  public static byte[] sealed(String column, byte[] batches) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    body.writeBytes(ArrowSchema.message(List.of(Column.field(column, Type.Scalar.BIGINT))));
    body.writeBytes(batches);
    body.writeBytes(Format.ARROW.tail());
    return body.toByteArray();
  }

  static byte[] sealed(FakeStore store) {
    return sealed(store.batches(0, store.records()));
  }

  static String crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return String.format("%08x", crc.getValue());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    close();
  }

  @Override
  public void close() {
    agent.close();
  }
}
