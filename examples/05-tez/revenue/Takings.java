// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.io.WritableUtils;

/**
 * A number of orders, and what they came to. Cents, since sums of doubles depend on their order.
 */
final class Takings implements Writable {
  private long orders;
  private long cents;

  /** None; also for Tez, which fills it with {@link #readFields}. */
  Takings() {}

  Takings(long orders, long cents) {
    this.orders = orders;
    this.cents = cents;
  }

  long orders() {
    return orders;
  }

  long cents() {
    return cents;
  }

  static Takings sum(Iterable<?> values) {
    Takings sum = new Takings();
    for (Object value : values) {
      Takings takings = (Takings) value;
      sum.orders += takings.orders;
      sum.cents = Math.addExact(sum.cents, takings.cents);
    }
    return sum;
  }

  @Override
  public void write(DataOutput out) throws IOException {
    WritableUtils.writeVLong(out, orders);
    WritableUtils.writeVLong(out, cents);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    orders = WritableUtils.readVLong(in);
    cents = WritableUtils.readVLong(in);
  }
}
