// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.agent.access;

import io.github.sparkindexeddb.agent.runtime.AgentLog;
import io.github.sparkindexeddb.wire.ErrorCode;
import io.github.sparkindexeddb.wire.IndexedDbException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file of an operator that may change while the agent runs. Content that cannot be used changes
 * nothing and is logged once, so that a slip of an editor locks nobody out.
 *
 * <p>Thread-safe.
 */
public final class ReloadedFile<T> {
  /** How often {@link #reload} should be called. */
  public static final Duration PERIOD = Duration.ofSeconds(5);

  private static final int MAX_BYTES = 1 << 20;

  private final String option;
  private final Path file;
  private final Parser<T> parser;
  private volatile T value;
  private byte[] content;

  /** What the last look saw: an editor may be in the midst of it. */
  private byte[] seen;

  /** What was last wrong with it, which is not logged again. */
  private Optional<String> fault = Optional.empty();

  /** Makes a value of the whole content. */
  public interface Parser<T> {
    T parse(byte[] content) throws UnusableException;
  }

  /** Says why content cannot be used, as the rest of "the file cannot be used: …". */
  public static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnusableException(String why) {
      super(why);
    }
  }

  private ReloadedFile(String option, Path file, Parser<T> parser) {
    this.option = option;
    this.file = file;
    this.parser = parser;
  }

  /**
   * Reads the file for the first time.
   *
   * @param option that names the file, as on the command line
   * @throws IndexedDbException {@code OPTION_INVALID} if it cannot be read or used
   */
  public static <T> ReloadedFile<T> open(String option, Path file, Parser<T> parser) {
    ReloadedFile<T> opened = new ReloadedFile<>(option, file, parser);
    try {
      opened.take(opened.read());
      return opened;
    } catch (UnusableException e) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_INVALID,
          "Cannot start the agent: the file '%s' of '%s' cannot be used: %s. Correct it.",
          file,
          option,
          e.getMessage());
    }
  }

  /** Returns what the last usable content said. */
  public T value() {
    return value;
  }

  /** Looks whether the file has changed; takes only what two looks in a row have seen. */
  public synchronized void reload() {
    try {
      byte[] now = read();
      boolean isWhole = Arrays.equals(now, seen);
      seen = now;
      if (isWhole && !Arrays.equals(now, content)) {
        take(now);
        AgentLog.LOG.info("the file '{}' of '{}' was read again", file, option);
      }
      fault = Optional.empty();
    } catch (UnusableException e) {
      Optional<String> why = Optional.of(e.getMessage());
      if (!why.equals(fault)) {
        fault = why;
        AgentLog.LOG.warn(
            "the file '{}' of '{}' cannot be used, what it said before holds on: {}",
            file,
            option,
            e.getMessage());
      }
    }
  }

  private synchronized void take(byte[] bytes) throws UnusableException {
    value = parser.parse(bytes);
    content = bytes;
  }

  private byte[] read() throws UnusableException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new UnusableException("it is larger than 1 MiB");
      }
      return bytes;
    } catch (IOException e) {
      AgentLog.LOG.debug("a file of an option cannot be read", e);
      throw new UnusableException("it cannot be read, check its name and rights");
    }
  }
}
