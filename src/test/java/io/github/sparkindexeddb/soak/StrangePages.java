// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.testing.ArrowBatch;
import io.github.sparkindexeddb.testing.FakeBrowser;
import io.github.sparkindexeddb.testing.FakeBrowser.Setup;
import io.github.sparkindexeddb.testing.FakeStore;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.message.Message;
import io.github.sparkindexeddb.wire.message.WorkerRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What pages do that no page link does. */
final class StrangePages {
  private static final int PART_CHARS = 64 << 10;
  private static final String PART = "x".repeat(PART_CHARS);

  /** More than any text may be. */
  private static final int MAX_PARTS = 160;

  /** Far more records than anybody reads. */
  private static final long ENDLESS = 1_000_000_000;

  private static final List<byte[]> LIES =
      List.of(
          "1,\"open\n".getBytes(StandardCharsets.UTF_8),
          "\n\n".getBytes(StandardCharsets.UTF_8),
          "{\"value\":1}\n{\"value\":\"open\n".getBytes(StandardCharsets.UTF_8),
          ArrowBatch.of(3, 2 * ArrowBatch.MIN_BYTES),
          ArrowBatch.message(1, 2, ArrowBatch.MIN_BYTES),
          new byte[64]);

  private StrangePages() {}

  static void saysNoHello(Stranger stranger) {
    stranger.visit(stranger.setup().silent(), FakeBrowser::answerHonestly, page -> {});
  }

  static void endlessHello(Stranger stranger) {
    stranger.visit(stranger.setup().silent(), FakeBrowser::answerHonestly, StrangePages::goOn);
  }

  static void endlessText(Stranger stranger) {
    stranger.visit(stranger.setup(), FakeBrowser::answerHonestly, StrangePages::goOn);
  }

  private static void goOn(FakeBrowser page) {
    for (int part = 0; part < MAX_PARTS && page.beginning(PART); part++) {}
  }

  static void wrongFrames(Stranger stranger) {
    Random random = stranger.random();
    stranger.visit(
        stranger.setup(),
        FakeBrowser::answerHonestly,
        page -> {
          switch (random.nextInt(6)) {
            case 0 -> page.text("{");
            case 1 -> page.text("{\"type\":\"result\",\"id\":999}");
            case 2 -> page.binary(ByteBuffer.wrap(new byte[3]));
            case 3 -> page.frame(random.nextInt(), ByteBuffer.wrap(new byte[1000]));
            case 4 -> page.binary(ByteBuffer.wrap(new byte[(1 << 20) + 100]));
            default -> page.text("[".repeat(5000));
          }
        });
  }

  static void deaf(Stranger stranger) {
    stranger.visit(stranger.setup().deaf(), FakeBrowser::answerHonestly, page -> {});
  }

  static void neverAnswers(Stranger stranger) {
    stranger.visit(stranger.setup(), (page, request) -> {}, page -> {});
  }

  static void lyingBatch(Stranger stranger) {
    byte[] rows = LIES.get(stranger.random().nextInt(LIES.size()));
    onRead(
        stranger,
        (page, request) -> {
          page.result(request, batch(rows.length, 2, 1, true));
          page.bytes(request, rows);
        });
  }

  static void standingKeys(Stranger stranger) {
    onRead(stranger, (page, request) -> page.result(request, batch(0, 0, 1, false)));
  }

  static void endlessSplit(Stranger stranger) {
    FakeStore endless =
        new FakeStore("shop", "orders", ENDLESS, 8 << 10, stranger.store().firstKey());
    Setup setup = stranger.setup();
    stranger.visit(Setup.of(setup.credential(), endless), FakeBrowser::answerHonestly, page -> {});
  }

  static void cutInMidAnswer(Stranger stranger) {
    onRead(
        stranger,
        (page, request) -> {
          WorkerRequest.Read read = (WorkerRequest.Read) request.body();
          byte[] rows = stranger.store().bytes(read);
          page.result(request, stranger.store().batch(read).json());
          page.bytes(request, Arrays.copyOf(rows, rows.length / 2));
          page.cut();
        });
  }

