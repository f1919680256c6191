// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapreduce.lib.db.DBWritable;

/**
 * A country's orders of a day and what they came to: a value on an edge, a line of a text file, a
 * row of a table. Cents, since sums of doubles depend on their order.
 */
public final class RevenueRow implements Writable, DBWritable {
  public static final String[] COLUMNS = {"country", "day", "orders", "cents"};

  private String country = "";
  private LocalDate day = LocalDate.EPOCH;
  private long orders;
  private long cents;

  /** For Tez, which fills it with {@link #readFields(DataInput)}. */
  public RevenueRow() {}

  public RevenueRow(String country, LocalDate day, long orders, long cents) {
    this.country = country;
    this.day = day;
    this.orders = orders;
    this.cents = cents;
  }

  /** What rows are summed by. */
  Text key() {
    return new Text(country + "\t" + day);
  }

  /** Adds up rows of one key. */
  static RevenueRow sum(Iterable<?> rows) {
    RevenueRow sum = new RevenueRow();
    for (Object value : rows) {
      RevenueRow row = (RevenueRow) value;
      long cents = Math.addExact(sum.cents, row.cents);
      sum = new RevenueRow(row.country, row.day, sum.orders + row.orders, cents);
    }
    return sum;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Text.writeString(out, country);
    out.writeLong(day.toEpochDay());
    out.writeLong(orders);
    out.writeLong(cents);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    country = Text.readString(in);
    day = LocalDate.ofEpochDay(in.readLong());
    orders = in.readLong();
    cents = in.readLong();
  }

  @Override
  public void write(PreparedStatement insert) throws SQLException {
    insert.setString(1, country);
    insert.setObject(2, day);
    insert.setLong(3, orders);
    insert.setLong(4, cents);
  }

  @Override
  public void readFields(ResultSet row) {
    throw new UnsupportedOperationException("Revenue is written only.");
  }

  /** The columns, tabs between them. */
  @Override
  public String toString() {
    return String.join("\t", country, day.toString(), "" + orders, "" + cents);
  }
}
