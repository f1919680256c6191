// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.Format;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Json;
import io.github.sparkindexeddb.wire.Protocol;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The body of one split, to its proven end: an interrupted transfer is resumed at its offset, and a
 * body that does not end as it was sealed is an error, never an end of stream.
 *
 * <p>Reading throws {@link IndexedDbException}: what the agent says ({@code SCAN_LOST}, {@code
 * SCAN_EXPIRED}, {@code CLIENT_LOST}, {@code VALUE_DOES_NOT_FIT}…), {@code SPLIT_TRUNCATED} if the
 * end is not as sealed, {@code CLIENT_LOST} or {@code AGENT_UNREACHABLE} after the grace. It throws
 * {@link IOException} only after {@link #close()} or an interrupt.
 *
 * <p>Confined to one thread, but for {@link #close()}, which may come from any; the transfer is
 * guarded by {@code this}, {@link #call} apart.
 */
public final class SplitStream extends InputStream {
  private final SplitAddress address;
  private final ReadTimeouts waits;
  private final SplitVerifier proof;
  private final ResumePolicy verdict;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** The transfer under way, if any; also cancelled by the closing thread. */
  private volatile Call call;

  /** Null between transfers, as its {@link #body}. */
  private Response response;

  private InputStream body;
  private Optional<SplitTrailers> receipt = Optional.empty();
  private long backoff;
  private long nanosWaiting;
  private int resumes;

  private SplitStream(SplitAddress address, Format format, ReadTimeouts waits) {
    this.address = address;
    this.waits = waits;
    this.proof = new SplitVerifier(format);
    this.verdict = new ResumePolicy(address, waits);
    this.backoff = waits.backoff().toMillis();
  }

  /** Asks for nothing yet: the first read does, so that browsers work only for who reads. */
  public static SplitStream open(SplitAddress address, Format format) {
    return open(address, format, ReadTimeouts.DEFAULT);
  }

  static SplitStream open(SplitAddress address, Format format, ReadTimeouts waits) {
    return new SplitStream(address, format, waits);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    long start = System.nanoTime();
    try {
      return readOn(target, offset, length);
    } finally {
      nanosWaiting += System.nanoTime() - start;
    }
  }

  private int readOn(byte[] target, int offset, int length) throws IOException {
    while (receipt.isEmpty()) {
      requireOpen();
      try {
        int count = transfer().read(target, offset, length);
        if (count >= 0) {
          took(target, offset, count);
          return count;
        }
        finish();
      } catch (IOException e) {
        takeUpAgain(Http.unreachable(address.endpoint(), requireOwn(e)));
      } catch (IndexedDbException e) {
        // Nobody, or something else, answers where the agent was: it may be a proxy's moment.
        if (e.code() != ErrorCode.AGENT_UNREACHABLE) {
          hangUp();
          throw e;
        }
        takeUpAgain(e);
      }
    }
    return -1;
  }

  private InputStream transfer() throws IOException {
    if (response == null) {
      String path = Protocol.splitPath(address.scan(), address.split().n());
      Request request =
          Http.request(address.endpoint(), path + "?offset=" + proof.bytes())
              // Offsets and checksum are of the body as sealed.
              .header("Accept-Encoding", "identity")
              .build();
      call = Http.call(request, waits.stall());
      requireOpen();
      response = Http.verified(address.endpoint(), call.execute());
      body = response.body().byteStream();
    }
    return body;
  }

  private void took(byte[] target, int offset, int count) {
    proof.saw(target, offset, count);
    verdict.alive();
    backoff = waits.backoff().toMillis();
  }

  private void finish() throws IOException {
    Optional<String> flaw = proof.flaw(response.trailers());
    if (flaw.isPresent()) {
      throw truncated(flaw.get());
    }
    receipt = Optional.of(proof.receipt(response.trailers()));
    response.close();
    response = null;
    body = null;
    call = null;
  }

  private void takeUpAgain(IndexedDbException interruption) throws IOException {
    hangUp();
    verdict.interrupted(proof.bytes(), interruption);
    resumes++;
    try {
      closed.await(backoff, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while " + this + " waited to go on");
    }
    backoff = Math.min(backoff * 2, Math.max(1, waits.grace().toMillis() / 10));
  }

  /** An interrupt of this thread and a close by another are no interruptions of the transfer. */
  private IOException requireOwn(IOException e) throws IOException {
    if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
      throw e;
    }
    requireOpen();
    return e;
  }

  private void requireOpen() throws IOException {
    if (closed.getCount() == 0) {
      throw new IOException("Cannot read " + this + ": it is closed.");
    }
  }

  private IndexedDbException truncated(String why) {
    return new IndexedDbException(
        ErrorCode.SPLIT_TRUNCATED,
        "Cannot trust "
            + this
            + ": "
            + why
            + ", after "
            + proof.bytes()
            + " bytes of a split of "
            + address.split().records()
            + " records. Run the read again; if it happens again, look for a proxy between "
            + address.endpoint()
            + " and this machine.",
        Json.object().put("received", proof.bytes()).put("expected", address.split().records()));
  }

  /**
   * What was sealed. A decoder stops at the format's own mark of the end; this reads on to the
   * stream's.
   *
   * @throws IndexedDbException {@code SPLIT_TRUNCATED} if more than the end follows, or as reading
   * @throws UncheckedIOException after {@link #close()} or an interrupt
   */
  public synchronized SplitTrailers receipt() {
    try {
      if (receipt.isEmpty() && read() >= 0) {
        throw truncated("bytes follow what was decoded");
      }
      return receipt.orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Bytes of the body so far, each counted once whatever was resumed. */
  public long bytesRead() {
    return proof.bytes();
  }

  /** Time spent waiting for bytes, in nanoseconds. */
  public long nanosWaiting() {
    return nanosWaiting;
  }

  /** How often the transfer was taken up again. */
  public int resumes() {
    return resumes;
  }

  /** Before the end it also hangs up, so that the agent sees the reader leave. */
  @Override
  public void close() {
    closed.countDown();
    Call current = call;
    if (current != null) {
      // Ends a read that another thread is in; without effect after the end.
      current.cancel();
    }
    hangUp();
  }

  private synchronized void hangUp() {
    if (response != null) {
      call.cancel();
      response.close();
      response = null;
      body = null;
    }
  }

  @Override
  public String toString() {
    return ResumePolicy.named(address);
  }
}
