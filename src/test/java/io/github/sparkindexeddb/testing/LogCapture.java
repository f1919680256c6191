// SPDX-FileCopyrightText: 2026 the spark-indexeddb authors
// SPDX-License-Identifier: Apache-2.0
package io.github.sparkindexeddb.testing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;
import org.awaitility.Awaitility;

/**
 * Everything that the agents and the connector in this JVM log while it is open, down to debug, as
 * lines with their exceptions.
 *
 * <p>Safe for use by several threads.
 */
public final class LogCapture implements AutoCloseable {
  private static final String LOGGER = "io.github.sparkindexeddb";

  private final List<String> lines = new CopyOnWriteArrayList<>();

  private LogCapture() {
    // Spark sets its own logging up when its session starts, and would undo ours.
    TestSpark.spark();
    AbstractAppender appender =
        new AbstractAppender("capture", null, null, true, Property.EMPTY_ARRAY) {
          @Override
          public void append(LogEvent event) {
            lines.add(line(event));
          }
        };
    appender.start();
    LoggerConfig logger = new LoggerConfig(LOGGER, Level.DEBUG, false);
    logger.addAppender(appender, Level.ALL, null);
    context().getConfiguration().addLogger(LOGGER, logger);
    context().updateLoggers();
  }

  public static LogCapture start() {
    return new LogCapture();
  }

  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** The first line that fits, as soon as there is one. */
  public String await(String what, Predicate<String> fits) {
    return Awaitility.await(what)
        .atMost(30, TimeUnit.SECONDS)
        .pollInterval(10, TimeUnit.MILLISECONDS)
        .until(() -> lines.stream().filter(fits).findFirst(), Optional::isPresent)
        .orElseThrow();
  }

  private static String line(LogEvent event) {
    String text = event.getLevel() + " " + event.getMessage().getFormattedMessage();
    return event.getThrown() == null ? text : text + " " + event.getThrown();
  }

  private static LoggerContext context() {
    return (LoggerContext) LogManager.getContext(false);
  }

  @Override
  public void close() {
    context().getConfiguration().removeLogger(LOGGER);
    context().updateLoggers();
  }
}
