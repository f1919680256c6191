// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** The ways of those who misbehave, and how often each comes. */
enum Misbehaviour {
  IDLE_SOCKETS(6, Misbehaviour::idleSockets),
  HALF_HEAD(6, Misbehaviour::halfHead),
  SLOW_HEAD(4, Misbehaviour::slowHead),
  NO_HTTP(4, Misbehaviour::noHttp),
  UNREAD_ANSWERS(4, Misbehaviour::unreadAnswers),
  NO_HELLO(6, StrangePages::saysNoHello),
  ENDLESS_HELLO(3, StrangePages::endlessHello),
  ENDLESS_TEXT(1, StrangePages::endlessText),
  WRONG_FRAMES(6, StrangePages::wrongFrames),
  DEAF(4, StrangePages::deaf),
  NEVER_ANSWERS(3, StrangePages::neverAnswers),
  LYING_BATCH(8, StrangePages::lyingBatch),
  STANDING_KEYS(4, StrangePages::standingKeys),
  ENDLESS_SPLIT(2, StrangePages::endlessSplit),
  CUT_IN_MID_ANSWER(8, StrangePages::cutInMidAnswer),
  SLOW_SENDER(6, StrangePages::slowSender),
  ODD_FAILURE(6, StrangePages::oddFailure),
  GIANT_CATALOG(2, StrangePages::giantCatalog),
  GIANT_PLAN(2, StrangePages::giantPlan),
  TWIN(4, StrangePages::twin);

  private static final String HEAD =
      "GET /v1/records?database=shop&store=orders HTTP/1.1\r\nHost: ";

  private final int weight;
  private final Act act;

  private interface Act {
    void by(Stranger stranger)
        throws IOException, ExecutionException, InterruptedException, TimeoutException;
  }

  Misbehaviour(int weight, Act act) {
    this.weight = weight;
    this.act = act;
  }

  static Misbehaviour any(Random random) {
    int left = random.nextInt(Arrays.stream(values()).mapToInt(each -> each.weight).sum());
    int next = 0;
    while (left >= values()[next].weight) {
      left -= values()[next].weight;
      next++;
    }
    return values()[next];
  }

  void by(Stranger stranger)
      throws IOException, ExecutionException, InterruptedException, TimeoutException {
    act.by(stranger);
  }

  private static void idleSockets(Stranger stranger) throws IOException {
    try (Socket one = stranger.socket();
        Socket two = stranger.socket()) {
      stranger.linger();
      two.getOutputStream().write('G');
      one.getOutputStream().flush();
      stranger.linger();
    }
  }

  private static void halfHead(Stranger stranger) throws IOException {
    try (Socket socket = stranger.socket()) {
      write(socket, HEAD);
      stranger.linger();
    }
  }

  private static void slowHead(Stranger stranger) throws IOException {
    try (Socket socket = stranger.socket()) {
      write(socket, HEAD + "127.0.0.1\r\n");
      for (int line = 0; line < 100 && !stranger.pace().isOver(); line++) {
        write(socket, "x-" + line + ": 1\r\n");
        stranger.pace().pause(100);
      }
    }
  }

  private static void noHttp(Stranger stranger) throws IOException {
    try (Socket socket = stranger.socket()) {
      byte[] bytes = new byte[1 + stranger.random().nextInt(30_000)];
      stranger.random().nextBytes(bytes);
      socket.getOutputStream().write(bytes);
      stranger.pace().pause(stranger.random().nextInt(1000));
    }
  }

  /** Asks again and again for what it does not read. */
  private static void unreadAnswers(Stranger stranger) throws IOException {
    try (Socket socket = stranger.socket()) {
      String host = "127.0.0.1:" + socket.getPort();
      for (int request = 0; request < 20; request++) {
        write(socket, "GET /v1/clients HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
      }
      stranger.linger();
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }
}
