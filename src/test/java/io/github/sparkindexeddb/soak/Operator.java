// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.sparkindexeddb.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Looks after the agent as people and probes do, and shuts strangers out. Thread-confined. */
final class Operator {
  private static final List<String> LOOKS =
      List.of("/v1/health", "/v1/clients", "/v1/databases", "/v1/scans", "/metrics", "/");

  private final SoakScene scene;
  private final Path blocked;
  private final OkHttpClient http =
      new OkHttpClient.Builder().readTimeout(60, TimeUnit.SECONDS).build();

  /**
   * @param blocked the file of {@code --blocked-clients}
   */
  Operator(SoakScene scene, Path blocked) {
    this.scene = scene;
    this.blocked = blocked;
  }

  void act(Random random) throws IOException {
    String stranger = scene.strangers().get(random.nextInt(scene.strangers().size()));
    switch (random.nextInt(4)) {
      case 0 -> send(new Request.Builder().delete(), "/v1/clients/" + stranger, Set.of(204, 404));
      case 1 -> Files.writeString(blocked, random.nextBoolean() ? stranger + "\n" : "");
      case 2 -> checkClients();
      default -> send(new Request.Builder(), LOOKS.get(random.nextInt(LOOKS.size())), Set.of(200));
    }
    scene.pace().pause(500 + random.nextInt(1500));
  }

  /** Whoever behaves is there, under its id. */
  private void checkClients() throws IOException {
    long start = System.nanoTime();
    JsonNode clients = Json.parse(send(new Request.Builder(), "/v1/clients", Set.of(200)));
    Set<Integer> absent = scene.pages().linkedSince(start);
    Set<Integer> connected = new HashSet<>();
    for (JsonNode client : clients.path("clients")) {
      if (client.path("connected").asBoolean()) {
        scene.pages().number(client.path("id").asText()).ifPresent(connected::add);
      }
    }
    absent.removeAll(connected);
    if (!absent.isEmpty()) {
      throw new IOException("behaving browsers are not connected: " + absent);
    }
  }

  private byte[] send(Request.Builder request, String path, Set<Integer> statuses)
      throws IOException {
    try (Response response = http.newCall(request.url(scene.agent() + path).build()).execute()) {
      byte[] body = response.body().bytes();
      if (!statuses.contains(response.code())) {
        throw new IOException(path + " is answered with " + response.code());
      }
      return body;
    }
  }
}
