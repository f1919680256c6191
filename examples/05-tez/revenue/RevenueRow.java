// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import org.apache.hadoop.mapreduce.lib.db.DBWritable;

/** One row of the result: a line of a text file, or a row of a table. */
final class RevenueRow implements DBWritable {
  static final List<String> COLUMNS = List.of("country", "day", "orders", "cents");

  private final CountryDay key;
  private final Takings takings;

  RevenueRow(CountryDay key, Takings takings) {
    this.key = key;
    this.takings = takings;
  }

  @Override
  public void write(PreparedStatement insert) throws SQLException {
    insert.setString(1, key.country());
    insert.setObject(2, key.day());
    insert.setLong(3, takings.orders());
    insert.setLong(4, takings.cents());
  }

  @Override
  public void readFields(ResultSet row) {
    throw new UnsupportedOperationException("Revenue is written only.");
  }

  /** The columns, tabs between them. */
  @Override
  public String toString() {
    LocalDate day = key.day();
    return String.join(
        "\t", key.country(), day.toString(), "" + takings.orders(), "" + takings.cents());
  }
}
