// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import io.github.sparkindexeddb.client.AgentClient;
import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.client.SplitStream;
import io.github.sparkindexeddb.wire.message.ScanProgress.SplitProgress;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanRequest.Projection;
import io.github.sparkindexeddb.wire.message.ScanRequest.Splitting;
import io.github.sparkindexeddb.wire.message.ScanResponse;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Mode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/**
 * A scan of a store in one split, read without Spark, so that a test can stop at any byte of it.
 *
 * <p>Safe for use by several threads.
 */
public final class PlainScan {
  private final AgentClient agent;
  private final SplitAddress address;

  private PlainScan(AgentClient agent, SplitAddress address) {
    this.agent = agent;
    this.address = address;
  }

  /** Creates the scan; nothing is read yet. The store is of the only client linked. */
  public static PlainScan of(String url, String database, String store, List<Column> columns) {
    return of(url, Optional.empty(), database + '/' + store, columns, Query.ALL);
  }

  /**
   * @param origin of the client, if several are linked
   * @param table database and store, with a slash between them
   */
  public static PlainScan of(
      String url, Optional<String> origin, String table, List<Column> columns, Query query) {
    Endpoint endpoint = Endpoint.parse(url, Optional.empty()).get(0);
    AgentClient agent = new AgentClient(endpoint);
    String[] names = table.split("/", 2);
    ScanResponse created =
        agent.createScan(
            new ScanRequest(
                new Target(origin, Optional.empty(), names[0], names[1]),
                new Projection(columns, Optional.empty(), Mode.FAILFAST, Format.ARROW),
                query,
                new Splitting(OptionalLong.empty(), OptionalInt.of(1))));
    return new PlainScan(
        agent, new SplitAddress(endpoint, created.scan(), created.splits().get(0)));
  }

  /** The same split, by another way to the agent. */
  public PlainScan through(String url) {
    Endpoint endpoint = Endpoint.parse(url, Optional.empty()).get(0);
    return new PlainScan(agent, new SplitAddress(endpoint, address.scan(), address.split()));
  }

  public SplitAddress address() {
    return address;
  }

  /** One more reader of the split. */
  public SplitStream stream() {
    return SplitStream.open(address, Format.ARROW);
  }

  public SplitProgress progress() {
    return agent.progress(address.scan()).splits().get(0);
  }

  /** Reads the whole split. */
  public byte[] body() {
    try (SplitStream stream = stream()) {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads the whole split: the values of each row in the order of the columns. */
  public List<List<Object>> rows() {
    return rows(body());
  }

  /** The rows of a whole body: their values in the order of the columns. */
  public static List<List<Object>> rows(byte[] body) {
    List<List<Object>> rows = new ArrayList<>();
    try (RootAllocator memory = new RootAllocator();
        ArrowStreamReader arrow = new ArrowStreamReader(new ByteArrayInputStream(body), memory)) {
      VectorSchemaRoot root = arrow.getVectorSchemaRoot();
      while (arrow.loadNextBatch()) {
        IntStream.range(0, root.getRowCount()).mapToObj(row -> row(root, row)).forEach(rows::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private static List<Object> row(VectorSchemaRoot root, int row) {
    return root.getFieldVectors().stream().map(vector -> vector.getObject(row)).toList();
  }
}
