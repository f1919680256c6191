// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.soak;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.value.Column;
import io.github.sparkindexeddb.wire.value.Format;
import io.github.sparkindexeddb.wire.value.Type;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okio.BufferedSource;

/** Reads {@code /v1/records} as scripts do. Thread-safe. */
final class RecordsReader {
  private static final Column KEY = new Column("_key", Type.Scalar.BIGINT, Column.Source.KEY);
  private static final Column VALUE = new Column("value", Type.Scalar.BIGINT, Column.Source.VALUE);

  /** Of what has no end, a reader takes so many bytes and leaves. */
  private static final long ENOUGH_BYTES = 16 << 20;

  private final SoakScene scene;
  private final OkHttpClient http =
      new OkHttpClient.Builder().readTimeout(60, TimeUnit.SECONDS).build();

  RecordsReader(SoakScene scene) {
    this.scene = scene;
  }

  /** Reads one client that behaves, or all of them without the others. */
  void read(Random random) {
    Format format = Format.values()[random.nextInt(Format.values().length)];
    Optional<BehavingPage> one =
        random.nextInt(3) > 0 ? Optional.of(scene.pages().any(random)) : Optional.empty();
    String what =
        "/v1/records as " + format + " of " + one.map(BehavingPage::id).orElse("all behaving");
    HttpUrl.Builder url = url(format);
    one.ifPresentOrElse(
        page -> url.addQueryParameter("client", page.id()),
        () -> url.addQueryParameter("exceptClients", String.join(",", scene.strangers())));
    long start = System.nanoTime();
    try (Response response =
        http.newCall(new Request.Builder().url(url.build()).build()).execute()) {
      byte[] body = response.body().bytes();
      if (response.code() == 200) {
        Set<Integer> expected =
            one.map(page -> Set.of(page.number()))
                .orElseGet(() -> scene.pages().linkedSince(start));
        scene.tally().read(what, found(format, body, expected, response));
      } else {
        onRefused(what, error(body), one.filter(page -> !page.isLinkedSince(start)));
      }
    } catch (IOException e) {
      onCut(what, e);
    }
  }

  private RowCheck.Finding found(
      Format format, byte[] bytes, Set<Integer> expected, Response response) throws IOException {
    List<Column> columns = format == Format.CSV ? List.of(KEY, VALUE) : List.of(VALUE);
    RowCheck.Finding found =
        scene.check().check(new RowCheck.Body(format, columns, bytes), expected);
    boolean isSealed =
        Long.toString(found.rows()).equals(response.trailers().get("Split-Rows"))
            || !found.isRight();
    return isSealed ? found : new RowCheck.Finding(found.rows(), 1, 0);
  }

  private void onRefused(String what, IndexedDbException error, Optional<BehavingPage> away) {
    if (away.isPresent() && error.code() == ErrorCode.CLIENT_NOT_FOUND) {
      scene.tally().error("CLIENT_NOT_FOUND of one that was away");
    } else {
      scene.tally().failed(what, error);
    }
  }

  private void onCut(String what, IOException error) {
    if (!scene.pace().isOver()) {
      scene.tally().failed(what, error);
    }
  }

  /** Reads one client that may misbehave: what comes of it harms nobody. */
  void readStranger(Random random) {
    Format format = Format.values()[random.nextInt(Format.values().length)];
    String id = scene.strangers().get(random.nextInt(scene.strangers().size()));
    HttpUrl url = url(format).addQueryParameter("client", id).build();
    Request request = new Request.Builder().url(url).build();
    try (Response response = http.newCall(request).execute()) {
      if (response.code() == 200) {
        readSome(response);
        scene.tally().error("none: a stranger was read, or left");
      } else {
        scene.tally().error("/v1/records of " + id, error(response.body().bytes()));
      }
    } catch (IOException e) {
      scene.tally().error("cut off");
    }
  }

  private static void readSome(Response response) throws IOException {
    BufferedSource source = response.body().source();
    for (long left = ENOUGH_BYTES; left > 0 && !source.exhausted(); ) {
      left -= source.getBuffer().size();
      source.skip(source.getBuffer().size());
    }
  }

  private HttpUrl.Builder url(Format format) {
    HttpUrl.Builder url =
        HttpUrl.get(scene.agent() + "/v1/records")
            .newBuilder()
            .addQueryParameter("database", SoakScene.DATABASE)
            .addQueryParameter("store", SoakScene.STORE)
            .addQueryParameter("origin", SoakScene.ORIGIN)
            .addQueryParameter("format", format == Format.ARROW ? "arrows" : format.json());
    return format == Format.CSV ? url.addQueryParameter("columns", "_key,value") : url;
  }

  static IndexedDbException error(byte[] body) {
    return IndexedDbException.fromJson(Json.parse(body), ErrorCode.AGENT_FAILED);
  }
}
