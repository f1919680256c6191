// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.replica;

import static io.github.sparkindexeddb.testing.Refusal.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.KeyPath;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicaDatabaseTest {
  @TempDir private Path root;
  private Shop shop;
  private ClientSession session;
  private KeptStore orders;

  @BeforeEach
  void open() {
    shop = new Shop(root.resolve("replicas"));
    session = shop.writer().connect(Shop.ONE, "Firefox 140");
    orders = shop.writer().keep(session, Shop.ORDERS);
  }

  @AfterEach
  void close() {
    shop.close();
  }

  private long publish() {
    return shop.writer().publish(session, "shop", true).version().number();
  }

  @Test
  void showsADraftToNobodyBeforeItIsPublished() {
    shop.put(session, orders, 1, "{}");
    assertThat(shop.reader().stores(0)).isEmpty();
    assertThat(shop.draft(orders)).containsExactly(1);
    Publication publication = shop.writer().publish(session, "shop", true);
    assertThat(publication).isInstanceOf(Publication.Published.class);
    assertThat(((Publication.Published) publication).changes()).isEqualTo(1);
    assertThat(shop.read(1, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{}"));
    shop.put(session, orders, 1, "{\"a\":1}");
    assertThat(shop.read(1, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{}"));
  }

  @Test
  void tellsOfAPublishedStoreAllThatAReaderNeeds() {
    shop.put(session, orders, 1, "{}");
    shop.put(session, orders, 2, "{\"a\":1}");
    shop.writer().summarize(session, orders, Json.parse("{\"records\":2}"));
    publish();
    PublishedStore published = shop.reader().stores(1).get(0);
    assertThat(published.store().client()).isEqualTo(Shop.ONE);
    assertThat(published.store().rules()).isEqualTo(Shop.ORDERS);
    assertThat(published.store().published()).isTrue();
    assertThat(published.browser()).isEqualTo("Firefox 140");
    assertThat(published.syncedAt()).isEqualTo(shop.now());
    assertThat(published.settled()).isTrue();
    assertThat(published.records()).isEqualTo(2);
    assertThat(published.bytes()).isEqualTo(9);
    assertThat(published.summary()).contains(Json.parse("{\"records\":2}"));
    assertThat(shop.reader().count(published, KeySpan.ALL)).isEqualTo(2);
  }

  @Test
  void publishesAnEmptyStoreOnce() {
    assertThat(publish()).isEqualTo(1);
    assertThat(shop.reader().stores(1)).hasSize(1);
    assertThat(shop.read(1, Shop.ONE, "orders")).isEmpty();
    assertThat(publish()).isEqualTo(1);
  }

  @Test
  void confirmsAVersionWithoutMakingOneIfNothingChanged() {
    shop.put(session, orders, 1, "{}");
    publish();
    Instant first = shop.now();
    shop.pass(Duration.ofMinutes(1));
    Publication again = shop.writer().publish(session, "shop", true);
    assertThat(again)
        .isEqualTo(new Publication.Confirmed(new ReplicaVersion(1, first), shop.now()));
    PublishedStore store = shop.reader().stores(1).get(0);
    assertThat(store.syncedAt()).isEqualTo(shop.now());
  }

  @Test
  void publishesAChangeOfWhetherItIsSettled() {
    shop.put(session, orders, 1, "{}");
    shop.writer().publish(session, "shop", false);
    assertThat(shop.reader().stores(1).get(0).settled()).isFalse();
    assertThat(publish()).isEqualTo(2);
    assertThat(shop.reader().stores(2).get(0).settled()).isTrue();
    assertThat(shop.reader().stores(1).get(0).settled()).isFalse();
  }

  @Test
  void changesNothingByADifferenceThatComesTwice() {
    Difference difference = Shop.difference(Map.of(1, "{}", 2, "{\"a\":1}"), List.of(7));
    assertThat(shop.writer().apply(session, orders, difference))
        .isEqualTo(new Difference.Applied(2, 0, 2));
    assertThat(shop.writer().apply(session, orders, difference).isNothing()).isTrue();
    publish();
    assertThat(shop.writer().apply(session, orders, difference).isNothing()).isTrue();
    assertThat(publish()).isEqualTo(1);
  }

  @Test
  void publishesNothingOfWhatCameAndWentWithinADraft() {
    shop.put(session, orders, 1, "{}");
    shop.put(session, orders, 2, "{}");
    publish();
    shop.put(session, orders, 1, "{\"a\":1}");
    shop.put(session, orders, 1, "{}");
    shop.put(session, orders, 3, "{}");
    shop.delete(session, orders, 2, 3);
    shop.put(session, orders, 2, "{}");
    assertThat(publish()).isEqualTo(1);
    assertThat(shop.database().maintenance().check().past()).isZero();
  }

  @Test
  void readsEachVersionAsItWas() {
    shop.put(session, orders, 1, "{}");
    publish();
    shop.put(session, orders, 1, "{\"a\":1}");
    shop.put(session, orders, 2, "{}");
    publish();
    shop.delete(session, orders, 1);
    publish();
    shop.put(session, orders, 1, "{}");
    publish();
    assertThat(shop.read(1, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{}"));
    assertThat(shop.read(2, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{\"a\":1}", 2, "{}"));
    assertThat(shop.read(3, Shop.ONE, "orders")).isEqualTo(Map.of(2, "{}"));
    assertThat(shop.read(4, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{}", 2, "{}"));
  }

  @Test
  void unitesTheClientsAndLeavesEachAtItsLastVersion() {
    shop.put(session, orders, 1, "{}");
    publish();
    ClientSession other = shop.writer().connect(Shop.TWO, "Safari 26");
    KeptStore others = shop.writer().keep(other, Shop.ORDERS);
    shop.put(other, others, 5, "{}");
    shop.writer().publish(other, "shop", true);
    assertThat(shop.reader().stores(1, "shop", "orders")).hasSize(1);
    assertThat(shop.reader().stores(2, "shop", "orders"))
        .extracting(each -> each.store().client())
        .containsExactly(Shop.ONE, Shop.TWO);
    assertThat(shop.read(2, Shop.TWO, "orders")).isEqualTo(Map.of(5, "{}"));
  }

  @Test
  void cutsPagesByRecordsAndBytesAndSpans() {
    for (int i = 0; i < 10; i++) {
      shop.put(session, orders, i, "{\"a\":" + i + "}");
    }
    publish();
    PublishedStore store = shop.reader().stores(1).get(0);
    RecordPage page = shop.reader().records(store, KeySpan.ALL, 4, Long.MAX_VALUE);
    assertThat(page.records()).hasSize(4);
    assertThat(page.rest()).isPresent();
    assertThat(shop.reader().records(store, KeySpan.ALL, 100, 8).records()).hasSize(2);
    assertThat(shop.reader().records(store, KeySpan.ALL, 10, Long.MAX_VALUE).rest()).isEmpty();
    KeySpan middle = KeySpan.ofBlock(Optional.of(Shop.key(2)), Optional.of(Shop.key(5)));
    assertThat(shop.read(store, middle, 2)).containsOnlyKeys(3, 4, 5);
    assertThat(shop.reader().count(store, middle)).isEqualTo(3);
  }

  @Test
  void replacesTheBlocksThatEndInTheSpan() {
    cut(KeySpan.ALL, 10, 20, 30);
    cut(KeySpan.ofBlock(Optional.of(Shop.key(10)), Optional.of(Shop.key(20))), 12, 20);
    assertThat(shop.database().drafts().blocks(orders))
        .extracting(Difference.Block::upTo)
        .containsExactly(Shop.key(10), Shop.key(12), Shop.key(20), Shop.key(30));
    cut(KeySpan.ofBlock(Optional.of(Shop.key(12)), Optional.empty()));
    assertThat(shop.database().drafts().blocks(orders))
        .extracting(Difference.Block::upTo)
        .containsExactly(Shop.key(10), Shop.key(12));
  }

  private void cut(KeySpan span, int... ends) {
    List<Difference.Block> blocks =
        Arrays.stream(ends)
            .mapToObj(end -> new Difference.Block(Shop.key(end), new byte[] {1, 2}, 5))
            .toList();
    shop.writer().apply(session, orders, new Difference(span, List.of(), List.of(), blocks));
  }

  @Test
  void writesNothingOfALinkThatWasReplaced() {
    shop.writer().connect(Shop.ONE, "Firefox 141");
    assertRefused(ErrorCode.CLIENT_REPLACED, () -> shop.put(session, orders, 1, "{}"));
    assertRefused(ErrorCode.CLIENT_REPLACED, () -> shop.writer().publish(session, "shop", true));
    assertThat(shop.draft(orders)).isEmpty();
  }

  @Test
  void makesAStoreOfAnotherKeyPathAnew() {
    shop.put(session, orders, 1, "{}");
    publish();
    StoreRules other = new StoreRules("shop", "orders", KeyPath.NONE, true, Shop.ORDERS.keep());
    KeptStore anew = shop.writer().keep(session, other);
    assertThat(anew.id()).isNotEqualTo(orders.id());
    assertRefused(ErrorCode.STORE_REPLACED, () -> shop.put(session, orders, 2, "{}"));
    shop.put(session, anew, 2, "{}");
    publish();
    assertThat(shop.read(1, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{}"));
    assertThat(shop.read(2, Shop.ONE, "orders")).isEqualTo(Map.of(2, "{}"));
    assertThat(shop.reader().stores(2).get(0).store().rules()).isEqualTo(other);
    assertThat(shop.reader().stores(1).get(0).store().rules()).isEqualTo(Shop.ORDERS);
  }

  @Test
  void endsAStoreThatIsDroppedAndKeepsItsPast() {
    shop.put(session, orders, 1, "{}");
    publish();
    shop.put(session, orders, 2, "{}");
    shop.writer().drop(session, orders);
    Publication publication = shop.writer().publish(session, "shop", true);
    assertThat(((Publication.Published) publication).changes()).isEqualTo(1);
    assertThat(shop.reader().stores(2)).isEmpty();
    assertThat(shop.read(1, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{}"));
    shop.pass(Duration.ofDays(1));
    shop.database().maintenance().trim(shop.now());
    assertThat(shop.database().maintenance().check().records()).isZero();
  }

  @Test
  void goesOnInADraftThatWasNotPublishedBeforeARestart() {
    shop.put(session, orders, 1, "{}");
    publish();
    shop.put(session, orders, 1, "{\"a\":1}");
    shop.reopen();
    assertThat(shop.read(1, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{}"));
    DraftReader.OpenDraft draft =
        shop.database().drafts().openedBefore(shop.now().plusSeconds(1)).get(0);
    assertThat(draft).isEqualTo(new DraftReader.OpenDraft(session, "shop", shop.now()));
    shop.writer().publish(draft.session(), draft.database(), false);
    assertThat(shop.read(2, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{\"a\":1}"));
    assertThat(shop.database().drafts().openedBefore(shop.now().plusSeconds(1))).isEmpty();
  }

  @Test
  void keepsItsEpochAndItsVersionsOverARestart() {
    String epoch = shop.database().epoch();
    publish();
    ReplicaVersion newest = shop.reader().newest();
    shop.reopen();
    assertThat(shop.database().epoch()).isEqualTo(epoch).hasSize(32);
    assertThat(shop.reader().newest()).isEqualTo(newest);
  }

  @Test
  void datesEachVersionLaterThanTheOneBeforeWhateverTheClockSays() {
    shop.put(session, orders, 1, "{}");
    publish();
    Instant first = shop.now();
    shop.pass(Duration.ofDays(-3));
    shop.put(session, orders, 2, "{}");
    publish();
    assertThat(shop.reader().version(2).at()).isEqualTo(first.plusNanos(1_000));
    assertThat(shop.reader().stores(2).get(0).syncedAt()).isAfterOrEqualTo(first);
  }

  @Test
  void findsTheVersionOfAMoment() {
    shop.put(session, orders, 1, "{}");
    publish();
    Instant first = shop.now();
    shop.pass(Duration.ofHours(1));
    shop.put(session, orders, 2, "{}");
    publish();
    assertThat(shop.reader().versionAt(first).number()).isEqualTo(1);
    assertThat(shop.reader().versionAt(first.plusSeconds(60)).number()).isEqualTo(1);
    assertThat(shop.reader().versionAt(shop.now()).number()).isEqualTo(2);
    assertRefused(ErrorCode.VERSION_NOT_FOUND, () -> shop.reader().versionAt(first.minusSeconds(1)))
        .contains("begins with version 1 at " + first);
    assertRefused(
            ErrorCode.VERSION_NOT_FOUND, () -> shop.reader().versionAt(shop.now().plusSeconds(1)))
        .contains("Name a moment that is past");
  }

  @Test
  void namesTheVersionsThatThereAre() {
    publish();
    assertRefused(ErrorCode.VERSION_NOT_FOUND, () -> shop.reader().version(2))
        .contains("the newest of this agent is 1");
    shop.put(session, orders, 1, "{}");
    publish();
    shop.pass(Duration.ofDays(1));
    assertThat(shop.database().maintenance().trim(shop.now())).isEqualTo(2);
    assertRefused(ErrorCode.VERSION_NOT_FOUND, () -> shop.reader().stores(1))
        .contains("begins with version 2");
    assertThat(shop.read(2, Shop.ONE, "orders")).isEqualTo(Map.of(1, "{}"));
  }
}
