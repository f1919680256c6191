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
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A file of an operator that may change while the agent runs, or several that belong together.
 * Content that cannot be used changes nothing and is logged once, so that a slip of an editor locks
 * nobody out.
 *
 * <p>Thread-safe; who asks for the value never waits for the disk.
 */
public final class ReloadedFile<T> {
  /** How often {@link #reload} should be called. */
  public static final Duration PERIOD = Duration.ofSeconds(5);

  private static final int MAX_BYTES = 1 << 20;

  private final List<Source> sources;
  private final GroupParser<T> parser;
  private volatile T value;

  /** Of each file, in their order. */
  private byte[][] contents;

  /** What the last look saw: an editor may be in the midst of it. */
  private byte[][] seen;

  /** What was last wrong with it, which is not logged again. */
  private Optional<String> fault = Optional.empty();

  /**
   * A file and the option that names it.
   *
   * @param option as on the command line
   */
  public record Source(String option, Path file) {
    /** Returns both, as they stand in sentences. */
    @Override
    public String toString() {
      return "the file '" + file + "' of '" + option + "'";
    }
  }

  /** Makes a value of the whole content of a file. */
  public interface Parser<T> {
    T parse(byte[] content) throws UnusableException;
  }

  /** Makes a value of the whole contents of files, which are given in their order. */
  public interface GroupParser<T> {
    /**
     * @throws UnusableException whose message names the file
     */
    T parse(List<byte[]> contents) throws UnusableException;
  }

  /** Says why content cannot be used, as the rest of "the file cannot be used: …". */
  public static final class UnusableException extends Exception {
    private static final long serialVersionUID = 1L;

    public UnusableException(String why) {
      super(why);
    }

    /** Returns the exception whose message says of which file that is. */
    private UnusableException in(Source source) {
      return new UnusableException(source + " cannot be used: " + getMessage());
    }
  }

  private ReloadedFile(List<Source> sources, GroupParser<T> parser) {
    this.sources = List.copyOf(sources);
    this.parser = parser;
  }

  /**
   * Reads the file for the first time.
   *
   * @param option that names the file, as on the command line
   * @throws IndexedDbException {@code OPTION_INVALID} if it cannot be read or used
   */
  public static <T> ReloadedFile<T> open(String option, Path file, Parser<T> parser) {
    Source source = new Source(option, file);
    return open(
        List.of(source),
        contents -> {
          try {
            return parser.parse(contents.get(0));
          } catch (UnusableException e) {
            throw e.in(source);
          }
        });
  }

  /**
   * Reads files that belong together for the first time.
   *
   * @throws IndexedDbException {@code OPTION_INVALID} if they cannot be read or used
   */
  public static <T> ReloadedFile<T> open(List<Source> sources, GroupParser<T> parser) {
    ReloadedFile<T> opened = new ReloadedFile<>(sources, parser);
    try {
      opened.take(opened.read());
      return opened;
    } catch (UnusableException e) {
      throw IndexedDbException.of(
          ErrorCode.OPTION_INVALID, "Cannot start the agent: %s. Correct it.", e.getMessage());
    }
  }

  /** Returns what the last usable content said. */
  public T value() {
    return value;
  }

  /** Returns its files and their options, as they stand in sentences. */
  String named() {
    return sources.stream().map(Source::toString).collect(Collectors.joining(" and "));
  }

  /**
   * Looks whether a file has changed; takes only what two looks in a row have seen, of all files at
   * once. Waits for the disk.
   */
  public synchronized void reload() {
    try {
      byte[][] now = read();
      boolean isWhole = Arrays.deepEquals(now, seen);
      seen = now;
      if (isWhole && !Arrays.deepEquals(now, contents)) {
        take(now);
        AgentLog.LOG.info("read again: {}", named());
      }
      fault = Optional.empty();
    } catch (UnusableException e) {
      Optional<String> why = Optional.of(e.getMessage());
      if (!why.equals(fault)) {
        fault = why;
        AgentLog.LOG.warn(
            "Cannot take up a change: {}. What was there before holds on.", e.getMessage());
      }
    }
  }

  private synchronized void take(byte[][] now) throws UnusableException {
    value = parser.parse(List.of(now));
    contents = now;
  }

  private byte[][] read() throws UnusableException {
    byte[][] read = new byte[sources.size()][];
    for (int i = 0; i < read.length; i++) {
      read[i] = read(sources.get(i));
    }
    return read;
  }

  private static byte[] read(Source source) throws UnusableException {
    try (InputStream in = Files.newInputStream(source.file())) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new UnusableException("it is larger than 1 MiB").in(source);
      }
      return bytes;
    } catch (IOException e) {
      AgentLog.LOG.debug("a file of an option cannot be read", e);
      throw new UnusableException("it cannot be read, check its name and rights").in(source);
    }
  }
}
