// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop;

import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records and values as export workers write them. */
final class RecordFixtures {
  private RecordFixtures() {}

  static JsonSlice slice(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return JsonSlice.at(bytes, 0, bytes.length);
  }

  /** A record of one column, {@code v}. */
  static RecordWritable record(Type type, String json) {
    return record(List.of(Column.field("v", type)), "{\"v\":" + json + "}");
  }

  static RecordWritable record(List<Column> columns, String json) {
    RecordWritable record = new RecordWritable();
    byte[] line = ("," + json.substring(1)).getBytes(StandardCharsets.UTF_8);
    record.fill(new RecordLayout(new ArrayList<>(columns)), line, 0, line.length);
    return record;
  }
}
