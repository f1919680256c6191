// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.arrow;

import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.spark.schema.SparkTypes;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.PlainText;
import io.github.sparkindexeddb.wire.arrow.ArrowStream;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/**
 * The Arrow batches of a split's body, as Spark's, whose values are decoded only when Spark asks
 * for them. What a browser sent is checked before Spark sees it, which trusts lengths and offsets;
 * the library named Arrow never does.
 *
 * <p>Owns nothing: what Spark reads lies on the heap. Confined to the task thread.
 */
public final class ArrowBatches {
  private final SplitAddress address;
  private final ArrowStream stream;
  private final List<DirectArrowColumn> columns;

  /** Filled anew for each batch. */
  private final ColumnarBatch current;

  private ArrowBatches(SplitAddress address, BatchLayout layout, ArrowStream stream) {
    this.address = address;
    this.stream = stream;
    this.columns = columns(stream);
    this.current = new ColumnarBatch(layout.arrange(columns, address));
  }

  /**
   * Begins to read a body: reads its schema.
   *
   * @param body that stays open
   * @throws IndexedDbException {@code SPLIT_DAMAGED} if the body has other columns than were asked
   *     for
   */
  public static ArrowBatches open(SplitAddress address, BatchLayout layout, InputStream body)
      throws InterruptedIOException {
    ArrowStream stream = decoded(address, () -> ArrowStream.open(body));
    requireColumns(address, layout.read(), stream.fields());
    return new ArrowBatches(address, layout, stream);
  }

  /** Returns whether there is one more batch, which is then the {@link #current()} one. */
  public boolean next() throws InterruptedIOException {
    if (!decoded(address, stream::next)) {
      return false;
    }
    columns.forEach(DirectArrowColumn::load);
    current.setNumRows(stream.rows());
    return true;
  }

  public ColumnarBatch current() {
    return current;
  }

  private static List<DirectArrowColumn> columns(ArrowStream stream) {
    return IntStream.range(0, stream.fields().size())
        .mapToObj(
            i -> new DirectArrowColumn(stream.vectors().get(i), stream.fields().get(i).type()))
        .toList();
  }

  private static void requireColumns(
      SplitAddress address, StructType wanted, List<Type.Field> fields) {
    StructType found = (StructType) SparkTypes.toSpark(new Type.Struct(fields));
    if (!SchemaEquality.areEqual(wanted, found)) {
      throw IndexedDbException.of(
          ErrorCode.SPLIT_DAMAGED,
          "Cannot read %s: it holds '%s' where '%s' was asked for. Compare the versions of browser"
              + " files, agent and connector.",
          address.name(),
          PlainText.of(found.catalogString()),
          PlainText.of(wanted.catalogString()));
    }
  }

  private interface Decoding<T> {
    T run() throws IOException;
  }

  /** Whatever is found wrong is one error; a killed task is none. */
  private static <T> T decoded(SplitAddress address, Decoding<T> decoding)
      throws InterruptedIOException {
    try {
      return decoding.run();
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw IndexedDbException.of(
              ErrorCode.SPLIT_DAMAGED,
              "Cannot read %s: its bytes are not the Arrow stream they should be (%s). Compare the"
                  + " versions of browser files, agent and connector.",
              address.name(),
              e.getMessage())
          .causedBy(e);
    }
  }
}
