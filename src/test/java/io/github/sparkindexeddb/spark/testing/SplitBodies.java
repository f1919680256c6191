// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.arrow.ArrowWriter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.ArrowUtils;
import scala.Function1;

/** Encodes rows as an export worker would, by other means: Spark's own Arrow writer. */
public final class SplitBodies {
  private SplitBodies() {}

  /** An encoded body, without what the agent knows of it. */
  public record Body(byte[] bytes, long rows) {}

  /**
   * @param perBatch records in each Arrow batch
   */
  public static Body encode(Dataset<Row> frame, int perBatch) {
    return encode(frame.collectAsList(), frame.schema(), perBatch);
  }

  /**
   * As {@link #encode(Dataset, int)}, without a session.
   *
   * @param perBatch records in each Arrow batch
   */
  public static Body encode(List<Row> rows, StructType schema, int perBatch) {
    try {
      return new Body(bytes(rows, schema, perBatch), rows.size());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(List<Row> rows, StructType schema, int perBatch) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    Function1<Object, Object> converter = CatalystTypeConverters.createToCatalystConverter(schema);
    try (RootAllocator memory = new RootAllocator();
        VectorSchemaRoot root =
            VectorSchemaRoot.create(ArrowUtils.toArrowSchema(schema, "UTC", true, false), memory);
        ArrowStreamWriter stream = new ArrowStreamWriter(root, null, body)) {
      stream.start();
      ArrowWriter writer = ArrowWriter.create(root);
      for (int from = 0; from < rows.size(); from += perBatch) {
        writer.reset();
        rows.subList(from, Math.min(rows.size(), from + perBatch))
            .forEach(row -> writer.write((InternalRow) converter.apply(row)));
        writer.finish();
        stream.writeBatch();
      }
      stream.end();
    }
    return body.toByteArray();
  }
}
