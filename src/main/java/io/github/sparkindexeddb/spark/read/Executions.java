// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.spark.read;

import java.io.Serializable;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SQLExecution;

/** Spark's executions of queries: each action on a DataFrame is one, and they are numbered. */
final class Executions {
  private static final String ID = "spark.sql.execution.id";

  private static final Pattern KEEPING = Pattern.compile("Exchange|InMemory|QueryStage");

  /**
   * The executions that may read a scan: the one that created it, and all that began later. One
   * that had begun before may have read a part of the former scan.
   */
  record Allowed(long creator, long latestBefore) implements Serializable {
    static final Allowed ALL = new Allowed(-1, -1);

    boolean contains(long execution) {
      return execution == creator || execution > latestBefore;
    }
  }

  private Executions() {}

  /** Returns the execution for which the driver's thread works, absent outside of any. */
  static OptionalLong current(SparkContext context) {
    return id(context.getLocalProperty(ID));
  }

  /** Returns the execution that a task is of; one of an RDD's job is of none. */
  static OptionalLong of(TaskContext task) {
    return task == null ? OptionalLong.empty() : id(task.getLocalProperty(ID));
  }

  /**
   * Returns whether Spark may hold results of parts of an execution's plan, from an earlier one of
   * the same plan: what was shuffled, broadcast or cached.
   */
  static boolean keepsResults(long id) {
    QueryExecution query = SQLExecution.getQueryExecution(id);
    String plan = query == null ? "" : query.executedPlan().toString();
    return query == null || KEEPING.matcher(plan).find();
  }

  private static OptionalLong id(String text) {
    return Optional.ofNullable(text).stream().mapToLong(Long::parseLong).findFirst();
  }
}
