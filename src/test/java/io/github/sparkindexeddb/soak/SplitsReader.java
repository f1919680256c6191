// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import io.github.sparkindexeddb.client.AgentGroup;
import io.github.sparkindexeddb.client.ClientQuorum;
import io.github.sparkindexeddb.client.Endpoint;
import io.github.sparkindexeddb.client.GroupScan;
import io.github.sparkindexeddb.client.SplitAddress;
import io.github.sparkindexeddb.client.SplitStream;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.message.ScanRequest;
import io.github.sparkindexeddb.wire.message.ScanRequest.Projection;
import io.github.sparkindexeddb.wire.message.ScanRequest.Splitting;
import io.github.sparkindexeddb.wire.message.Target;
import io.github.sparkindexeddb.wire.query.Query;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Mode;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Reads split by split, through the client that Spark and Tez read with. Thread-safe. */
final class SplitsReader {
  private static final List<Column> COLUMNS = List.of(Column.field("id", Type.Scalar.BIGINT));
  private static final ClientQuorum AT_ONCE = new ClientQuorum(1, Duration.ZERO);

  /** Of what has no end, a reader takes so many bytes and leaves. */
  private static final int ENOUGH_BYTES = 16 << 20;

  /** One scan of so many is left to expire, as after a driver that was killed. */
  private static final int OF_WHICH_ONE_IS_LEFT = 8;

  private final SoakScene scene;
  private final AgentGroup agent;

  SplitsReader(SoakScene scene) {
    this.scene = scene;
    this.agent = new AgentGroup(Endpoint.parse(scene.agent().toString(), Optional.empty()));
  }

  /** Reads one client that behaves, or all of them without the others. */
  void read(Random random) throws IOException {
    Optional<BehavingPage> one =
        random.nextInt(3) > 0 ? Optional.of(scene.pages().any(random)) : Optional.empty();
    String what = "splits of " + one.map(BehavingPage::id).orElse("all behaving");
    Target target = target(one.map(BehavingPage::id), one.isEmpty());
    long start = System.nanoTime();
    try {
      GroupScan scan = agent.scan(request(target), AT_ONCE);
      Set<Integer> expected =
          new HashSet<>(one.isEmpty() ? scene.pages().linkedSince(start) : Set.of());
      expected.addAll(behaving(scan));
      scene.tally().read(what, check(scan.splits(), expected, random));
      release(scan, random, one.isPresent());
    } catch (IndexedDbException e) {
      if (one.filter(page -> !page.isLinkedSince(start)).isPresent()
          && (e.code() == ErrorCode.CLIENT_NOT_FOUND || e.code() == ErrorCode.NO_CLIENTS)) {
        scene.tally().error(e.code() + " of one that was away");
      } else if (!scene.pace().isOver()) {
        scene.tally().failed(what, e);
      }
    }
  }

  /** Reads all, those who misbehave too: whatever they do, the splits of the others are whole. */
  void readAmongStrangers(Random random) throws IOException {
    String what = "splits of behaving browsers among others";
    GroupScan scan;
    try {
      scan = agent.scan(request(target(Optional.empty(), false)), AT_ONCE);
    } catch (IndexedDbException e) {
      if (scene.pages().number(e.details().path("client").asText()).isPresent()) {
        scene.tally().failed("a plan among others blames one that behaves", e);
      } else if (!scene.pace().isOver()) {
        scene.tally().error(what, e);
      }
      return;
    }
    List<SplitAddress> honest =
        scan.splits().stream().filter(split -> number(split).isPresent()).toList();
    try {
      scene.tally().read(what, check(honest, behaving(scan), random));
    } catch (IndexedDbException e) {
      if (!scene.pace().isOver()) {
        scene.tally().failed(what, e);
      }
    }
    readSome(scan, random);
    scan.release();
  }

