// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.sparkindexeddb.testing.FakeScheduler;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.StoreClient.ClientName;
import io.github.sparkindexeddb.wire.value.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummarySharesTest {
  private final FakeScheduler scheduler = new FakeScheduler();
  private final SummaryShares shares = new SummaryShares(100);
  private final List<IndexedDbException> ended = new ArrayList<>();

  @Test
  void anHonestRequestIsTakenWhateverHostilePagesHold() {
    SummaryShares.Share hostile = share();
    for (int i = 0; i < 5; i++) {
      hostile.check(named("hostile" + i), ofNodes(20));
    }
    SummaryShares.Share honest = new SummaryShares.Share(shares, error -> ended.add(null));
    Summary whole = ofNodes(25);
    honest.check(named("honest"), whole);
    honest.merge(named("honest"), whole);
    assertThat(honest.merged()).isEqualTo(whole);
    assertThat(ended).hasSize(1).doesNotContainNull();
    assertThat(ended.get(0).code()).isEqualTo(ErrorCode.BAD_MESSAGE);
    assertThat(ended.get(0).sentence()).contains("client hostile0 of", "it describes 20 places");
    assertThat(shares.used()).isEqualTo(25);
  }

  @Test
  void namesTheClientThatTookMost() {
    SummaryShares.Share share = share();
    share.check(named("small"), ofNodes(10));
    share.check(named("largest"), ofNodes(25));
    for (int i = 0; ended.isEmpty(); i++) {
      share.check(named("other" + i), ofNodes(20));
    }
    assertThat(ended.get(0).sentence()).contains("client largest of", "it describes 25 places");
    assertThat(shares.used()).isZero();
  }

  @Test
  void refusesWhatOneClientMayNotTake() {
    SummaryShares.Share share = share();
    assertThatThrownBy(() -> share.check(named("one"), ofNodes(26)))
        .isInstanceOf(IndexedDbException.class)
        .hasMessageContaining("Cannot take the summary of client one of https://shop.example");
    assertThat(ended).isEmpty();
  }

  @Test
  void manyClientsThatSawTheSameTakeAsMuchAsOne() {
    SummaryShares.Share share = share();
    for (int i = 0; i < 1_000; i++) {
      share.check(named("client" + i), ofNodes(20));
      share.merge(named("client" + i), ofNodes(20));
    }
    assertThat(ended).isEmpty();
    assertThat(shares.used()).isEqualTo(20);
    assertThat(share.merged().records()).isEqualTo(1_000);
    share.release();
    assertThat(shares.used()).isZero();
  }

  @Test
  void waitsForItsTurnWhileMoreThanHalfIsTaken() {
    SummaryShares.Share share = share();
    assertThat(shares.turn(scheduler)).isCompleted();
    fill(share, 60);
    List<CompletableFuture<Void>> turns = List.of(shares.turn(scheduler), shares.turn(scheduler));
    assertThat(turns).noneMatch(CompletableFuture::isDone);
    share.release();
    assertThat(turns).allMatch(CompletableFuture::isDone);
    assertThat(scheduler.waiting()).as("timers that are left").isZero();
  }

  @Test
  void isNotKeptWaitingByWhoNeverEnds() {
    fill(share(), 60);
    CompletableFuture<Void> turn = shares.turn(scheduler);
    scheduler.pass(SummaryShares.MAX_WAIT.minusMillis(1));
    assertThat(turn).isNotDone();
    scheduler.pass(SummaryShares.MAX_WAIT);
    assertThat(turn).isCompleted();
    assertThat(ended).isEmpty();
  }

  @Test
  void nobodyIsRefusedForThoseWhoWait() {
    fill(share(), 60);
    List<CompletableFuture<Void>> turns =
        IntStream.range(0, SummaryShares.MAX_WAITING + 2)
            .mapToObj(i -> shares.turn(scheduler))
            .toList();
    assertThat(turns.subList(0, 2)).allMatch(CompletableFuture::isDone);
    assertThat(turns.subList(2, turns.size())).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void whoHasGoneWaitsNoMore() {
    fill(share(), 60);
    List<CompletableFuture<Void>> gone =
        IntStream.range(0, SummaryShares.MAX_WAITING)
            .mapToObj(i -> shares.turn(scheduler))
            .toList();
    gone.forEach(turn -> turn.cancel(false));
    assertThat(scheduler.waiting()).as("timers that are left").isZero();
    assertThat(shares.turn(scheduler)).isNotDone();
    assertThat(shares.turn(scheduler)).isNotDone();
  }

  @Test
  void countsNothingOfARequestThatHasEnded() {
    SummaryShares.Share share = share();
    share.release();
    share.check(named("late"), ofNodes(20));
    share.merge(named("late"), ofNodes(20));
    assertThat(shares.used()).isZero();
  }

  private SummaryShares.Share share() {
    return new SummaryShares.Share(shares, ended::add);
  }

  private static void fill(SummaryShares.Share share, int nodes) {
    for (int left = nodes; left > 0; left -= 20) {
      share.check(named("client" + left), ofNodes(20));
    }
  }

  private static ClientName named(String id) {
    return new ClientName(id, "https://shop.example");
  }

  /** A record with so many places in it, itself one of them. */
  private static Summary ofNodes(int nodes) {
    ObjectNode json = Json.object().put("records", 1);
    json.putObject("corrupt").put("count", 0);
    ObjectNode root = json.putObject("root");
    root.putObject("kinds").put("object", 1);
    ArrayNode fields = root.putObject("object").putArray("fields");
    for (int i = 1; i < nodes; i++) {
      ObjectNode field = fields.addObject().put("name", "f" + i);
      field.putArray("at").add(0).add(i);
      field.putObject("node").putObject("kinds").put("string", 1);
    }
    Summary summary = Summary.fromJson(json);
    assertThat(summary.nodes()).isEqualTo(nodes);
    return summary;
  }
}