  static void slowSender(Stranger stranger) {
    onRead(
        stranger,
        (page, request) -> {
          WorkerRequest.Read read = (WorkerRequest.Read) request.body();
          byte[] rows = stranger.store().bytes(read);
          page.result(request, stranger.store().batch(read).json());
          for (int at = 0; at < rows.length && !page.closed().isDone(); at += 500) {
            int size = Math.min(500, rows.length - at);
            page.frame(request.id(), ByteBuffer.wrap(rows, at, size));
            stranger.pace().pause(30);
          }
        });
  }

  static void oddFailure(Stranger stranger) {
    String code = stranger.random().nextBoolean() ? "AGENT_FAILED" : "DATABASE_BUSY";
    String words = "\\u001b[2J\\u202e" + "y".repeat(1 << stranger.random().nextInt(20));
    answer(
        stranger,
        WorkerRequest.class,
        "failure",
        "\"code\":\"" + code + "\",\"message\":\"" + words + "\"");
  }

  static void giantCatalog(Stranger stranger) {
    String store = "{\"name\":\"s\",\"keyPath\":null,\"records\":1,\"indexes\":[]}";
    int stores = 1000 << stranger.random().nextInt(7);
    answer(
        stranger,
        WorkerRequest.ListStores.class,
        "result",
        "\"databases\":[{\"name\":\"d\",\"version\":1,\"stores\":["
            + (store + ",").repeat(stores)
            + store
            + "]}]");
  }

  static void giantPlan(Stranger stranger) {
    String split = "{\"range\":{},\"records\":1}";
    int splits = 1000 << stranger.random().nextInt(7);
    answer(
        stranger,
        WorkerRequest.Plan.class,
        "result",
        "\"records\":1,\"keyPath\":null,\"splits\":[" + (split + ",").repeat(splits) + split + "]");
  }

  /** Two browsers with one secret, of which the older comes while the newer is there. */
  static void twin(Stranger stranger)
      throws ExecutionException, InterruptedException, TimeoutException {
    String before = visitForTicket(stranger, "");
    FakeBrowser one = stranger.open(secret(stranger, before), FakeBrowser::answerHonestly);
    try {
      one.welcomed().get(10, TimeUnit.SECONDS);
      stranger.linger();
      stranger.visit(secret(stranger, before), FakeBrowser::answerHonestly, page -> {});
    } finally {
      one.cut();
    }
  }

  private static String visitForTicket(Stranger stranger, String ticket)
      throws ExecutionException, InterruptedException, TimeoutException {
    FakeBrowser page = stranger.open(secret(stranger, ticket), FakeBrowser::answerHonestly);
    try {
      return page.welcomed().get(10, TimeUnit.SECONDS).ticket().orElseThrow();
    } finally {
      page.cut();
    }
  }

  private static Setup secret(Stranger stranger, String ticket) {
    return Setup.of(new Message.Secret(stranger.secret(), ticket), stranger.store());
  }

  private static JsonNode batch(int bytes, int records, int last, boolean done) {
    return Json.parse(
        "{\"bytes\":%d,\"records\":%d,\"read\":2,\"last\":{\"number\":%d},\"done\":%s,\"count\":2}"
            .formatted(bytes, records, last, done));
  }

  private static void onRead(Stranger stranger, FakeBrowser.Behaviour behaviour) {
    stranger.visit(
        stranger.setup(),
        (page, request) -> {
          if (request.body() instanceof WorkerRequest.Read) {
            behaviour.answer(page, request);
          } else {
            page.answerHonestly(request);
          }
        },
        page -> {});
  }

  private static void answer(Stranger stranger, Class<?> kind, String type, String members) {
    stranger.visit(
        stranger.setup(),
        (page, request) -> {
          if (kind.isInstance(request.body())) {
            page.text("{\"type\":\"" + type + "\",\"id\":" + request.id() + "," + members + "}");
          } else {
            page.answerHonestly(request);
          }
        },
        page -> {});
  }
}
