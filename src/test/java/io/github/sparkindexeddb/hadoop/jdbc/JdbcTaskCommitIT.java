// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.hadoop.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose rows count, when attempts and application masters fail: one attempt's of each task. */
class JdbcTaskCommitIT {
  private static RevenueTable table;

  @BeforeAll
  static void start() {
    table = RevenueTable.start();
  }

  @AfterAll
  static void stop() {
    table.close();
  }

  @BeforeEach
  void create() {
    table.create();
  }

  @Test
  void addsTheRowsOfOneAttemptOfEachTask() throws Exception {
    TestOutput output = table.output("monday");
    output.setup(1);
    output.stage(1, 0, 0, "Austria");
    output.stage(1, 1, 0, "Brazil", "Canada");
    output.commitTask(1, 0, 0);
    output.commitTask(1, 1, 0);
    assertThat(table.rows()).isEmpty();
    output.commit(1);
    assertThat(table.rows()).containsExactly("Austria", "Brazil", "Canada");
    assertThat(table.batches()).containsExactly("monday\t3");
    assertThat(table.leftovers()).isEmpty();
  }

  @Test
  void ignoresWhatAFailedAttemptStaged() throws Exception {
    TestOutput output = table.output("monday");
    output.setup(1);
    output.stage(1, 0, 0, "Austria", "Brazil");
    output.stage(1, 0, 1, "Austria", "Brazil", "Canada");
    output.commitTask(1, 0, 1);
    output.commit(1);
    assertThat(table.rows()).containsExactly("Austria", "Brazil", "Canada");
    assertThat(table.leftovers()).isEmpty();
  }

  @Test
  void addsOneAttemptIfTwoBelieveThatTheyWereChosen() throws Exception {
    TestOutput output = table.output("monday");
    output.setup(1);
    output.stage(1, 0, 0, "Austria");
    output.stage(1, 0, 1, "Austria");
    output.commitTask(1, 0, 1);
    output.commitTask(1, 0, 0);
    output.commit(1);
    assertThat(table.rows()).containsExactly("Austria");
  }

  @Test
  void addsNothingForATaskWithoutRows() throws Exception {
    TestOutput output = table.output("monday");
    output.setup(1);
    output.stage(1, 0, 0);
    output.commitTask(1, 0, 0);
    output.commit(1);
    assertThat(table.rows()).isEmpty();
    assertThat(table.batches()).containsExactly("monday\t0");
  }

  @Test
  void keepsApartTheMastersWhoseAttemptsHaveTheSameNumbers() throws Exception {
    TestOutput output = table.output("monday");
    output.setup(1);
    output.stage(1, 0, 0, "Austria");
    output.commitTask(1, 0, 0);
    output.setup(2);
    output.stage(2, 0, 0, "Austria");
    output.commitTask(2, 0, 0);
    output.commit(2);
    assertThat(table.rows()).containsExactly("Austria");
  }

  @Test
  void keepsWhatTheMasterBeforeKnewToBeDone() throws Exception {
    TestOutput output = table.output("monday");
    output.setup(1);
    output.stage(1, 0, 0, "Austria");
    output.commitTask(1, 0, 0);
    output.setup(2);
    output.recover(2, 0);
    output.stage(2, 1, 0, "Brazil");
    output.commitTask(2, 1, 0);
    output.commit(2);
    assertThat(table.rows()).containsExactly("Austria", "Brazil");
  }

  @Test
  void refusesToRecoverATaskThatElectedNobody() throws Exception {
    TestOutput output = table.output("monday");
    output.setup(1);
    output.stage(1, 0, 0, "Austria");
    output.setup(2);
    assertThatThrownBy(() -> output.recover(2, 0))
        .isInstanceOf(IOException.class)
        .hasMessage("Master 1 elected no attempt of task 0");
  }

  @Test
  void forgetsTasksThatTheNextMasterDoesNotHave() throws Exception {
    TestOutput output = table.output("monday");
    output.setup(1);
    output.stage(1, 0, 0, "Austria");
    output.stage(1, 1, 0, "Brazil");
    output.commitTask(1, 0, 0);
    output.commitTask(1, 1, 0);
    output.setup(2);
    output.stage(2, 0, 0, "Austria", "Brazil");
    output.commitTask(2, 0, 0);
    output.commit(2);
    assertThat(table.rows()).containsExactly("Austria", "Brazil");
    assertThat(table.leftovers()).isEmpty();
  }

  @Test
  void ignoresTasksOfALostMasterThatGoOn() throws Exception {
    TestOutput output = table.output("monday");
    output.setup(1);
    output.setup(2);
    output.stage(2, 0, 0, "Austria");
    output.commitTask(2, 0, 0);
    output.stage(1, 0, 0, "Austria");
    output.commitTask(1, 0, 0);
    output.commit(2);
    output.stage(1, 1, 0, "Brazil");
    output.commitTask(1, 1, 0);
    assertThat(table.rows()).containsExactly("Austria");
  }

  @Test
  void refusesToCommitTasksThatDidNotCommit() throws Exception {
    TestOutput output = table.output("monday");
    output.setup(1);
    output.stage(1, 0, 0, "Austria");
    output.stage(1, 1, 0, "Brazil");
    output.commitTask(1, 1, 0);
    assertThatThrownBy(() -> output.commit(1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Cannot commit batch 'monday' to table 'revenue': tasks [0]")
        .hasMessageContaining("SimpleMRProcessor");
    assertThat(table.rows()).isEmpty();
    assertThat(table.postgres().rows("SELECT batch FROM revenue__batches")).isEmpty();
  }
}