  /** Reads one client that may misbehave: what comes of it harms nobody. */
  void readStranger(Random random) throws IOException {
    String id = scene.strangers().get(random.nextInt(scene.strangers().size()));
    try {
      GroupScan scan = agent.scan(request(target(Optional.of(id), false)), AT_ONCE);
      readSome(scan, random);
      release(scan, random, true);
    } catch (IndexedDbException e) {
      if (!scene.pace().isOver()) {
        scene.tally().error("splits of " + id, e);
      }
    }
  }

  private void readSome(GroupScan scan, Random random) throws IOException {
    List<SplitAddress> strange =
        scan.splits().stream().filter(split -> number(split).isEmpty()).toList();
    if (strange.isEmpty()) {
      return;
    }
    SplitAddress split = strange.get(random.nextInt(strange.size()));
    try (SplitStream stream = SplitStream.open(split, Format.ARROW)) {
      int read = stream.readNBytes(ENOUGH_BYTES).length;
      scene.tally().error("none: a stranger was read" + (read < ENOUGH_BYTES ? "" : ", and left"));
    } catch (IndexedDbException e) {
      scene.tally().error(split.toString(), e);
    }
  }

  private RowCheck.Finding check(List<SplitAddress> splits, Set<Integer> expected, Random random)
      throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    byte[] head = new RowCheck.Body(Format.ARROW, COLUMNS, new byte[0]).head();
    byte[] tail = Format.ARROW.tail();
    whole.writeBytes(head);
    for (SplitAddress split : splits) {
      byte[] body = body(split, random);
      if (!Arrays.equals(head, Arrays.copyOf(body, head.length))
          || !Arrays.equals(
              tail, Arrays.copyOfRange(body, body.length - tail.length, body.length))) {
        return new RowCheck.Finding(0, 1, 0);
      }
      whole.write(body, head.length, body.length - tail.length - head.length);
    }
    whole.writeBytes(tail);
    return scene
        .check()
        .check(new RowCheck.Body(Format.ARROW, COLUMNS, whole.toByteArray()), expected);
  }

  /** Some leave in the midst and go on, and some come twice, as tasks that are tried again. */
  private static byte[] body(SplitAddress split, Random random) throws IOException {
    byte[] body = read(split, random);
    if (random.nextInt(50) == 0 && !Arrays.equals(body, read(split, random))) {
      throw new IOException("the second reading of " + split + " has other bytes");
    }
    return body;
  }

  private static byte[] read(SplitAddress split, Random random) throws IOException {
    try (SplitStream stream = SplitStream.open(split, Format.ARROW)) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      if (random.nextInt(20) == 0) {
        body.writeBytes(stream.readNBytes(1 + random.nextInt(2000)));
        stream.suspend();
      }
      body.writeBytes(stream.readAllBytes());
      stream.trailers();
      return body.toByteArray();
    }
  }

  private static void release(GroupScan scan, Random random, boolean mayBeLeft) {
    if (!mayBeLeft || random.nextInt(OF_WHICH_ONE_IS_LEFT) > 0) {
      scan.release();
    }
  }

  private Set<Integer> behaving(GroupScan scan) {
    Set<Integer> numbers = new HashSet<>();
    scan.participants()
        .clients()
        .forEach(client -> scene.pages().number(client.name().id()).ifPresent(numbers::add));
    return numbers;
  }

  private Optional<Integer> number(SplitAddress split) {
    return scene.pages().number(split.split().client().id());
  }

  private Target target(Optional<String> client, boolean withoutStrangers) {
    return new Target(
        Optional.of(SoakScene.ORIGIN),
        client,
        withoutStrangers ? scene.strangers() : List.of(),
        SoakScene.DATABASE,
        SoakScene.STORE);
  }

  private static ScanRequest request(Target target) {
    return new ScanRequest(
        target,
        new Projection(COLUMNS, Optional.empty(), Mode.FAILFAST, Format.ARROW),
        Query.ALL,
        Splitting.DEFAULT);
  }
}
