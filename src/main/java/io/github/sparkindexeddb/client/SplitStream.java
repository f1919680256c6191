// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.client;

import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import io.github.sparkindexeddb.wire.Protocol;
import io.github.sparkindexeddb.wire.message.ScanProgress.SplitProgress;
import io.github.sparkindexeddb.wire.value.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Headers;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The body of one split, to its verified end: an interrupted transfer is resumed at its offset, and
 * a body that does not end as it was sealed is an error, never an end of stream.
 *
 * <p>Reading throws {@link IndexedDbException}: what the agent says ({@code SCAN_LOST}, {@code
 * SCAN_EXPIRED}, {@code CLIENT_LOST}, {@code VALUE_DOES_NOT_FIT}…), {@code SPLIT_TRUNCATED} if the
 * end is not as sealed, {@code CLIENT_LOST} or {@code AGENT_UNREACHABLE} after the timeouts. It
 * throws {@link IOException} only after {@link #close()} or an interrupt.
 *
 * <p>Confined to one thread, but for {@link #close()}, which may come from any; the transfer is
 * guarded by {@code this}, {@link #call} apart.
 */
public final class SplitStream extends InputStream {
  private final SplitAddress address;
  private final ReadTimeouts timeouts;
  private final SplitVerifier verifier;
  private final ResumePolicy resumePolicy;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** The transfer under way, if any; also cancelled by the closing thread. */
  private volatile Call call;

  /** Null between transfers, as its {@link #body}. */
  private Response response;

  private InputStream body;
  private Optional<SplitTrailers> trailers = Optional.empty();
  private long backoff;
  private long nanosWaiting;
  private int resumes;

  private SplitStream(SplitAddress address, Format format, ReadTimeouts timeouts) {
    this.address = address;
    this.timeouts = timeouts;
    this.verifier = new SplitVerifier(format);
    this.resumePolicy = new ResumePolicy(address, timeouts);
    this.backoff = timeouts.backoff().toMillis();
  }

  /**
   * Returns the stream of a split. Asks for nothing yet: the first read does, so that browsers work
   * only for who reads.
   */
  public static SplitStream open(SplitAddress address, Format format) {
    return open(address, format, ReadTimeouts.DEFAULT);
  }

  static SplitStream open(SplitAddress address, Format format, ReadTimeouts timeouts) {
    return new SplitStream(address, format, timeouts);
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
      return readResuming(target, offset, length);
    } finally {
      nanosWaiting += System.nanoTime() - start;
    }
  }

  private int readResuming(byte[] target, int offset, int length) throws IOException {
    while (trailers.isEmpty()) {
      requireOpen();
      try {
        int count = connect().read(target, offset, length);
        if (count >= 0) {
          onBytes(target, offset, count);
          return count;
        }
        onEnd();
      } catch (IOException e) {
        awaitResume(Http.unreachable(address.endpoint(), requireTransferError(e)));
      } catch (IndexedDbException e) {
        // Nobody, or something else, answers where the agent was: it may be a proxy's moment.
        if (e.code() != ErrorCode.AGENT_UNREACHABLE) {
          disconnect();
          throw e;
        }
        awaitResume(e);
      }
    }
    return -1;
  }

  private InputStream connect() throws IOException {
    if (response == null) {
      String path = Protocol.splitPath(address.scan(), address.split().n());
      Request request =
          Http.request(address.endpoint(), path + "?offset=" + verifier.bytes())
              // Offsets and checksum are of the body as sealed.
              .header("Accept-Encoding", "identity")
              .build();
      call = Http.call(request, timeouts.idle());
      requireOpen();
      response = Http.requireReply(address.endpoint(), call.execute());
      body = response.body().byteStream();
    }
    return body;
  }

  private void onBytes(byte[] target, int offset, int count) {
    verifier.update(target, offset, count);
    resumePolicy.onProgress();
    backoff = timeouts.backoff().toMillis();
  }

  private void onEnd() throws IOException {
    Headers sealed = trailersOrSeal(response.trailers());
    Optional<String> mismatch = verifier.mismatch(sealed);
    if (mismatch.isPresent()) {
      throw truncated(mismatch.get());
    }
    trailers = Optional.of(verifier.parse(sealed));
    response.close();
    response = null;
    body = null;
    call = null;
  }

  /** Many load balancers drop trailers; the agent says the same of a sealed split if asked. */
  private Headers trailersOrSeal(Headers received) {
    if (!verifier.isUnproven(received)) {
      return received;
    }
    Optional<SplitProgress> split =
        new AgentClient(address.endpoint()).splitProgress(address.scan(), address.split().n());
    split
        .flatMap(SplitProgress::error)
        .ifPresent(
            failure -> {
              throw failure;
            });
    return split.flatMap(SplitProgress::seal).map(SplitVerifier::trailers).orElse(received);
  }

  private void awaitResume(IndexedDbException interruption) throws IOException {
    disconnect();
    resumePolicy.onInterruption(verifier.bytes(), interruption);
    resumes++;
    try {
      closed.await(backoff, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while %s waited to go on".formatted(this));
    }
    backoff = Math.min(backoff * 2, Math.max(1, timeouts.progress().toMillis() / 10));
  }

  /**
   * Returns the exception, if the transfer failed: an interrupt of this thread and a close by
   * another are thrown.
   */
  private IOException requireTransferError(IOException e) throws IOException {
    if (e instanceof InterruptedIOException && !(e instanceof SocketTimeoutException)) {
      throw e;
    }
    requireOpen();
    return e;
  }

  private void requireOpen() throws IOException {
    if (closed.getCount() == 0) {
      throw new IOException("Cannot read %s: it is closed.".formatted(this));
    }
  }

  private IndexedDbException truncated(String why) {
    return IndexedDbException.of(
            ErrorCode.SPLIT_TRUNCATED,
            "Cannot trust %s: %s, after %s bytes of a split of %s records. Run the read again; if it happens again,"
                + " look for a proxy between %s and this machine.",
            this,
            why,
            verifier.bytes(),
            address.split().records(),
            address.endpoint())
        .with("received", verifier.bytes())
        .with("expected", address.split().records());
  }

  /**
   * Returns what was sealed. A decoder stops at the format's own mark of the end; this reads on to
   * the stream's.
   *
   * @throws IndexedDbException {@code SPLIT_TRUNCATED} if more than the end follows, or as reading
   * @throws UncheckedIOException after {@link #close()} or an interrupt
   */
  public synchronized SplitTrailers trailers() {
    try {
      if (trailers.isEmpty() && read() >= 0) {
        throw truncated("bytes follow what was decoded");
      }
      return trailers.orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the bytes of the body so far, each counted once whatever was resumed. */
  public long bytesRead() {
    return verifier.bytes();
  }

  /** Returns the time spent waiting for bytes, in nanoseconds. */
  public long nanosWaiting() {
    return nanosWaiting;
  }

  /** Returns how often the transfer was resumed. */
  public int resumes() {
    return resumes;
  }

  /**
   * Leaves the agent, as a reader does that has stopped early. The next read, if one comes, goes on
   * where this one stopped.
   */
  public void suspend() {
    disconnect();
  }

  /**
   * Closes the stream; before its end also the connection, so that the agent sees the reader leave.
   */
  @Override
  public void close() {
    closed.countDown();
    Call current = call;
    if (current != null) {
      // Ends a read that another thread is in; without effect after the end.
      current.cancel();
    }
    disconnect();
  }

  private synchronized void disconnect() {
    if (response != null) {
      call.cancel();
      response.close();
      response = null;
      body = null;
    }
  }

  @Override
  public String toString() {
    return address.qualifiedName();
  }
}
