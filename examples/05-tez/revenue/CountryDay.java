// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package revenue;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.LocalDate;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.WritableComparable;
import org.apache.hadoop.io.WritableUtils;

/** What takings are summed by. */
final class CountryDay implements WritableComparable<CountryDay> {
  private final Text country = new Text();
  private long day;

  /** For Tez, which fills it with {@link #readFields}. */
  CountryDay() {}

  CountryDay(String country, LocalDate day) {
    this.country.set(country);
    this.day = day.toEpochDay();
  }

  String country() {
    return country.toString();
  }

  LocalDate day() {
    return LocalDate.ofEpochDay(day);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    country.write(out);
    WritableUtils.writeVLong(out, day);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    country.readFields(in);
    day = WritableUtils.readVLong(in);
  }

  @Override
  public int compareTo(CountryDay other) {
    int order = country.compareTo(other.country);
    return order != 0 ? order : Long.compare(day, other.day);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CountryDay key && compareTo(key) == 0;
  }

  /** Decides which task sums the key. */
  @Override
  public int hashCode() {
    return 31 * country.hashCode() + Long.hashCode(day);
  }
}
