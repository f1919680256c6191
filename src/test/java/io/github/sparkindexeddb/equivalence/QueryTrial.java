// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.equivalence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * One store, to be asked three ways.
 *
 * @param local Spark's own table of the generator's values
 */
record QueryTrial(StoreCase store, Dataset<Row> local, Dataset<Row> plain, Dataset<Row> pushing) {
  private static final Pattern NUMBER = Pattern.compile(": \\[(\\d+),");

  /**
   * What came of a query.
   *
   * @param plan how it was pushed
   * @param failure what is wrong, if anything is
   */
  record Outcome(String plan, Optional<String> failure) {}

  /** Asks with push-down and, if {@code plainly}, without. */
  Outcome of(Query query, boolean plainly) {
    // Where Spark 4 looks for the settings that say of which class dates are.
    SparkSession.setActiveSession(pushing.sparkSession());
    Query.Expected expected;
    try {
      expected = query.expected(local);
    } catch (RuntimeException e) {
      if (overflows(e)) {
        return new Outcome("", Optional.empty());
      }
      throw new AssertionError("Spark itself fails on " + query.text() + " of " + store, e);
    }
    List<String> failures = new ArrayList<>();
    if (plainly) {
      failure("pushdown=false", query, expected, plain, new AtomicReference<>())
          .ifPresent(failures::add);
    }
    AtomicReference<Dataset<Row>> pushed = new AtomicReference<>();
    failure("pushdown=true", query, expected, pushing, pushed).ifPresent(failures::add);
    String plan =
        pushed.get() == null ? "" : pushed.get().queryExecution().executedPlan().toString();
    return new Outcome(
        plan,
        failures.isEmpty()
            ? Optional.empty()
            : Optional.of(
                store + "\n" + query.text() + "\n" + String.join("\n", failures) + "\n" + plan));
  }

  private Optional<String> failure(
      String way,
      Query query,
      Query.Expected expected,
      Dataset<Row> table,
      AtomicReference<Dataset<Row>> asked) {
    try {
      asked.set(query.asked().apply(table));
      return query
          .difference(expected, query.rows(asked.get()))
          .map(difference -> "  " + way + ": " + difference + records(difference));
      // Spark throws what is checked, too, and says so nowhere.
    } catch (Exception e) {
      return overflows(e) ? Optional.empty() : Optional.of("  " + way + ": " + messages(e));
    }
  }

  /** Whether a literal does not fit, or a sum, which depends on the order of what is summed. */
  private static boolean overflows(Throwable e) {
    return messages(e).matches("(?s).*\\[(ARITHMETIC_OVERFLOW|NUMERIC_VALUE_OUT_OF_RANGE).*");
  }

  static String messages(Throwable e) {
    List<String> messages = new ArrayList<>();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      messages.add(cause.toString());
    }
    return String.join("\n    caused by ", messages);
  }

  /** The records that a difference names by their numbers. */
  private String records(String difference) {
    StringBuilder records = new StringBuilder();
    Matcher numbers = NUMBER.matcher(difference);
    while (numbers.find() && records.length() < 2000) {
      store
          .numbered(Long.parseLong(numbers.group(1)))
          .ifPresent(
              entry ->
                  records
                      .append("\n    record ")
                      .append(entry.record().code())
                      .append(" with key ")
                      .append(entry.key().code()));
    }
    return records.toString();
  }
}
